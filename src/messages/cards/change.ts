import type { Change, ChangeItem } from '../../core/change/change.js';
import { inertLine } from '../../core/shared/inert.js';
import type { ChangeBlock, ChangeLine, ChangeView } from '../../protocol/card.js';
import { countText } from '../text/count.js';
import { fileLines } from './change-lines.js';

type ObjectItem = Extract<ChangeItem, { kind: 'object' }>;
type FileItem = Extract<ChangeItem, { kind: 'file' }>;

const signText = {
  deleted: 'Deleted:',
  created: 'Created:',
  changed: 'Changed:',
  stopped: 'Stopped:',
} as const;

const gapText = {
  'not-previewable': 'Not every effect can be shown before it runs.',
  'too-large': 'The change is too large to show whole.',
  unreadable: 'What stands there now could not be read.',
  opaque: 'Part of this is only known when it runs.',
} as const;

const consequenceText = {
  'data-lost': 'its data is lost',
  untracked: 'not tracked by git',
  committed: 'committed in git',
  recoverable: 'can be brought back',
  empty: 'empty',
} as const;

/** `most`: the longest diff, in lines, that is drawn on the card itself. */
export function changeView(change: Change, most: number): ChangeView {
  const objects = change.items.filter((item) => item.kind === 'object');
  const files = change.items.filter((item) => item.kind === 'file');
  const read = files.map((file) => ({ file, lines: fileLines(file.before, file.after, most) }));
  const blocks: ChangeBlock[] = [];
  if (objects.length > 0) blocks.push({ lines: objects.map(objectLine) });
  for (const [index, { file, lines }] of read.entries()) {
    blocks.push({
      heading: {
        text: inertLine(file.path),
        index,
        counts: `${fileFate(file)} +${lines.added} \u2212${lines.removed}`.trim(),
        open: 'Open diff',
      },
      lines: lines.lines,
    });
  }
  return {
    caption: 'What changes',
    blocks,
    counts: countsOf(objects, files),
    notes: notesOf(change, objects),
  };
}

function objectLine(item: ObjectItem): ChangeLine {
  const many = item.count === undefined || item.count === 1 ? '' : ` \u00D7 ${item.count}`;
  const consequence = item.consequence === undefined ? '' : `, ${consequenceText[item.consequence]}`;
  const name = item.name === 'new' ? '(new)' : inertLine(item.name);
  const text = `${inertLine(item.noun)} ${name}${many}${consequence}`;
  return { sign: item.sign, text: text.trim(), spoken: signText[item.sign] };
}

function fileFate(file: FileItem): string {
  if (file.before === null) return 'new';
  return file.after === null ? 'deleted' : '';
}

/** "9 deleted, 9 created." Objects are counted, lines are not objects. */
function countsOf(objects: readonly ObjectItem[], files: readonly FileItem[]): string {
  const parts = (['deleted', 'stopped', 'changed', 'created'] as const).flatMap((sign) => {
    const number = objects
      .filter((item) => item.sign === sign)
      .reduce((sum, item) => sum + (item.count ?? 1), 0);
    return number === 0 ? [] : [`${number} ${sign}`];
  });
  if (files.length > 0) parts.push(countText(files.length, 'file changed', 'files changed'));
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

function notesOf(change: Change, objects: readonly ObjectItem[]): readonly string[] {
  const lost = objects.filter((item) => item.sign === 'deleted' && item.consequence === 'data-lost');
  const notes: string[] = [];
  if (lost.length > 0) {
    const names = lost.map((item) => inertLine(`${item.noun} ${item.name}`.trim())).join(', ');
    notes.push(`Not brought back: the data of ${names}.`);
  }
  if (change.gap !== undefined) notes.push(gapText[change.gap]);
  const sources = change.sources.filter((source) => source !== 'command').map(inertLine);
  if (sources.length > 0) notes.push(`Read from ${sources.join(', ')}.`);
  return notes;
}
