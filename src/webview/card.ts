import type { Card, Labels, Live } from '../protocol/card.js';
import type { Decision } from '../protocol/decision.js';
import { changeSection } from './change.js';
import { commandBox } from './command.js';
import { DecisionSection } from './decision.js';
import { button, element, icon } from './dom.js';
import type { Drafts } from './drafts.js';
import { onceInView } from './in-view.js';
import { reasonsSection } from './reasons.js';

/** What a card asks of the extension. */
export interface CardActions {
  decide(id: string, decision: Decision, passReads: boolean): void;
  openDiff(id: string, index: number): void;
  openPage(id: string): void;
}

export interface CardBody {
  readonly body: HTMLElement;
  update(live: Live): void;
  dispose(): void;
}

/** Everything below the header, in the fixed order of the card. */
export function cardBody(card: Card, labels: Labels, drafts: Drafts, actions: CardActions): CardBody {
  const command = commandBox(card.payload.pieces, card.payload.caption);
  const decision =
    card.ask.kind === 'none'
      ? undefined
      : new DecisionSection(card, labels, drafts, (made, passReads) =>
          actions.decide(card.id, made, passReads),
        );
  const stopReading =
    decision === undefined ? () => undefined : onceInView(command.end, 0, () => decision.read());
  const status = statusPart(card);

  const body = element(
    'div',
    { class: 'body', id: `${card.id}-body` },
    element(
      'div',
      { class: 'evidence' },
      reasonsSection(card, labels, drafts),
      element('section', { class: 'part' }, element('h4', {}, card.payload.caption), command.box),
      changeSection(card.change, card.id, (index) => actions.openDiff(card.id, index)),
      saferSection(card, labels, decision),
    ),
    element(
      'div',
      { class: 'judgement' },
      statedSection(card),
      factsSection(card),
      decision?.section,
      status.section,
      card.page ? element('section', { class: 'part' }, pageButton(card, labels, actions)) : undefined,
    ),
  );
  return {
    body,
    update: (live) => {
      status.update(live);
      decision?.settle();
    },
    dispose: () => {
      stopReading();
      decision?.dispose();
    },
  };
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

function factsSection(card: Card): HTMLElement {
  const rows = card.facts.flatMap((fact) => [
    element('dt', {}, fact.term),
    element('dd', { attributes: { dir: 'auto' } }, fact.detail),
  ]);
  return element('section', { class: 'part' }, element('dl', {}, ...rows));
}

function statusPart(card: Card): { readonly section: HTMLElement; update(live: Live): void } {
  const status = element('p', { class: 'status' });
  const detail = element('p', { class: 'dim' });
  const update = (live: Live): void => {
    if (status.textContent !== live.status) status.textContent = live.status;
    if (detail.textContent !== live.detail) detail.textContent = live.detail;
  };
  update(card.live);
  const notice =
    card.notice === undefined
      ? undefined
      : element('p', { class: 'notice', role: 'alert' }, icon('warning'), card.notice);
  return { section: element('section', { class: 'part state' }, notice, status, detail), update };
}
