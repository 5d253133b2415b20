import type { Entry } from '../../core/record/entry.js';
import { type LegalHold, type LetGo, RetentionFold } from '../../core/record/retention.js';
import { type Review, ReviewFold } from '../../core/record/reviews.js';
import { CompactTree } from '../../core/record/tree/compact.js';
import { hashBytes, leafHash } from '../../core/record/tree/hashes.js';
import { type ChainHead, emptyChain, extendChain, type RecordBreak } from '../../core/record/verify.js';
import type { RecordMark } from '../../core/record/witness.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import { chainBefore } from './beginning.js';
import type { EntryMacs } from './entry-macs.js';
import { entriesPerSegment, forwards } from './segments.js';
import type { Tiles } from './tiles.js';

const leavesAtOnce = 4_096;

/** A record whose chain holds. */
export interface VerifiedRecord extends ChainHead {
  /** Of the tree over all entries. */
  readonly root: Uint8Array;
  /** What the record was at each size that was asked for and that it has. */
  readonly marks: ReadonlyMap<number, RecordMark>;
  readonly macs: MacReport;
  /** Broken glasses that nobody has looked at. */
  readonly reviews: readonly Review[];
  /** What stood before the first entry that is there, as the record says it. */
  readonly letGo: LetGo | undefined;
  /** What a clock that stood ahead has let go. */
  readonly letGoAhead: readonly LetGo[];
  readonly hold: LegalHold | undefined;
}

/** A record whose chain does not hold: where, how many entries stand whole before that, and what the record was there. */
export interface BrokenRecord {
  readonly found: RecordBreak;
  readonly size: number;
  readonly marks: ReadonlyMap<number, RecordMark>;
}

/** How a record's entries stand to this home's key: numbers of entries, in their order. */
export interface MacReport {
  /** Forged, or the home's key is another one now. */
  readonly wrong: readonly number[];
  /** Without a MAC, behind the first that has one: written by an older version, or by something else. */
  readonly without: readonly number[];
  /** True where some entry has one that is ours. */
  readonly isBegun: boolean;
  /** True where the record says that its first entry was written with one, and that has none: the file is gone, or its beginning. */
  readonly isTaken: boolean;
}

/**
 * Checks segment files, oldest first, one line after the other: memory stays flat however long the record is. `sizes`: where
 * others have seen it. `macs`: those of the home whose record it is.
 */
export function verifyRecord(
  files: readonly string[],
  sizes: readonly number[] = [],
  macs?: EntryMacs,
  tiles?: Tiles,
): Result<VerifiedRecord, BrokenRecord> {
  const start = tiles === undefined ? emptyChain : chainBefore(files);
  let chain = start;
  const tree = new CompactTree();
  const wanted = new Set(sizes);
  const marks = new Map<number, RecordMark>();
  const broken = (found: RecordBreak) => err({ found, size: chain.size, marks });
  const mark = (): void => {
    if (wanted.has(chain.size)) marks.set(chain.size, { root: tree.root(), head: chain.head });
  };
  const hashed = (size: number): void => {
    if (wanted.has(size)) marks.set(size, { root: tree.root() });
  };
  if (!takeHashes(start.size, tiles, tree, hashed)) return broken(missingBefore(start.size, files[0]));
  mark();
  /** Where segments end: what was let go ends at one of them. */
  const ends = new Map([[start.size, { head: start.head, root: tree.root() }]]);
  const retention = new RetentionFold();
  const [wrong, without]: [number[], number[]] = [[], []];
  let isBegun = false;
  let isTaken = false;
  const reviews = new ReviewFold();
  for (const file of files) {
    try {
      for (const line of forwards(file)) {
        const step = extendChain(chain, line);
        if (!step.ok) return broken({ ...step.error, file });
        const standing = macs?.standingOf(chain.size, line) ?? 'none';
        if (standing === 'other') wrong.push(chain.size);
        if (standing === 'none' && isBegun) without.push(chain.size);
        isBegun ||= standing === 'ours';
        isTaken ||= macs !== undefined && standing === 'none' && saysMacs(step.entry);
        reviews.take(step.entry, () => macs === undefined || standing === 'ours');
        const before = marks.get(chain.size);
        if (before) marks.set(chain.size, { ...before, next: step.head.ts });
        chain = step.head;
        retention.take(step.entry, () => macs === undefined || standing === 'ours');
        tree.add(leafHash(line));
        if (chain.size % entriesPerSegment === 0)
          ends.set(chain.size, { head: chain.head, root: tree.root() });
        mark();
      }
    } catch (error) {
      return broken({ code: 'unreadable', file, detail: errorCode(error) });
    }
  }
  const letGo = retention.letGo().filter(({ to, head, root }) => {
    const end = ends.get(to);
    return to >= start.size && end?.head === head && Buffer.from(end.root).toString('hex') === root;
  })[0];
  if (start.size > 0 && letGo === undefined) return broken(missingBefore(start.size, files[0]));
  return ok({
    ...chain,
    root: tree.root(),
    marks,
    macs: { wrong, without, isBegun, isTaken },
    reviews: reviews.open(),
    letGo: start.size > 0 ? letGo : undefined,
    letGoAhead: retention.letGoAhead(Date.now()),
    hold: retention.hold(),
  });
}

/** The leaves of what was let go, as the tree has them; false where it does not. */
function takeHashes(
  count: number,
  tiles: Tiles | undefined,
  tree: CompactTree,
  at: (size: number) => void,
): boolean {
  if (count === 0) return true;
  if (tiles === undefined || tiles.size < count) return false;
  for (let from = 0; from < count; from += leavesAtOnce) {
    const leaves = tiles.read(0, from, Math.min(leavesAtOnce, count - from));
    for (let byte = 0; byte < leaves.length; byte += hashBytes) {
      tree.add(leaves.slice(byte, byte + hashBytes));
      at(tree.size);
    }
  }
  return true;
}

/** The first entries are not there, and the record does not say that they were let go, or its tree does not have them. */
function missingBefore(count: number, file = ''): RecordBreak {
  return { code: 'wrong-sequence', seq: 0, expected: '0', got: String(count), file };
}

function saysMacs({ body }: Entry): boolean {
  return body.type === 'genesis' && body.macs === true;
}
