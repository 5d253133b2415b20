import { structuredPatch } from 'diff';
import { inertLine } from '../../core/shared/inert.js';
import type { ChangeLine } from '../../protocol/card.js';

export interface FileLines {
  readonly added: number;
  readonly removed: number;
  readonly lines: readonly ChangeLine[];
}

/** Milliseconds that a comparison may take; a longer one is left to the editor's own diff. */
const longest = 200;

/** The changed lines of a file with two lines around them; no lines at all when there are more than `most`. */
export function fileLines(before: string | null, after: string | null, most: number): FileLines {
  const patch = structuredPatch('', '', before ?? '', after ?? '', undefined, undefined, {
    context: 2,
    timeout: longest,
  });
  if (patch === undefined) return { added: lineCount(after), removed: lineCount(before), lines: [] };
  const all = patch.hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : [gap]),
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map(lineOf),
  ]);
  return {
    added: all.filter((line) => line.sign === 'created').length,
    removed: all.filter((line) => line.sign === 'deleted').length,
    lines: all.length > most ? [] : all,
  };
}

const gap: ChangeLine = { sign: 'gap', text: '', spoken: '' };

function lineOf(line: string): ChangeLine {
  const text = inertLine(line.slice(1));
  if (line.startsWith('+')) return { sign: 'created', text, spoken: 'Added:' };
  if (line.startsWith('-')) return { sign: 'deleted', text, spoken: 'Removed:' };
  return { sign: 'same', text, spoken: '' };
}

function lineCount(text: string | null): number {
  return text === null || text === '' ? 0 : text.split('\n').length;
}
