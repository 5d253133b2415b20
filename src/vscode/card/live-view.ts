import { isOpen } from '../../core/approval/lifecycle.js';
import type { Request } from '../../core/approval/request.js';
import type { Result } from '../../core/shared/result.js';
import { armMilliseconds, type CardContext } from '../../messages/cards/card.js';
import type { CardSurroundings } from '../../messages/cards/facts.js';
import type { Clock, Random } from '../../ports/ports.js';
import {
  type Card,
  cardProtocolVersion,
  type Empty,
  type GuardView,
  type HostMessage,
  type Labels,
  type Snapshot,
} from '../../protocol/card.js';
import type { Decision, Refusal } from '../../protocol/decision.js';
import { decodeViewMessage, type ViewMessage } from '../../protocol/view-message.js';

/** The part of the desk that a card needs. */
export interface DecisionDesk {
  requests(): readonly Request[];
  /** `shownMilliseconds`: how long the card was in front of the person. */
  decide(id: string, decision: Decision, shownMilliseconds: number): Promise<Result<Request, Refusal>>;
  letReadsPass(id: string): Promise<Result<void, Refusal>>;
  acceptHooks(id: string): Promise<Result<void, Refusal>>;
}

/** What a card says of peers besides what the request holds. */
export type PeersContext = Pick<CardContext, 'progress' | 'obstacle' | 'canBreakGlass'>;

export type Destination = Extract<ViewMessage, { kind: 'go' }>['to'];

/** How a view says what it shows: its own requests, or those of other persons. */
export interface Wording {
  readonly labels: Labels;
  readonly empty: Empty;
  card(request: Request, context: CardContext): Card;
  /** What a screen reader is told of a new request: its place among those that are open. */
  arrival(request: Request, place: number, open: number): string;
}

export interface LiveViewParts {
  readonly desk: DecisionDesk;
  readonly wording: Wording;
  readonly clock: Clock;
  readonly random: Random;
  readonly surroundings: CardSurroundings;
  guard(): GuardView;
  openDiff(request: Request, index: number): void;
  openPage(request: Request): void;
  /** Absent where there is no such way. */
  readonly breakGlass?: (request: Request) => void;
  /** Where peers stand with a request. */
  readonly peers?: (request: Request) => PeersContext;
  go(place: Destination): void;
  /** Milliseconds from a request's arrival to its first frame on this surface. */
  drawn(request: Request, milliseconds: number): void;
}

/** The frame around a view: where its messages go, and whether a person can see it. */
export interface ViewFrame {
  readonly surface: 'view' | 'page';
  post(message: HostMessage): void;
  isVisible(): boolean;
  /** Which requests belong on this surface. */
  shows(request: Request): boolean;
}

/** Words that follow the clock are sent anew this often while something waits. */
const refreshMilliseconds = 15_000;

/** The view's clock starts a little before its message arrives here. */
const slackMilliseconds = 250;

/** How long a decided request stays on the card's view, so that what the agent was told can be read. */
const decidedMilliseconds = 3 * 60_000;

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
    const requests = this.shown();
    this.frame.post(this.snapshot(requests));
    this.open = new Set(requests.filter(isOpen).map((request) => request.id));
    if (requests.length > 0) {
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
    else if (message.kind === 'go') this.parts.go(message.to);
    else this.openBeside(message);
  }

  private noteDrawn(message: Extract<ViewMessage, { kind: 'drawn' }>): void {
    const now = this.parts.clock.now();
    for (const request of this.shown()) {
      const key = keyOf(request);
      const isDrawn = message.cards.some((card) => `${card.id}:${card.digest}` === key);
      if (!isDrawn || this.drawnAt.has(key)) continue;
      this.drawnAt.set(key, now);
      this.parts.drawn(request, now - request.createdAt);
    }
  }

  private async decide(message: Extract<ViewMessage, { kind: 'decide' }>): Promise<void> {
    const { id, decision } = message;
    const request = this.shown().find((shown) => shown.id === id);
    const counts =
      request !== undefined &&
      this.frame.isVisible() &&
      (decision.kind === 'deny' || this.canApprove(request, decision.digest));
    if (counts) await this.take(message, this.shownFor(request, decision.digest));
    this.refresh();
  }

  private shownFor({ id }: Request, digest: string): number {
    const drawnAt = this.drawnAt.get(`${id}:${digest}`);
    return drawnAt === undefined ? 0 : this.parts.clock.now() - drawnAt;
  }

  private async take(
    { id, decision, passReads, acceptHooks }: Extract<ViewMessage, { kind: 'decide' }>,
    shownMilliseconds: number,
  ): Promise<void> {
    if (acceptHooks === true && decision.kind === 'approve') await this.parts.desk.acceptHooks(id);
    const decided = await this.parts.desk.decide(id, decision, shownMilliseconds);
    if (decided.ok) this.refused.delete(id);
    else this.refused.set(id, decided.error);
    if (decided.ok && passReads && decision.kind === 'approve') await this.parts.desk.letReadsPass(id);
  }

  /** A no is taken at once; a yes only for what has been in front of a person long enough. */
  private canApprove(request: Request, digest: string): boolean {
    const drawnAt = this.drawnAt.get(`${request.id}:${digest}`);
    if (drawnAt === undefined) return false;
    const delay = request.assessment.band === 'production' ? armMilliseconds - slackMilliseconds : 0;
    return this.parts.clock.now() - drawnAt >= delay;
  }

  private openBeside(
    message: Extract<ViewMessage, { kind: 'open-diff' | 'open-page' | 'break-glass' }>,
  ): void {
    const request = this.shown().find((shown) => shown.id === message.id);
    if (request === undefined) return;
    if (message.kind === 'open-diff') this.parts.openDiff(request, message.index);
    else if (message.kind === 'open-page') this.parts.openPage(request);
    else if (message.digest === request.digest && this.frame.isVisible()) this.parts.breakGlass?.(request);
  }

  private shown(): readonly Request[] {
    const now = this.parts.clock.now();
    return this.parts.desk
      .requests()
      .filter((request) => this.frame.shows(request))
      .filter((request) => this.frame.surface === 'page' || isOpen(request) || isFresh(request, now));
  }

  private snapshot(requests: readonly Request[]): Snapshot {
    const now = this.parts.clock.now();
    const { surface } = this.frame;
    const { surroundings, wording } = this.parts;
    return {
      v: cardProtocolVersion,
      kind: 'snapshot',
      nonce: this.nonce,
      surface,
      guard: this.parts.guard(),
      labels: wording.labels,
      empty: wording.empty,
      cards: requests.map((request) =>
        wording.card(request, {
          now,
          surface,
          surroundings,
          refused: this.refused.get(request.id),
          ...this.parts.peers?.(request),
        }),
      ),
      announcement: this.announcement(requests),
    };
  }

  private announcement(requests: readonly Request[]): string {
    const open = requests.filter(isOpen);
    const at = open.findLastIndex((request) => !this.open.has(request.id));
    const arrived = open[at];
    return arrived === undefined ? '' : this.parts.wording.arrival(arrived, at + 1, open.length);
  }
}

/** Decided a moment ago, or approved and not yet used. */
function isFresh(request: Request, now: number): boolean {
  if (request.state.kind === 'approved') return request.expiresAt > now;
  return 'at' in request.state && now - request.state.at < decidedMilliseconds;
}

function keyOf(request: Request): string {
  return `${request.id}:${request.digest}`;
}
