import { structuredPatch } from 'diff';
import { inertLine } from '../../core/shared/inert.js';
import type { ChangeLine } from '../../protocol/card.js';

export interface FileLines {
  /** Undefined where the two are too far apart to be compared: then no line is said to be added or removed. */
  readonly counts: { readonly added: number; readonly removed: number } | undefined;
  readonly lines: readonly ChangeLine[];
}

/** Lines that two texts may differ in and still be compared; what differs more is left to the editor's own diff. */
const mostEdits = 500;
const mostCompared = 20_000;
/** Lines read and steps taken for all files of one card: some 50 ms of the editor's thread. */
const mostSteps = 600_000;
const context = 2;

/** Compares the files of one change; the time that one has used the next has not. */
export class LineComparison {
  private left = mostSteps;

  /** The changed lines of a file with two lines around them; no lines at all when there are more than `most`. */
  of(before: string | null, after: string | null, most: number): FileLines {
    if (this.left <= 0) return { counts: undefined, lines: [] };
    const old = linesOf(before);
    const now = linesOf(after);
    this.left -= old.length + now.length;
    const shorter = Math.min(old.length, now.length);
    let start = 0;
    while (start < shorter && old[start] === now[start]) start += 1;
    let end = 0;
    while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
    const removed = old.length - start - end;
    const added = now.length - start - end;
    const from = Math.max(0, start - context);
    const kept = Math.max(0, end - context);
    const differing = [old.slice(from, old.length - kept), now.slice(from, now.length - kept)] as const;
    if (removed > 0 && added > 0) return this.compared(...differing, most);
    const counts = { added, removed };
    if (added + removed > most) return { counts, lines: [] };
    const longer = differing[added > 0 ? 1 : 0];
    const sign = added > 0 ? '+' : '-';
    const changed = (index: number): boolean => index >= start - from && index < longer.length - (end - kept);
    return {
      counts,
      lines:
        added + removed === 0
          ? []
          : longer.map((line, index) => lineOf(`${changed(index) ? sign : ' '}${line.replace(/\n$/, '')}`)),
    };
  }

  private compared(old: readonly string[], now: readonly string[], most: number): FileLines {
    const edits = Math.min(mostEdits, Math.floor(Math.sqrt(2 * Math.max(0, this.left))));
    const tooFar = { counts: undefined, lines: [] };
    if (old.length + now.length > mostCompared) return tooFar;
    const options = { context, maxEditLength: edits };
    const patch = structuredPatch('', '', old.join(''), now.join(''), undefined, undefined, options);
    if (patch === undefined) {
      this.left -= edits ** 2 / 2;
      return tooFar;
    }
    const lines = patch.hunks.flatMap((hunk, index) => [
      ...(index === 0 ? [] : [undefined]),
      ...hunk.lines.filter((line) => !line.startsWith('\\')),
    ]);
    const added = lines.filter((line) => line?.startsWith('+')).length;
    const removed = lines.filter((line) => line?.startsWith('-')).length;
    this.left -= (added + removed) ** 2 / 2;
    return { counts: { added, removed }, lines: lines.length > most ? [] : lines.map(lineOf) };
  }
}

/** Lines with the line breaks that end them. */
function linesOf(text: string | null): readonly string[] {
  return text?.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const gap: ChangeLine = { sign: 'gap', text: '', spoken: '' };

function lineOf(line: string | undefined): ChangeLine {
  if (line === undefined) return gap;
  const text = inertLine(line.slice(1));
  if (line.startsWith('+')) return { sign: 'created', text, spoken: 'Added:' };
  if (line.startsWith('-')) return { sign: 'deleted', text, spoken: 'Removed:' };
  return { sign: 'same', text, spoken: '' };
}
