import type { Card } from '../protocol/card.js';
import type { PlaceAnswer } from '../protocol/view-message.js';
import { button, element } from './dom.js';
import type { Drafts } from './drafts.js';

/**
 * Asks what a place is: a group of plain buttons, each with a whole sentence for its name. It decides nothing about the call;
 * put off, it leaves this card and gives the keyboard to where the request stands.
 */
export function placeQuestion(
  { id, question }: Card,
  drafts: Drafts,
  say: (environment: PlaceAnswer) => void,
): HTMLElement | undefined {
  if (question === undefined || drafts.of(id).placeLater === true) return undefined;
  const words = element('h4', { id: `${id}-place` }, question.words);
  const detail = element('p', { class: 'dim', id: `${id}-place-detail` }, question.detail);
  let isSaid = false;
  const answers = question.answers.map(({ environment, label, name }) =>
    button(
      label,
      `${id}/place-${environment}`,
      { class: 'answer', attributes: { 'aria-label': name } },
      () => {
        if (isSaid) return;
        isSaid = true;
        say(environment);
      },
    ),
  );
  const later = button(question.later, `${id}/place-later`, { class: 'link' }, () => {
    drafts.set(id, { placeLater: true });
    section.remove();
    document.querySelector<HTMLElement>(`[data-control="${id}/status"]`)?.focus();
  });
  const section = element(
    'section',
    {
      class: 'part place',
      role: 'group',
      attributes: { 'aria-labelledby': words.id, 'aria-describedby': detail.id },
    },
    words,
    element('div', { class: 'row' }, ...answers, later),
    detail,
  );
  return section;
}
