import { inertLine } from '../../core/shared/inert.js';
import { sizeText } from '../cards/copy.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';

export const noCopiesText =
  'No copies are kept. On a card whose call takes files of this disk, Countersign offers to keep one first.\n';
export const intoNeedsIdText =
  'expected an ID beside --into and --replace; see countersign restore without words for what is kept';

export function oneCopyText(words: readonly string[]): string {
  return `expected one ID such as CS-142, got ${words.map(inertLine).join(' ')}`;
}

export function noCopyOfText(id: string, newest: string | undefined): string {
  const kept = newest === undefined ? 'no copies are kept' : `the newest is ${newest}`;
  return `expected the ID of a copy that is kept, got ${inertLine(id)}; ${kept}; see countersign restore`;
}

export function copyLineText(copy: {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly files: number;
  readonly bytes: number;
  readonly cwd: string;
  readonly summary: string;
}): string {
  const { id, at, until, cwd, summary } = copy;
  return `${id}  ${dateAndTime(at)}  ${sizeText(copy)}, until ${dateAndTime(until)}\n  ${inertLine(summary)}  in ${inertLine(cwd)}\n`;
}

export function unreadableListsText(names: readonly string[]): string {
  return `${countText(names.length, 'list of a copy cannot', 'lists of copies cannot')} be read: ${names.map(inertLine).join(', ')}\n`;
}

/** What is kept of what a restoring replaces. */
export function restoreSummaryText(id: string): string {
  return `countersign restore ${id}`;
}

/** Names that are printed one by one. */
const listed = 20;

export function restoredText(
  id: string,
  written: readonly string[],
  same: number,
  kept: string | undefined,
): string {
  const rest = written.length - listed;
  const lines = [
    `${id}: ${countText(written.length, 'file', 'files')} brought back${same === 0 ? '' : `, ${countText(same, 'is there as it was copied', 'are there as they were copied')}`}.`,
    ...written.slice(0, listed).map((path) => `  ${inertLine(path)}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...(kept === undefined ? [] : [`What stood there is kept as ${kept}.`]),
  ];
  return `${lines.join('\n')}\n`;
}

export function restoreFailureText(
  id: string,
  failure: {
    readonly code: 'damaged' | 'in-the-way' | 'through-a-link' | 'unwritable';
    readonly paths: readonly string[];
    readonly detail: string;
  },
): string {
  const { code, paths, detail } = failure;
  const names = paths.slice(0, 5).map(inertLine).join(', ');
  const which = `${names}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}`;
  switch (code) {
    case 'damaged':
      return `expected the bytes that were copied, got others for ${which}; nothing was written`;
    case 'in-the-way':
      return `expected nothing, or the file as it was copied, got another at ${which}; nothing was written. Use --replace, which keeps what stands there, or --into DIR`;
    case 'through-a-link':
      return `expected a way without links, got one that leads elsewhere on the way to ${which}; nothing was written. Use --into DIR`;
    case 'unwritable':
      return `expected to write ${which}, got ${inertLine(detail)}; see countersign restore ${id} again once that is mended: what is there already stays`;
  }
}
