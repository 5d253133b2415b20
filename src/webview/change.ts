import type { ChangeBlock, ChangeLine, ChangeView } from '../protocol/card.js';
import { button, element } from './dom.js';

const glyphs: Readonly<Record<ChangeLine['sign'], string>> = {
  deleted: '\u2212',
  created: '+',
  changed: '~',
  stopped: '\u25A0',
  same: ' ',
  gap: '\u22EF',
};

export function changeSection(
  change: ChangeView,
  id: string,
  openDiff: (index: number) => void,
  look?: HTMLElement,
): HTMLElement | undefined {
  if (look === undefined && change.blocks.length + change.notes.length + change.unknown.length === 0)
    return undefined;
  return element(
    'section',
    { class: 'part change' },
    element('h4', {}, change.caption),
    change.radius === undefined ? undefined : radiusBar(change.radius),
    change.unknown.length === 0
      ? undefined
      : element(
          'ul',
          { class: 'unknown', role: 'list' },
          ...change.unknown.map((line) => element('li', {}, line)),
        ),
    look,
    ...change.blocks.map((block) => blockNode(block, id, openDiff)),
    element(
      'p',
      { class: 'counts' },
      change.counts === '' ? undefined : element('strong', {}, change.counts),
      ...change.notes.map((note) => element('span', {}, ` ${note}`)),
    ),
  );
}

/** The same numbers as a bar; the words beside it say all of it. */
function radiusBar({ words, parts }: NonNullable<ChangeView['radius']>): HTMLElement {
  const whole = parts.reduce((sum, { number }) => sum + number, 0);
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('viewBox', '0 0 100 6');
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', 'radius');
  let at = 0;
  for (const { sign, number } of parts) {
    const width = Math.max(2, (number / whole) * 100);
    const part = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of [
      ['x', at],
      ['y', 0],
      ['width', width],
      ['height', 6],
    ] as const)
      part.setAttribute(name, String(value));
    part.setAttribute('class', sign);
    drawing.append(part);
    at += width;
  }
  const bar = element('div', { class: 'blast' }, element('p', {}, words));
  bar.append(drawing);
  return bar;
}

function blockNode(block: ChangeBlock, id: string, openDiff: (index: number) => void): HTMLElement {
  const { heading } = block;
  return element(
    'div',
    { class: 'block' },
    heading === undefined
      ? undefined
      : element(
          'div',
          { class: 'file' },
          element('span', { class: 'path' }, heading.text),
          element('span', { class: 'dim' }, heading.counts),
          button(heading.open, `${id}/diff/${heading.index}`, { class: 'link' }, () =>
            openDiff(heading.index),
          ),
        ),
    block.lines.length === 0
      ? undefined
      : element('ul', { class: 'lines', role: 'list' }, ...block.lines.map(lineNode)),
  );
}

/** The sign is said in words to a screen reader and drawn for everybody else. */
function lineNode(line: ChangeLine): HTMLElement {
  return element(
    'li',
    { class: line.sign },
    element('span', { class: 'sign', attributes: { 'aria-hidden': 'true' } }, glyphs[line.sign]),
    line.spoken === '' ? undefined : element('span', { class: 'unseen' }, `${line.spoken} `),
    element('span', { class: 'text', attributes: { dir: 'auto' } }, line.text),
  );
}
