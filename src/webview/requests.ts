import type { Card, Snapshot } from '../protocol/card.js';
import { type CardActions, type CardBody, cardBody } from './card.js';
import { element } from './dom.js';
import type { Drafts } from './drafts.js';
import { rowButton } from './row.js';

/** What the list asks of the extension besides what its cards ask. */
export interface RequestActions extends CardActions {
  /** A person opened or closed a card. */
  opened(): void;
}

interface Drawn {
  /** What was drawn, without the parts that follow the clock and the request's state. */
  readonly key: string;
  readonly item: HTMLElement;
  readonly article: HTMLElement;
  readonly body: CardBody | undefined;
}

/**
 * The list of requests: one tab stop, arrows between the headers, one card open at a time.
 * A card is redrawn only when it changed, so that reading and typing are never disturbed.
 */
export class Requests {
  readonly list = element('ol', { class: 'requests', role: 'list' });
  private readonly drafts: Drafts;
  private readonly actions: RequestActions;
  private readonly drawn = new Map<string, Drawn>();
  private snapshot: Snapshot | undefined;
  /** True while the open card makes room because it was decided. */
  private isMovingOn = false;

  constructor(drafts: Drafts, actions: RequestActions) {
    this.drafts = drafts;
    this.actions = actions;
    this.list.addEventListener('keydown', (event) => this.onKey(event));
  }

  show(snapshot: Snapshot): void {
    this.makeRoom(snapshot.cards);
    this.snapshot = snapshot;
    this.list.setAttribute('aria-label', snapshot.labels.list);
    const open = this.openId(snapshot.cards);
    const ids = new Set(snapshot.cards.map((card) => card.id));
    for (const [id, drawn] of this.drawn) if (!ids.has(id)) this.remove(id, drawn);
    for (const [index, card] of snapshot.cards.entries()) {
      const item = this.draw(card, card.id === open, snapshot);
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
    }
    if (this.isMovingOn && open !== undefined) this.bringUp(open);
    this.rove(this.head(document.activeElement) ?? open ?? snapshot.cards[0]?.id);
  }

  /** The card whose body is drawn. */
  get openCard(): Card | undefined {
    const cards = this.snapshot?.cards ?? [];
    const open = this.openId(cards);
    return cards.find((card) => card.id === open);
  }

  /** Opens a card, brings it into view and gives it the keyboard; for a person who asked for it. */
  open(id: string): void {
    this.toggle(id, true);
  }

  private toggle(id: string, open: boolean): void {
    this.drafts.choose(open ? id : null);
    if (this.snapshot !== undefined) this.show(this.snapshot);
    document.getElementById(`${id}-head`)?.focus();
    this.bringUp(id);
    this.actions.opened();
  }

  private bringUp(id: string): void {
    document.getElementById(`${id}-head`)?.scrollIntoView({ block: 'nearest' });
  }

  private openId(cards: readonly Card[]): string | undefined {
    const { open } = this.drafts;
    if (this.snapshot?.surface === 'page') return cards[0]?.id;
    if (open === null) return undefined;
    if (open !== undefined && cards.some((card) => card.id === open)) return open;
    return cards.find(isWaiting)?.id;
  }

  /** A card that has just been decided makes room for the next; so does a new one when all were closed. */
  private makeRoom(now: readonly Card[]): void {
    const before = this.snapshot?.cards ?? [];
    const was = this.openCard;
    const isNew = now.some((card) => !before.some((known) => known.id === card.id));
    this.isMovingOn =
      was !== undefined && isWaiting(was) && !now.some((card) => card.id === was.id && isWaiting(card));
    if (this.isMovingOn || (this.drafts.open === null && isNew)) this.drafts.choose(undefined);
  }

  private draw(card: Card, open: boolean, snapshot: Snapshot): HTMLElement {
    const key = JSON.stringify([
      open,
      stillOf(card),
      open ? siblingsOf(card, snapshot).length : closedWords(card),
    ]);
    const before = this.drawn.get(card.id);
    if (before?.key === key) {
      before.article.className = lookOf(card, open);
      before.body?.update(card);
      return before.item;
    }
    const body = open
      ? cardBody(
          card,
          siblingsOf(card, snapshot),
          snapshot.labels,
          this.drafts,
          this.actions,
          before?.body?.reading(),
        )
      : undefined;
    const { item, article } = this.item(card, body);
    if (before !== undefined) {
      before.body?.dispose();
      before.item.replaceWith(item);
      body?.resume();
    }
    this.drawn.set(card.id, { key, item, article, body });
    return item;
  }

  private item(card: Card, body: CardBody | undefined): Pick<Drawn, 'item' | 'article'> {
    const head = rowButton(card, body !== undefined, () => this.toggle(card.id, body === undefined));
    const article = element(
      'article',
      {
        class: lookOf(card, body !== undefined),
        role: 'group',
        attributes: { 'aria-label': card.name, 'data-request': card.id },
      },
      element('h3', {}, head),
      body?.body ?? element('p', { class: 'line dim' }, closedWords(card)),
    );
    return { item: element('li', {}, article), article };
  }

  private remove(id: string, drawn: Drawn): void {
    drawn.body?.dispose();
    drawn.item.remove();
    this.drawn.delete(id);
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.head(event.target);
    if (event.key === 'Escape') {
      const card = event.target instanceof Element ? event.target.closest('[data-request]') : null;
      card?.querySelector<HTMLElement>('[data-head]')?.focus();
      return;
    }
    const heads = [...this.list.querySelectorAll<HTMLElement>('[data-head]')];
    const index = heads.findIndex((head) => head.dataset['head'] === at);
    const next = nextIndex(event.key, index, heads.length);
    if (at === undefined || next === undefined) return;
    event.preventDefault();
    heads[next]?.focus();
    this.rove(heads[next]?.dataset['head']);
  }

  private head(target: EventTarget | null): string | undefined {
    return target instanceof HTMLElement ? target.dataset['head'] : undefined;
  }

  private rove(id: string | undefined): void {
    for (const head of this.list.querySelectorAll<HTMLElement>('[data-head]')) {
      head.tabIndex = head.dataset['head'] === id ? 0 : -1;
    }
  }
}

/** A yes that is not used yet can be taken back, and waits for nobody here. */
export function isWaiting(card: Card): boolean {
  return card.ask.kind !== 'none' && card.state !== 'approved';
}

/** Those like it that wait too, itself among them; none where it is alone. */
function siblingsOf({ siblings }: Card, { cards }: Snapshot): readonly Card[] {
  const like =
    siblings === undefined ? [] : cards.filter((card) => card.siblings === siblings && isWaiting(card));
  return like.length > 1 ? like : [];
}

/** What a person decides on: another card is drawn only when this has changed. */
function stillOf(card: Card): Partial<Card> {
  const { live, state, notice, facts, ...still } = card;
  return { ...still, facts: facts.filter((fact) => fact.follows === undefined) };
}

function lookOf(card: Card, open: boolean): string {
  return ['card', card.band, card.state, open ? 'open' : 'closed'].join(' ');
}

/** A decided card also says what the agent was told. */
function closedWords(card: Card): string {
  const { live } = card;
  return !isWaiting(card) ? `${live.status} ${live.detail}`.trim() : live.status;
}

function nextIndex(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
