import type { Card, Labels } from '../protocol/card.js';
import type { Decision } from '../protocol/decision.js';
import type { PlaceAnswer } from '../protocol/view-message.js';
import { changeSection } from './change.js';
import { type CommandBox, commandBox } from './command.js';
import { DecisionSection } from './decision.js';
import type { Ticks } from './decision-fields.js';
import { button, element, icon } from './dom.js';
import type { Drafts } from './drafts.js';
import { onceInView } from './in-view.js';
import { liftedPart } from './lifted.js';
import { lookPart } from './look.js';
import { placeQuestion } from './place-question.js';
import { reasonsSection } from './reasons.js';

/** What a card asks of the extension. */
export interface CardActions {
  decide(id: string, decision: Decision, ticks: Ticks): void;
  openDiff(id: string, index: number): void;
  openPage(id: string): void;
  openRule(id: string): void;
  breakGlass(id: string, digest: string): void;
  sayPlace(id: string, digest: string, environment: PlaceAnswer): void;
  look(id: string, digest: string): void;
}

/** How far a person has come in reading a command, for the same card drawn anew. */
export interface ReadingPosition {
  readonly digest: string;
  readonly command: CommandBox;
  readonly isRead: boolean;
  /** Pixels above what is in view. */
  readonly place: number;
}

export interface CardBody {
  readonly body: HTMLElement;
  /** Shows where the request stands now; all else on the card is as it was. */
  update(now: Card): void;
  reading(): ReadingPosition;
  /** Goes to the place where reading stopped; a box that leaves the page forgets it. */
  resume(): void;
  dispose(): void;
}

/** Everything below the header, in the fixed order of the card. What was read of the same command stays read. */
export function cardBody(
  card: Card,
  siblings: readonly Card[],
  labels: Labels,
  drafts: Drafts,
  actions: CardActions,
  before?: ReadingPosition,
): CardBody {
  const same = before?.digest === card.digest ? before : undefined;
  const command =
    same?.command ?? commandBox(card.payload.pieces, card.payload.caption, `${card.id}/command`);
  let isRead = same?.isRead ?? false;
  const read = (): void => {
    isRead = true;
    decision?.read();
  };
  const decision =
    card.ask.kind === 'none'
      ? undefined
      : new DecisionSection(
          card,
          labels,
          drafts,
          (made, ticks) => actions.decide(card.id, made, ticks),
          () => actions.breakGlass(card.id, card.digest),
          siblings.length === 0
            ? undefined
            : { count: siblings.length, deny: (reason) => denyAll(siblings, reason, actions) },
        );
  if (isRead) read();
  const stopReading = decision === undefined || isRead ? () => undefined : onceInView(command.end, 0, read);
  const facts = factsPart(card, actions);
  const status = statusPart(card);

  const body = element(
    'div',
    { class: 'body', id: `${card.id}-body` },
    element(
      'div',
      { class: 'evidence' },
      reasonsSection(card, labels, drafts),
      element(
        'section',
        { class: 'part' },
        element('h4', {}, card.payload.caption),
        liftedPart(card, labels, command),
        command.box,
      ),
      changeSection(
        card.change,
        card.id,
        (index) => actions.openDiff(card.id, index),
        lookPart(card, () => actions.look(card.id, card.digest)),
      ),
      saferSection(card, labels, decision),
    ),
    element('div', { class: 'judgement' }, statedSection(card), facts.section),
    placeQuestion(card, drafts, (environment) => actions.sayPlace(card.id, card.digest, environment)),
    decision?.section,
    element(
      'div',
      { class: 'closing' },
      status.section,
      card.page ? element('section', { class: 'part' }, pageButton(card, labels, actions)) : undefined,
    ),
  );
  return {
    body,
    update: (now) => {
      facts.update(now);
      status.update(now);
      decision?.settle();
    },
    reading: () => ({ digest: card.digest, command, isRead, place: command.box.scrollTop }),
    resume: () => {
      command.box.scrollTop = same?.place ?? 0;
    },
    dispose: () => {
      stopReading();
      decision?.dispose();
    },
  };
}

/** One no for each of them, each bound to what it is a no to. */
function denyAll(siblings: readonly Card[], reason: string, actions: CardActions): void {
  for (const { id, digest } of siblings)
    actions.decide(id, { kind: 'deny', digest, reason }, { passReads: false });
}

function pageButton(card: Card, labels: Labels, actions: CardActions): HTMLElement {
  return button(labels.openPage, `${card.id}/page`, { class: 'link' }, () => actions.openPage(card.id));
}

function saferSection(
  card: Card,
  labels: Labels,
  decision: DecisionSection | undefined,
): HTMLElement | undefined {
  const { safer } = card;
  if (safer === undefined) return undefined;
  return element(
    'section',
    { class: 'part' },
    element('h4', {}, safer.caption),
    element('pre', { class: 'command', attributes: { dir: 'ltr' } }, element('code', {}, safer.command)),
    decision === undefined
      ? undefined
      : button(labels.suggest, `${card.id}/suggest`, { class: 'link' }, () => decision.suggest(safer.reason)),
  );
}

function statedSection(card: Card): HTMLElement | undefined {
  if (card.stated === undefined) return undefined;
  return element(
    'section',
    { class: 'part' },
    element('h4', {}, card.stated.caption),
    element('blockquote', { attributes: { dir: 'auto' } }, card.stated.quote),
  );
}

/** A part of the card that follows the request's state. */
interface LivePart {
  readonly section: HTMLElement;
  update(now: Card): void;
}

function factsPart(card: Card, actions: CardActions): LivePart {
  const list = element('dl', {});
  const rows: { readonly term: HTMLElement; readonly detail: HTMLElement }[] = [];
  const update = ({ facts }: Card): void => {
    for (const row of rows.splice(facts.length)) {
      row.term.remove();
      row.detail.remove();
    }
    for (const [index, fact] of facts.entries()) {
      const row = rows[index] ?? {
        term: element('dt', {}),
        detail: element('dd', { attributes: { dir: 'auto' } }),
      };
      if (rows[index] === undefined) {
        rows.push(row);
        list.append(row.term, row.detail);
      }
      setText(row.term, fact.term);
      if (fact.opens === undefined) setText(row.detail, fact.detail);
      else if (row.detail.textContent !== fact.detail)
        row.detail.replaceChildren(
          button(fact.detail, `${card.id}/rule`, { class: 'link' }, () => actions.openRule(card.id)),
        );
    }
  };
  update(card);
  return { section: element('section', { class: 'part' }, list), update };
}

function statusPart(card: Card): LivePart {
  const notice = element('div', {});
  const status = element('p', { class: 'status' });
  const detail = element('p', { class: 'dim' });
  const update = (now: Card): void => {
    if (notice.textContent !== (now.notice ?? '')) notice.replaceChildren(...noticeOf(now));
    setText(status, now.live.status);
    setText(detail, now.live.detail);
  };
  update(card);
  const look = { class: 'part state', attributes: { tabindex: '-1', 'data-control': `${card.id}/status` } };
  return { section: element('section', look, notice, status, detail), update };
}

function noticeOf({ notice }: Card): readonly HTMLElement[] {
  if (notice === undefined) return [];
  return [element('p', { class: 'notice', role: 'alert' }, icon('warning'), notice)];
}

/** Only what differs is written: a screen reader says again whatever is. */
function setText(target: HTMLElement, words: string): void {
  if (target.textContent !== words) target.textContent = words;
}
