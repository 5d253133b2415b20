import { isOpen } from '../../core/approval/lifecycle.js';
import type { Request } from '../../core/approval/request.js';
import { shownDigest } from '../../core/approval/seen.js';
import type { Result } from '../../core/shared/result.js';
import type { Sayable } from '../../core/target/said-place.js';
import { armMilliseconds, type CardContext, cardOf } from '../../messages/cards/card.js';
import type { CardSurroundings } from '../../messages/cards/facts.js';
import { arrivalText } from '../../messages/window/announce.js';
import type { Decision, Refusal } from '../../protocol/decision.js';
import type { CardSource, DecideMessage, ShownCard } from '../card/shown-card.js';

/** The part of the desk that cards need. */
export interface DecisionDesk {
  requests(): readonly Request[];
  /** `shownMilliseconds`: how long the card was in front of the person. */
  decide(id: string, decision: Decision, shownMilliseconds: number): Promise<Result<Request, Refusal>>;
  letReadsPass(id: string): Promise<Result<void, Refusal>>;
  acceptHooks(id: string): Promise<Result<void, Refusal>>;
  sayPlace(id: string, environment: Sayable): Promise<Result<void, Refusal>>;
  look(id: string): Promise<void>;
}

/** What a card says of peers and of places besides what the request holds. */
export type PeersContext = Pick<
  CardContext,
  'progress' | 'obstacle' | 'canBreakGlass' | 'saidOf' | 'isLooking'
>;

export interface OwnCardsParts {
  readonly desk: DecisionDesk;
  readonly surroundings: CardSurroundings;
  /** Where peers stand with a request. */
  peers(request: Request): PeersContext;
  openDiff(request: Request, index: number): void;
  openPage(request: Request): void;
  openRule(request: Request): void;
  breakGlass(request: Request): void;
  drawn(request: Request, milliseconds: number): void;
}

/** How long a decided request stays in the list, so that what the agent was told can be read. */
const decidedMilliseconds = 3 * 60_000;

/** This window's own requests as cards. */
export class OwnCards implements CardSource {
  constructor(private readonly parts: OwnCardsParts) {}

  cards(): readonly ShownCard[] {
    return this.parts.desk.requests().map((request) => this.cardOf(request));
  }

  /** Hooks are accepted before the yes that they were ticked with; reads pass only with a yes that was taken. */
  async decide(
    { id, decision, passReads, acceptHooks }: DecideMessage,
    shownMilliseconds: number,
  ): Promise<Refusal | undefined> {
    const { desk } = this.parts;
    if (acceptHooks === true && decision.kind === 'approve') await desk.acceptHooks(id);
    const decided = await desk.decide(id, decision, shownMilliseconds);
    if (!decided.ok) return decided.error;
    if (passReads && decision.kind === 'approve') await desk.letReadsPass(id);
    return undefined;
  }

  async sayPlace(id: string, environment: Sayable): Promise<Refusal | undefined> {
    const said = await this.parts.desk.sayPlace(id, environment);
    return said.ok ? undefined : said.error;
  }

  look(id: string): void {
    void this.parts.desk.look(id);
  }

  openDiff(id: string, index: number): void {
    this.with(id, (request) => this.parts.openDiff(request, index));
  }

  openPage(id: string): void {
    this.with(id, (request) => this.parts.openPage(request));
  }

  openRule(id: string): void {
    this.with(id, (request) => this.parts.openRule(request));
  }

  breakGlass(id: string): void {
    this.with(id, (request) => this.parts.breakGlass(request));
  }

  drawn(id: string, milliseconds: number): void {
    this.with(id, (request) => this.parts.drawn(request, milliseconds));
  }

  private with(id: string, then: (request: Request) => void): void {
    const request = this.parts.desk.requests().find((one) => one.id === id);
    if (request !== undefined) then(request);
  }

  private cardOf(request: Request): ShownCard {
    const { surroundings, peers } = this.parts;
    return {
      id: request.id,
      digest: shownDigest(request),
      createdAt: request.createdAt,
      isOpen: isOpen(request),
      listedUntil: listedUntil(request),
      armMilliseconds: request.assessment.band === 'production' ? armMilliseconds : 0,
      card: (moment) => cardOf(request, { ...moment, surroundings, ...peers(request) }),
      arrival: (place, open) => arrivalText(request, place, open),
    };
  }
}

/** Decided a moment ago, or approved and not yet used. */
function listedUntil({ state, expiresAt }: Request): number {
  if (state.kind === 'approved') return expiresAt;
  return 'at' in state ? state.at + decidedMilliseconds : 0;
}
