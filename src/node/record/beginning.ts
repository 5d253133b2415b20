import { basename } from 'node:path';
import { linkOf } from '../../core/record/line.js';
import { type ChainHead, emptyChain } from '../../core/record/verify.js';
import { entriesPerSegment, forwards } from './segments.js';

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
