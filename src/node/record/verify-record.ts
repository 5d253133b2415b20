import { CompactTree } from '../../core/record/tree/compact.js';
import { leafHash } from '../../core/record/tree/hashes.js';
import { type ChainHead, emptyChain, extendChain, type RecordBreak } from '../../core/record/verify.js';
import type { RecordMark } from '../../core/record/witness.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import { forwards } from './segments.js';

/** A record whose chain holds. */
export interface VerifiedRecord extends ChainHead {
  /** Of the tree over all entries. */
  readonly root: Uint8Array;
  /** What the record was at each size that was asked for and that it has. */
  readonly marks: ReadonlyMap<number, RecordMark>;
}

/**
 * Checks segment files, oldest first, one line after the other: memory stays flat however long the record is. `sizes`: where
 * others have seen it.
 */
export function verifyRecord(
  files: readonly string[],
  sizes: readonly number[] = [],
): Result<VerifiedRecord, RecordBreak> {
  let chain = emptyChain;
  const tree = new CompactTree();
  const wanted = new Set(sizes);
  const marks = new Map<number, RecordMark>();
  const mark = (): void => {
    if (wanted.has(chain.size)) marks.set(chain.size, { root: tree.root(), head: chain.head });
  };
  mark();
  for (const file of files) {
    try {
      for (const line of forwards(file)) {
        const step = extendChain(chain, line);
        if (!step.ok) return err({ ...step.error, file });
        const before = marks.get(chain.size);
        if (before) marks.set(chain.size, { ...before, next: step.head.ts });
        chain = step.head;
        tree.add(leafHash(line));
        mark();
      }
    } catch (error) {
      return err({ code: 'unreadable', file, detail: errorCode(error) });
    }
  }
  return ok({ ...chain, root: tree.root(), marks });
}
