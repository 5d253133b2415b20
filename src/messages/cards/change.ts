import type { CopyOffer } from '../../core/approval/request.js';
import {
  type Change,
  type ChangeItem,
  countsOf,
  howMany,
  isGone,
  isLost,
  leastOf,
} from '../../core/change/change.js';
import { inertLine } from '../../core/shared/inert.js';
import type { ChangeBlock, ChangeLine, ChangeView } from '../../protocol/card.js';
import { countText } from '../text/count.js';
import { type FileLines, LineComparison } from './change-lines.js';
import { factsText, undoText, unknownText } from './change-words.js';
import { noCopyText } from './copy.js';
import { lookedText } from './look.js';

type ObjectItem = Extract<ChangeItem, { kind: 'object' }>;
type FileItem = Extract<ChangeItem, { kind: 'file' }>;

const signText = {
  deleted: 'Deleted:',
  created: 'Created:',
  changed: 'Changed:',
  stopped: 'Stopped:',
} as const;

/** Of requests that an older version made. */
const gapText = {
  'not-previewable': 'every effect before it runs',
  'too-large': 'the whole change, which is too large to show',
  unreadable: 'what stands there now: it could not be read',
  opaque: 'what is only decided when it runs',
} as const;

const consequenceText = {
  'data-lost': 'its data is lost',
  untracked: 'not tracked by git',
  uncommitted: 'nowhere committed',
  committed: 'committed in git',
  recoverable: 'can be brought back',
  empty: 'empty',
} as const;

/** `most`: the longest diff, in lines, that is drawn on the card itself. `copy`: what of it can be copied first. */
export function changeView(change: Change, most: number, copy?: CopyOffer): ChangeView {
  const objects = change.items.filter((item) => item.kind === 'object');
  const files = change.items.filter((item) => item.kind === 'file');
  const comparison = new LineComparison();
  const read = files.map((file) => ({ file, lines: comparison.of(file.before, file.after, most) }));
  const blocks: ChangeBlock[] = [];
  const lines = objectLines(objects);
  if (lines.length > 0) blocks.push({ lines });
  for (const [index, { file, lines }] of read.entries()) {
    blocks.push({
      heading: {
        text: inertLine(file.path),
        index,
        counts: `${fileFate(file)}${lineCounts(lines)}${consequenceWords(file)}`.trim(),
        open: 'Open diff',
      },
      lines: lines.lines,
    });
  }
  return {
    caption: 'What changes',
    unknown: unknownTexts(change).map((text) => `Not known: ${text}.`),
    blocks,
    ...(isPart(change) ? {} : radiusOf(change.items)),
    counts: isNothing(change) ? 'Nothing changes.' : countsText(change),
    notes: notesOf(change, copy),
  };
}

/** Something stands in no count, or there was no time to see all. */
function isPart({ items, unknown = [] }: Change): boolean {
  return (
    items.some((item) => howMany(item) === 0) ||
    unknown.some(({ what }) => what === 'uncounted' || what === 'uncompared')
  );
}

/** What goes and what comes, in one line and in one small picture; nowhere where it would hide what stands in no count. */
function radiusOf(items: readonly ChangeItem[]): Pick<ChangeView, 'radius'> {
  const counts = countsOf(items);
  const lost = countsOf(items.filter(isLost)).deleted;
  const parts = [
    { sign: 'lost', number: lost },
    { sign: 'deleted', number: counts.deleted - lost },
    { sign: 'stopped', number: counts.stopped },
    { sign: 'changed', number: counts.changed },
    { sign: 'created', number: counts.created },
  ] as const;
  const drawn = parts.filter(({ number }) => number > 0);
  if (drawn.length === 0) return {};
  const gone = counts.deleted === 0 ? '' : `${counts.deleted} go${counts.deleted === 1 ? 'es' : ''}`;
  const forGood = lost === 0 ? '' : lost === counts.deleted ? 'for good' : `${lost} of them for good`;
  const come = counts.created === 0 ? '' : `${counts.created} come${counts.created === 1 ? 's' : ''}`;
  const stop = counts.stopped === 0 ? '' : countText(counts.stopped, 'stops', 'stop');
  const change = counts.changed === 0 ? '' : countText(counts.changed, 'changes', 'change');
  const go =
    lost > 0 && lost === counts.deleted ? `${gone} ${forGood}` : [gone, forGood].filter(isSaid).join(', ');
  const words = [go, stop, change, come].filter(isSaid).join(', ');
  return { radius: { words: `${words}.`, parts: drawn } };
}

function isGoneUncounted(item: ChangeItem): boolean {
  return (isLost(item) || isGone(item)) && howMany(item) === 0;
}

function isSaid(part: string): boolean {
  return part !== '';
}

/** It was looked at, and there is nothing that would be another. */
function isNothing({ items, sources, unknown = [], gap }: Change): boolean {
  return items.length === 0 && sources.length > 0 && unknown.length === 0 && gap === undefined;
}

