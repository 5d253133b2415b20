import { basename } from 'node:path';
import { decodeEntry } from '../../core/record/decode-entry.js';
import { linkOf } from '../../core/record/line.js';
import { type LetGo, RetentionFold, retentionMarks } from '../../core/record/retention.js';
import { type ChainHead, emptyChain } from '../../core/record/verify.js';
import { isOwnEntry } from './entry-macs.js';
import { entriesPerSegment, forwards, segmentPaths } from './segments.js';

/** How many entries stand before a segment, by its name; 0 for a file that has another. */
export function countBefore(file: string): number {
  const index = /^(\d{6})\.jsonl$/.exec(basename(file))?.[1];
  return index === undefined ? 0 : Number.parseInt(index, 10) * entriesPerSegment;
}

/**
 * Where the chain of segment files begins: at nothing, or at what the first line that is still there says stood before it. Whether
 * that was let go, and by whom, is another question.
 */
export function chainBefore(files: readonly string[]): ChainHead {
  const first = files[0];
  const size = first === undefined ? 0 : countBefore(first);
  if (first === undefined || size === 0) return emptyChain;
  for (const line of forwards(first)) {
    const link = linkOf(line);
    return { ...emptyChain, size, head: link?.prev ?? emptyChain.head };
  }
  return { ...emptyChain, size };
}

/** True where the record in `folder` has its first entry, or says itself that what is missing before its first was let go. */
export function isBeginningKnown(folder: string): boolean {
  const files = segmentPaths(folder);
  const before = chainBefore(files).size;
  return before === 0 || letGoIn(folder, files).some(({ to }) => to >= before);
}

function letGoIn(folder: string, files: readonly string[]): readonly LetGo[] {
  const fold = new RetentionFold();
  for (const file of files) {
    for (const line of forwards(file)) {
      if (!line.includes(retentionMarks[0])) continue;
      const entry = decodeEntry(line);
      if (entry) fold.take(entry, (one) => isOwnEntry(folder, one));
    }
  }
  return fold.letGo();
}
