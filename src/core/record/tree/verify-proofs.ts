import { emptyRoot, hashBytes, nodeHash, sameHash } from './hashes.js';

/** A tree of a size: what a checkpoint says. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

const isHash = (hash: Uint8Array): boolean => hash.length === hashBytes;

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/** RFC 9162 2.1.3.2: whether `leaf` stands at `index` of the tree. */
export function holdsLeaf(
  head: TreeHead,
  index: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): boolean {
  if (!isSize(index) || !isSize(head.size) || index >= head.size) return false;
  if (![leaf, head.root, ...path].every(isHash)) return false;
  let [at, last, hash] = [index, head.size - 1, leaf];
  for (const step of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(step, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, step);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(hash, head.root);
}

/** RFC 9162 2.1.4.2: whether the newer tree begins with the older one. Every tree begins with none at all. */
export function continues(older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  if (!isSize(older.size) || !isSize(newer.size) || older.size > newer.size) return false;
  if (![older.root, newer.root, ...path].every(isHash)) return false;
  if (older.size === 0) return path.length === 0 && sameHash(older.root, emptyRoot());
  if (older.size === newer.size) return path.length === 0 && sameHash(older.root, newer.root);
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const steps = [...path];
  // An older tree that is a whole part of the newer one is the first hash itself.
  const first = at === 0 ? older.root : steps.shift();
  if (first === undefined) return false;
  let [before, after] = [first, first];
  for (const step of steps) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = nodeHash(step, before);
      after = nodeHash(step, after);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else after = nodeHash(after, step);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(before, older.root) && sameHash(after, newer.root);
}
