import type { Card } from '../protocol/card.js';
import { button, element } from './dom.js';

/** Offers to have looked at what the call would reach: what nobody could see from here stands above it. */
export function lookPart({ id, look }: Card, begin: () => void): HTMLElement | undefined {
  if (look === undefined) return undefined;
  const detail = element('span', { class: 'dim', id: `${id}-look-detail`, role: 'status' }, look.detail);
  const control = button(
    look.label,
    `${id}/look`,
    { class: 'answer', attributes: { 'aria-label': look.name, 'aria-describedby': detail.id } },
    () => {
      if (!look.isLooking) begin();
    },
  );
  // It keeps the keyboard while it looks.
  if (look.isLooking) control.setAttribute('aria-disabled', 'true');
  return element(
    'div',
    { class: 'look' },
    element('div', { class: 'row' }, control, detail),
    ...look.failed.map((line) => element('p', { class: 'notice', role: 'alert' }, line)),
  );
}
