import { type Change, type ChangeItem, countsOf, isLost, signOf } from '../../core/change/change.js';
import { changeView, unknownTexts } from '../cards/change.js';
import { factsText, undoText } from '../cards/change-words.js';

const actions = {
  deleted: 'delete',
  replaced: 'replace',
  stopped: 'stop',
  changed: 'update',
  created: 'create',
} as const;

/** The longest difference of a file that is printed, in lines. */
const mostLines = 400;

/** What would change, for `check --preview --json`: one line a thing; a replacement counts as deleted and created. */
export function previewObject(change: Change): object {
  const { deleted, stopped, changed, created } = countsOf(change.items);
  return {
    lines: change.items.map(lineObject),
    counts: { deleted, changed, created, ...(stopped === 0 ? {} : { stopped }) },
    unknown: unknownTexts(change),
    sources: change.sources.filter((source) => source !== 'command'),
    undo: (change.undo ?? []).map(undoText),
  };
}

function lineObject(item: ChangeItem): object {
  const action = actions[signOf(item)];
  if (item.kind === 'file') return { action, kind: 'file', name: item.path, lost: isLost(item) };
  const { noun, name, count } = item;
  const detail = factsText(item).trim();
  return {
    action,
    kind: noun,
    name,
    lost: isLost(item),
    ...(count === undefined ? {} : { count }),
    ...(detail === '' ? {} : { detail }),
  };
}

const marks = { deleted: '-', created: '+', changed: '~', stopped: '.', same: ' ', gap: '...' } as const;

/** What would change, in the card's own words and order. */
export function previewText(change: Change): string {
  const view = changeView(change, mostLines);
  const lines = [
    ...view.unknown,
    ...view.blocks.flatMap(({ heading, lines }) => [
      ...(heading === undefined ? [] : [`${heading.text} ${heading.counts}`]),
      ...lines.map(({ sign, text }) => `${marks[sign]} ${text}`),
    ]),
    ...(view.counts === '' ? [] : [view.counts]),
    ...view.notes,
  ];
  return lines.length === 0 ? '' : `${view.caption}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
