import { emptyRoot, hashBytes, nodeHash } from './hashes.js';

/** Levels of the tree that a tile spans: 256 hashes lie in one. */
const tileHeight = 8;

/**
 * Hashes of one level of tiles, one behind the other: level 0 has the leaves, level L the roots of 256^L leaves. Only what is
 * whole is asked for.
 */
export type TileHashes = (level: number, from: number, count: number) => Uint8Array;

/** The root over the first `size` leaves. */
export function treeRoot(read: TileHashes, size: number): Uint8Array {
  return size === 0 ? emptyRoot() : rangeHash(read, 0, size);
}

/** RFC 6962 2.1.1: from leaf to root, that the leaf at `index` stands in the tree of `size`. */
export function inclusionProof(read: TileHashes, index: number, size: number): readonly Uint8Array[] {
  if (index < 0 || index >= size) return [];
  const path: Uint8Array[] = [];
  const walk = (from: number, to: number): void => {
    if (to - from <= 1) return;
    const middle = from + splitOf(to - from);
    if (index < middle) {
      walk(from, middle);
      path.push(rangeHash(read, middle, to));
    } else {
      walk(middle, to);
      path.push(rangeHash(read, from, middle));
    }
  };
  walk(0, size);
  return path;
}

/** RFC 6962 2.1.2: that the tree of `size` begins with the one of `old`. Of nothing nothing has to be proved. */
export function consistencyProof(read: TileHashes, old: number, size: number): readonly Uint8Array[] {
  if (old <= 0 || old >= size) return [];
  const path: Uint8Array[] = [];
  const walk = (from: number, to: number, isOldRoot: boolean): void => {
    if (to === old) {
      if (!isOldRoot) path.push(rangeHash(read, from, to));
      return;
    }
    const middle = from + splitOf(to - from);
    if (old <= middle) {
      walk(from, middle, isOldRoot);
      path.push(rangeHash(read, middle, to));
    } else {
      walk(middle, to, false);
      path.push(rangeHash(read, from, middle));
    }
  };
  walk(0, size, true);
  return path;
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** The root over leaves that stand where a recursion from the whole tree puts them. */
function rangeHash(read: TileHashes, from: number, to: number): Uint8Array {
  const count = to - from;
  const split = splitOf(count);
  if (count === 1 || split * 2 === count) return wholeHash(read, from, count);
  return nodeHash(wholeHash(read, from, split), rangeHash(read, from + split, to));
}

/** The root over a whole part: `count` is a power of two, and `from` a multiple of it. */
function wholeHash(read: TileHashes, from: number, count: number): Uint8Array {
  const height = Math.round(Math.log2(count));
  const level = Math.floor(height / tileHeight);
  const width = 2 ** (height % tileHeight);
  return foldedHashes(read(level, from / 2 ** (level * tileHeight), width));
}

/** The root over hashes that lie one behind the other; their number is a power of two. */
export function foldedHashes(hashes: Uint8Array): Uint8Array {
  let row: Uint8Array[] = [];
  for (let at = 0; at < hashes.length; at += hashBytes) row.push(hashes.subarray(at, at + hashBytes));
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]];
      if (left && right) above.push(nodeHash(left, right));
    }
    row = above;
  }
  return Uint8Array.from(row[0] ?? emptyRoot());
}
