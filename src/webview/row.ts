import type { Card } from '../protocol/card.js';
import { element } from './dom.js';

/** The header of a request: alone it is a compact row, opened it is the head of the card. */
export function rowButton(card: Card, open: boolean, press: () => void): HTMLButtonElement {
  const made = element(
    'button',
    {
      class: 'head',
      id: `${card.id}-head`,
      attributes: {
        'data-control': `${card.id}/head`,
        'data-head': card.id,
        'aria-expanded': String(open),
        'aria-controls': open ? `${card.id}-body` : undefined,
        tabindex: '-1',
      },
    },
    element(
      'span',
      { class: 'what' },
      element('span', { class: 'band' }, card.bandWord),
      element('span', { class: 'title', attributes: { dir: 'auto' } }, card.title),
    ),
    element(
      'span',
      { class: 'score' },
      element('span', { class: 'value', attributes: { 'aria-hidden': 'true' } }, card.score.value),
      element('span', { class: 'dim', attributes: { 'aria-hidden': 'true' } }, card.score.scale),
      element('span', { class: 'unseen' }, card.score.words),
    ),
  );
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}
