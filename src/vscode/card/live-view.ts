import type { Clock, Random } from '../../ports/ports.js';
import {
  cardProtocolVersion,
  type Empty,
  type GuardView,
  type HostMessage,
  type Labels,
  type Snapshot,
} from '../../protocol/card.js';
import type { Refusal } from '../../protocol/decision.js';
import { decodeViewMessage, type ViewMessage } from '../../protocol/view-message.js';
import type { CardSource, DecideMessage, ShownCard } from './shown-card.js';

export type Destination = Extract<ViewMessage, { kind: 'go' }>['to'];

export interface LiveViewParts {
  readonly source: CardSource;
  readonly labels: Labels;
  readonly empty: Empty;
  readonly clock: Clock;
  readonly random: Random;
  guard(): GuardView;
  go(place: Destination): void;
}

type SayPlaceMessage = Extract<ViewMessage, { kind: 'say-place' }>;

/** The frame around a view: where its messages go, and whether a person can see it. */
export interface ViewFrame {
  readonly surface: 'view' | 'page';
  post(message: HostMessage): void;
  isVisible(): boolean;
  /** Which requests belong on this surface. */
  shows(id: string): boolean;
}

/** Words that follow the clock are sent anew this often while something waits. */
const refreshMilliseconds = 15_000;

/** The view's clock starts a little before its message arrives here. */
const slackMilliseconds = 250;

/**
 * One live view of the requests. A decision counts only when it carries this view's nonce, while a person can see the
 * view, for a card that this view has drawn; on production no sooner than the arming delay after that.
 */
export class LiveView {
  private readonly nonce: string;
  private readonly drawnAt = new Map<string, number>();
  private readonly refused = new Map<string, Refusal>();
  private open: ReadonlySet<string> = new Set();
  private ready = false;
  private stopClock: () => void = () => undefined;

  constructor(
    private readonly parts: LiveViewParts,
    private readonly frame: ViewFrame,
  ) {
    this.nonce = parts.random.hex(16);
  }

  refresh(): void {
    this.stopClock();
    if (!this.ready || !this.frame.isVisible()) return;
    const shown = this.shown();
    this.frame.post(this.snapshot(shown));
    this.open = new Set(shown.filter(({ isOpen }) => isOpen).map(({ id }) => id));
    if (shown.length > 0) {
      const now = this.parts.clock.now();
      this.stopClock = this.parts.clock.at(now + refreshMilliseconds, () => this.refresh());
    }
  }

  /** Opens one card; only called when a person asked for it. */
  reveal(id: string): void {
    if (this.ready) this.frame.post({ v: cardProtocolVersion, kind: 'reveal', id });
  }

  receive(value: unknown): void {
    const message = decodeViewMessage(value);
    if (message.ok) this.follow(message.value);
  }

  dispose(): void {
    this.ready = false;
    this.stopClock();
  }

  private follow(message: ViewMessage): void {
    if (message.kind === 'ready') {
      this.ready = true;
      this.drawnAt.clear();
      this.refresh();
      return;
    }
    if (message.nonce !== this.nonce) return;
    if (message.kind === 'drawn') this.noteDrawn(message);
    else if (message.kind === 'decide') void this.decide(message);
    else if (message.kind === 'say-place') void this.sayPlace(message);
    else if (message.kind === 'go') this.parts.go(message.to);
    else if (message.kind === 'look') this.look(message);
    else this.openBeside(message);
  }

  private noteDrawn(message: Extract<ViewMessage, { kind: 'drawn' }>): void {
    const now = this.parts.clock.now();
    for (const shown of this.shown()) {
      const key = keyOf(shown);
      if (!message.cards.some((card) => keyOf(card) === key) || this.drawnAt.has(key)) continue;
      this.drawnAt.set(key, now);
      this.parts.source.drawn(shown.id, now - shown.createdAt);
    }
  }

  private async decide(message: DecideMessage): Promise<void> {
    const { id, decision } = message;
    const card = this.shown().find((shown) => shown.id === id);
    const counts =
      card !== undefined &&
      this.frame.isVisible() &&
      (decision.kind === 'deny' || this.canApprove(card, decision.digest));
    if (counts) await this.take(message);
    this.refresh();
  }

  /** A word about a place counts under the terms of a yes: it may lower what the card asks for. */
  private async sayPlace({ id, digest, environment }: SayPlaceMessage): Promise<void> {
    const card = this.shown().find((shown) => shown.id === id);
    if (card?.digest === digest && this.frame.isVisible() && this.canApprove(card, digest)) {
      const refused = await this.parts.source.sayPlace?.(id, environment);
      if (refused === undefined) this.refused.delete(id);
      else this.refused.set(id, refused);
    }
    this.refresh();
  }

  /** Only for what this view has drawn: it goes out with the call's credentials. */
  private look({ id, digest }: Extract<ViewMessage, { kind: 'look' }>): void {
    if (this.frame.isVisible() && this.drawnAt.has(keyOf({ id, digest }))) this.parts.source.look?.(id);
  }

  private async take(message: DecideMessage): Promise<void> {
    const { id, decision } = message;
    const refused = await this.parts.source.decide(message, this.shownFor(id, decision.digest) ?? 0);
    if (refused === undefined) this.refused.delete(id);
    else this.refused.set(id, refused);
  }

  /** A no is taken at once; a yes only for what has been in front of a person long enough. */
  private canApprove({ id, armMilliseconds }: ShownCard, digest: string): boolean {
    const shownFor = this.shownFor(id, digest);
    return shownFor !== undefined && shownFor >= armMilliseconds - slackMilliseconds;
  }

  /** Milliseconds since the card was drawn with this digest; undefined when it never was. */
  private shownFor(id: string, digest: string): number | undefined {
    const drawnAt = this.drawnAt.get(keyOf({ id, digest }));
    return drawnAt === undefined ? undefined : this.parts.clock.now() - drawnAt;
  }

  private openBeside(
    message: Extract<ViewMessage, { kind: 'open-diff' | 'open-page' | 'open-rule' | 'break-glass' }>,
  ): void {
    const { source } = this.parts;
    const card = this.shown().find(({ id }) => id === message.id);
    if (card === undefined) return;
    if (message.kind === 'open-diff') source.openDiff(card.id, message.index);
    else if (message.kind === 'open-page') source.openPage(card.id);
    else if (message.kind === 'open-rule') source.openRule?.(card.id);
    else if (message.digest === card.digest && this.frame.isVisible()) source.breakGlass(card.id);
  }

  private shown(): readonly ShownCard[] {
    const now = this.parts.clock.now();
    return this.parts.source
      .cards()
      .filter(({ id }) => this.frame.shows(id))
      .filter((card) => this.frame.surface === 'page' || card.isOpen || now < card.listedUntil);
  }

  private snapshot(shown: readonly ShownCard[]): Snapshot {
    const now = this.parts.clock.now();
    const { surface } = this.frame;
    return {
      v: cardProtocolVersion,
      kind: 'snapshot',
      nonce: this.nonce,
      surface,
      guard: this.parts.guard(),
      labels: this.parts.labels,
      empty: this.parts.empty,
      cards: shown.map((one) => one.card({ now, surface, refused: this.refused.get(one.id) })),
      announcement: this.announcement(shown),
    };
  }

  private announcement(shown: readonly ShownCard[]): string {
    const open = shown.filter(({ isOpen }) => isOpen);
    const at = open.findLastIndex(({ id }) => !this.open.has(id));
    return open[at]?.arrival(at + 1, open.length) ?? '';
  }
}

function keyOf({ id, digest }: { readonly id: string; readonly digest: string }): string {
  return `${id}:${digest}`;
}
