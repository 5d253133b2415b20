import type { Empty } from '../protocol/card.js';
import { button, element } from './dom.js';

export type EmptyCommand = Empty['actions'][number]['command'];

/** What stands here when nothing waits. */
export function emptyPart(empty: Empty, go: (place: EmptyCommand) => void): HTMLElement {
  return element(
    'section',
    { class: 'empty' },
    element('h3', { attributes: { tabindex: '-1', 'data-rest': '' } }, empty.title),
    element('p', {}, empty.text),
    ...empty.actions.map((action, index) =>
      button(action.label, `empty/${action.command}`, { class: index === 0 ? 'wide' : 'link' }, () =>
        go(action.command),
      ),
    ),
  );
}
