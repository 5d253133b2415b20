import type { Sayable } from '../../core/target/said-place.js';
import type { Card } from '../../protocol/card.js';
import type { Refusal } from '../../protocol/decision.js';
import type { ViewMessage } from '../../protocol/view-message.js';

/** One request as a view shows it, whoever makes it: what the view must know of it without knowing what stands behind. */
export interface ShownCard {
  readonly id: string;
  /** SHA-256, hex, of what is decided about. */
  readonly digest: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** True while it can be answered. */
  readonly isOpen: boolean;
  /** Until when the list shows it once it is not open any more, Unix milliseconds; a page shows it for good. */
  readonly listedUntil: number;
  /** A yes counts no sooner than this after the card was drawn. */
  readonly armMilliseconds: number;
  card(moment: CardMoment): Card;
  /** What a screen reader is told when it has come: its place among those that are open. */
  arrival(place: number, open: number): string;
}

/** For when and where a card is made. */
export interface CardMoment {
  /** Unix milliseconds. */
  readonly now: number;
  readonly surface: 'view' | 'page';
  /** Why the last decision about it was not taken. */
  readonly refused: Refusal | undefined;
}

/** A person's decision as a view sends it. */
export type DecideMessage = Extract<ViewMessage, { kind: 'decide' }>;

/** Where the cards of a view come from, and where decisions about them go. */
export interface CardSource {
  cards(): readonly ShownCard[];
  /** Why the decision is not taken; undefined when it is. `shownMilliseconds`: how long the card was in front of the person. */
  decide(message: DecideMessage, shownMilliseconds: number): Promise<Refusal | undefined>;
  /** A person says what the place is that the card asks about. Why it is not taken; undefined when it is. Absent where no card asks. */
  sayPlace?(id: string, environment: Sayable): Promise<Refusal | undefined>;
  /** A person wants to see what the call would reach. Absent where no card offers it. */
  look?(id: string): void;
  openDiff(id: string, index: number): void;
  openPage(id: string): void;
  /** Absent where no card has a rule. */
  openRule?(id: string): void;
  breakGlass(id: string): void;
  /** Milliseconds from a request's arrival to its first frame on a surface. */
  drawn(id: string, milliseconds: number): void;
}
