import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keptOverview, keptText, type PartMark } from '../../core/record/overview/decode-overview.js';
import { OverviewFold } from '../../core/record/overview/fold.js';
import { addOverview, emptyOverview, type Overview } from '../../core/record/overview/overview.js';
import { sha256 } from '../../core/shared/digest.js';
import { diskText, writeForNow } from '../files/disk.js';
import { forwards, segmentNames, segmentTail } from './segments.js';

/**
 * What the whole record comes to. Of each segment that is written to no more its counts are kept beside the record, so that only
 * the last one is read again. Waits on this thread.
 */
export function overviewOf(folder: string): Overview {
  const parts = [...overviewParts(folder)];
  return sumOfParts(parts.map(({ part }) => part));
}

/** The same part after part, the newest first; `isLast` with the oldest. */
export function* overviewParts(
  folder: string,
): Generator<{ readonly part: Overview; readonly isLast: boolean }> {
  const segments = join(folder, 'segments');
  const names = [...segmentNames(segments)].reverse();
  if (names.length === 0) yield { part: emptyOverview(), isLast: true };
  for (const [at, name] of names.entries()) {
    const path = join(segments, name);
    const part = at === 0 ? counted(path) : keptOrCounted(folder, path, name);
    yield { part, isLast: at === names.length - 1 };
  }
}

/** What parts come to, of which the first is the newest. */
export function sumOfParts(parts: readonly Overview[]): Overview {
  const all = emptyOverview();
  for (const part of [...parts].reverse()) addOverview(all, part);
  return all;
}

function counted(path: string): Overview {
  const fold = new OverviewFold();
  for (const line of forwards(path)) fold.take(line);
  return fold.done();
}

function keptOrCounted(folder: string, path: string, name: string): Overview {
  const mark = markOf(path);
  // Outside the record's folder: it is no part of it, and can be made anew.
  const kept = join(dirname(folder), 'overview', `${name}.json`);
  const known = keptOverview(diskText(kept) ?? '', mark);
  if (known !== undefined) return known;
  const made = counted(path);
  try {
    mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
    writeForNow(kept, keptText(mark, made));
  } catch {
    // It is counted again the next time.
  }
  return made;
}

function markOf(path: string): PartMark {
  const { size } = statSync(path);
  return { size, last: sha256(segmentTail(path, size).last ?? '') };
}
