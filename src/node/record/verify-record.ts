import { type Review, ReviewFold } from '../../core/record/reviews.js';
import { CompactTree } from '../../core/record/tree/compact.js';
import { leafHash } from '../../core/record/tree/hashes.js';
import { type ChainHead, emptyChain, extendChain, type RecordBreak } from '../../core/record/verify.js';
import type { RecordMark } from '../../core/record/witness.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import type { EntryMacs } from './entry-macs.js';
import { forwards } from './segments.js';

/** A record whose chain holds. */
export interface VerifiedRecord extends ChainHead {
  /** Of the tree over all entries. */
  readonly root: Uint8Array;
  /** What the record was at each size that was asked for and that it has. */
  readonly marks: ReadonlyMap<number, RecordMark>;
  readonly macs: MacReport;
  /** Broken glasses that nobody has looked at. */
  readonly reviews: readonly Review[];
}

/** How a record's entries stand to this home's key: numbers of entries, in their order. */
export interface MacReport {
  /** Forged, or the home's key is another one now. */
  readonly wrong: readonly number[];
  /** Without a MAC, behind the first that has one: written by an older version, or by something else. */
  readonly without: readonly number[];
  /** True where some entry has one that is ours. */
  readonly isBegun: boolean;
}

/**
 * Checks segment files, oldest first, one line after the other: memory stays flat however long the record is. `sizes`: where
 * others have seen it. `macs`: those of the home whose record it is.
 */
export function verifyRecord(
  files: readonly string[],
  sizes: readonly number[] = [],
  macs?: EntryMacs,
): Result<VerifiedRecord, RecordBreak> {
  let chain = emptyChain;
  const tree = new CompactTree();
  const wanted = new Set(sizes);
  const marks = new Map<number, RecordMark>();
  const mark = (): void => {
    if (wanted.has(chain.size)) marks.set(chain.size, { root: tree.root(), head: chain.head });
  };
  mark();
  const [wrong, without]: [number[], number[]] = [[], []];
  let isBegun = false;
  const reviews = new ReviewFold();
  for (const file of files) {
    try {
      for (const line of forwards(file)) {
        const step = extendChain(chain, line);
        if (!step.ok) return err({ ...step.error, file });
        const standing = macs?.standingOf(chain.size, line) ?? 'none';
        if (standing === 'other') wrong.push(chain.size);
        if (standing === 'none' && isBegun) without.push(chain.size);
        isBegun ||= standing === 'ours';
        reviews.take(step.entry, () => macs === undefined || standing === 'ours');
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
  return ok({
    ...chain,
    root: tree.root(),
    marks,
    macs: { wrong, without, isBegun },
    reviews: reviews.open(),
  });
}
