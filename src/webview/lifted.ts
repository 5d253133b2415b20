import type { Card, Labels } from '../protocol/card.js';
import type { CommandBox } from './command.js';
import { button, element } from './dom.js';

/** Above a long text: the lines of it that do something, each a way to its place, and the way from one mark to the next. */
export function liftedPart(card: Card, labels: Labels, command: CommandBox): HTMLElement | undefined {
  const { lifted } = card.payload;
  if (lifted.length === 0) return undefined;
  let at = -1;
  const go = (mark: number): void => {
    const marks = command.marks();
    at = marks.length === 0 ? -1 : mark % marks.length;
    for (const one of marks) one.classList.remove('here');
    marks[at]?.classList.add('here');
    marks[at]?.scrollIntoView({ block: 'center' });
  };
  return element(
    'div',
    { class: 'lifted' },
    element(
      'ol',
      { role: 'list' },
      ...lifted.map(({ line, mark, pieces }) => {
        const way = button(`${labels.line} ${line}`, `${card.id}/line/${line}`, { class: 'link' }, () =>
          go(mark),
        );
        const words = pieces.map(({ text, mark: look }) =>
          look === 'plain' ? text : element('mark', { class: look }, text),
        );
        return element('li', {}, way, ' ', element('code', { attributes: { dir: 'ltr' } }, ...words));
      }),
    ),
    button(labels.nextMark, `${card.id}/next-mark`, { class: 'link' }, () => go(at + 1)),
  );
}