/** What is not known, one phrase each. */
export function unknownTexts({ unknown = [], gap }: Change): readonly string[] {
  return [...unknown.map(unknownText), ...(gap === undefined ? [] : [gapText[gap]])];
}

/** A replacement is drawn as what goes and what comes. */
function objectLines(objects: readonly ObjectItem[]): readonly ChangeLine[] {
  const replaced = objects.filter(({ sign }) => sign === 'replaced');
  const of = (sign: ObjectItem['sign']): readonly ObjectItem[] =>
    objects.filter((item) => item.sign === sign);
  return [
    ...[...replaced, ...of('deleted')].map((item) => objectLine(item, 'deleted')),
    ...of('stopped').map((item) => objectLine(item, 'stopped')),
    ...of('changed').map((item) => objectLine(item, 'changed')),
    ...[...replaced.map(created), ...of('created')].map((item) => objectLine(item, 'created')),
  ];
}

function created({ consequence, about: _, ...item }: ObjectItem): ObjectItem {
  return { ...item, name: 'new', ...(consequence === 'data-lost' ? { consequence: 'empty' } : {}) };
}

function objectLine(item: ObjectItem, sign: keyof typeof signText): ChangeLine {
  const many = item.count === undefined || item.count === 1 ? '' : ` \u00D7 ${item.count}`;
  const text = `${inertLine(item.noun)} ${nameText(item)}${many}${factsText(item)}${consequenceWords(item)}`;
  return { sign, text: text.trim(), spoken: signText[sign] };
}

function consequenceWords({ consequence }: ChangeItem): string {
  return consequence === undefined ? '' : `, ${consequenceText[consequence]}`;
}

function nameText({ name }: ObjectItem): string {
  if (name === '') return '(further)';
  return name === 'new' ? '(new)' : inertLine(name);
}

function fileFate(file: FileItem): string {
  if (file.before === null) return 'new';
  return file.after === null ? 'deleted' : '';
}

function lineCounts({ counts }: FileLines): string {
  return counts ? ` +${counts.added} \u2212${counts.removed}` : ' many lines differ';
}

/** "9 deleted, 9 created." Objects are counted, lines are not objects; what comes never stands alone beside a loss without a count. */
function countsText(change: Change): string {
  const { items } = change;
  const counted = countsOf(items.filter((item) => item.kind === 'object'));
  const isMore = isPart(change);
  const counts = {
    ...counted,
    deleted: counted.deleted + items.reduce((sum, item) => sum + leastOf(item), 0),
  };
  if (items.some(isGoneUncounted) && counts.deleted === 0) return '';
  const files = items.filter((item) => item.kind === 'file').length;
  const parts = (['deleted', 'stopped', 'changed', 'created'] as const).flatMap((sign) =>
    counts[sign] === 0 ? [] : [`${counts[sign]} ${sign}`],
  );
  if (files > 0) parts.push(countText(files, 'file changed', 'files changed'));
  return parts.length === 0 ? '' : `${isMore ? 'At least ' : ''}${parts.join(', ')}.`;
}

/** Masked rows that are shown of a whole change. */
const mostRows = 6;

function namedText(item: ChangeItem): string {
  return item.kind === 'file' ? `file ${item.path}` : `${item.noun} ${item.name}`.trim();
}

function notesOf(change: Change, copy: CopyOffer | undefined): readonly string[] {
  const lost = change.items.filter(isLost);
  const notes: string[] = [];
  if (lost.length > 0) {
    const names = lost.slice(0, 5).map((item) => inertLine(namedText(item)));
    const more = lost.length > 5 ? ` and ${lost.length - 5} more` : '';
    const data = lost.every(({ consequence }) => consequence === 'data-lost') ? 'the data of ' : '';
    notes.push(`Not brought back: ${data}${names.join(', ')}${more}.`);
  }
  const rows = change.items.flatMap((item) =>
    item.kind === 'object' ? (item.about ?? []).filter(({ is }) => is === 'sample') : [],
  );
  for (const { text } of rows.slice(0, mostRows))
    notes.push(`One of its rows, without values: ${inertLine(text)}.`);
  const undo = change.undo ?? [];
  const back = lost.length > 0 ? 'What would bring the rest back' : 'What would bring it back';
  if (undo.length > 0) notes.push(`${back}: ${undo.map(undoText).join(', ')}.`);
  else if (lost.length > 0) notes.push('No copy, snapshot or backup of it is known here.');
  if (copy?.fits === false) notes.push(noCopyText(copy));
  const sources = change.sources.filter((source) => source !== 'command').map(inertLine);
  if (sources.length > 0) notes.push(`Read from ${sources.join(', ')}.`);
  notes.push(...(change.looked ?? []).map(lookedText));
  return notes;
}
