import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { CompactTree } from '../../../../src/core/record/tree/compact.js';
import { emptyRoot, hashBytes, leafHash, nodeHash } from '../../../../src/core/record/tree/hashes.js';
import {
  consistencyProof,
  foldedHashes,
  inclusionProof,
  type TileHashes,
  treeRoot,
} from '../../../../src/core/record/tree/proofs.js';
import { continues, holdsLeaf } from '../../../../src/core/record/tree/verify-proofs.js';

const vectors = JSON.parse(readFileSync('test/support/ledger-vectors.json', 'utf8')).rfc6962;
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
const hexes = (hashes: readonly Uint8Array[]): readonly string[] => hashes.map(hex);

/** Tiles in memory, as `node/record/tiles.ts` keeps them in files. */
function tilesOf(leaves: readonly Uint8Array[]): TileHashes {
  const levels = [Buffer.concat(leaves)];
  for (let below = levels[0]; below && below.length >= 256 * hashBytes; below = levels.at(-1)) {
    const roots: Uint8Array[] = [];
    for (let at = 0; at + 256 * hashBytes <= below.length; at += 256 * hashBytes)
      roots.push(foldedHashes(below.subarray(at, at + 256 * hashBytes)));
    levels.push(Buffer.concat(roots));
  }
  return (level, from, count) => {
    const row = levels[level] ?? Buffer.alloc(0);
    assert.ok((from + count) * hashBytes <= row.length, `level ${level}: ${from} and ${count}`);
    return row.subarray(from * hashBytes, (from + count) * hashBytes);
  };
}

/** RFC 6962 2.1 word for word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot();
  if (leaves.length === 1) return only;
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

const some = Array.from({ length: 1_400 }, (_, at) => leafHash(`entry ${at}`));
const read = tilesOf(some);
const headOf = (size: number) => ({ size, root: treeRoot(read, size) });
const leafAt = (at: number): Uint8Array => some[at] ?? emptyRoot();

describe('the tree over the entries', function () {
  this.timeout(60_000);

  it('is that of the published vectors', () => {
    assert.equal(hex(emptyRoot()), vectors.empty);
    const leaves = vectors.leaves.map((leaf: string) => leafHash(bytes(leaf)));
    assert.deepEqual(hexes(leaves), vectors.leafHashes);
    const tiles = tilesOf(leaves);
    const compact = new CompactTree();
    vectors.roots.forEach((root: string, at: number) => {
      compact.add(leaves[at]);
      assert.equal(hex(treeRoot(tiles, at + 1)), root);
      assert.equal(hex(compact.root()), root);
    });
    for (const { index, size, proof } of vectors.inclusion) {
      assert.deepEqual(hexes(inclusionProof(tiles, index, size)), proof);
      assert.ok(
        holdsLeaf({ size, root: bytes(vectors.roots[size - 1]) }, index, leaves[index], proof.map(bytes)),
      );
    }
    for (const { from, to, proof } of vectors.consistency) {
      assert.deepEqual(hexes(consistencyProof(tiles, from, to)), proof);
      const older = { size: from, root: bytes(vectors.roots[from - 1]) };
      assert.ok(continues(older, { size: to, root: bytes(vectors.roots[to - 1]) }, proof.map(bytes)));
    }
  });

  it('has one root, by its definition, by tiles and by growing', () => {
    const compact = new CompactTree();
    assert.equal(hex(compact.root()), hex(emptyRoot()));
    some.forEach((leaf, at) => {
      compact.add(leaf);
      if (at % 37 !== 0 && at !== 255 && at !== 256 && at !== 511) return;
      const size = at + 1;
      assert.equal(hex(compact.root()), hex(rootByDefinition(some.slice(0, size))));
      assert.equal(hex(treeRoot(read, size)), hex(compact.root()));
    });
    assert.equal(compact.size, some.length);
  });

  it('proves every entry in every size, and nothing else', () => {
    const sizes = fc.integer({ min: 1, max: some.length });
    const cases = sizes.chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size), fc.nat(), fc.nat(255)));
    fc.assert(
      fc.property(cases, ([index, size, where, bit]) => {
        const path = inclusionProof(read, index, size);
        assert.ok(holdsLeaf(headOf(size), index, leafAt(index), path));
        assert.equal(holdsLeaf(headOf(size), index, leafAt(index + 1), path), false);
        assert.equal(holdsLeaf(headOf(size), index, leafAt(index), [...path, leafAt(0)]), false);
        for (const other of [index + 1, size, -1]) {
          if (other !== index) assert.equal(holdsLeaf(headOf(size), other, leafAt(index), path), false);
        }
        if (path.length === 0) return;
        const forged = path.map((hash, at) => (at === where % path.length ? flipped(hash, bit) : hash));
        assert.equal(holdsLeaf(headOf(size), index, leafAt(index), forged), false);
        assert.equal(holdsLeaf(headOf(size), index, leafAt(index), path.slice(1)), false);
      }),
    );
  });

  it('proves that each size begins with each smaller one, and nothing else', () => {
    const sizes = fc.integer({ min: 2, max: some.length });
    const cases = sizes.chain((size) =>
      fc.tuple(fc.integer({ min: 1, max: size - 1 }), fc.constant(size), fc.nat(), fc.nat(255)),
    );
    fc.assert(
      fc.property(cases, ([old, size, where, bit]) => {
        const path = consistencyProof(read, old, size);
        const [older, newer] = [headOf(old), headOf(size)];
        assert.ok(continues(older, newer, path));
        assert.equal(continues(newer, older, path), false);
        assert.equal(continues({ ...older, root: flipped(older.root, bit) }, newer, path), false);
        assert.equal(continues(older, { ...newer, root: flipped(newer.root, bit) }, path), false);
        assert.equal(continues({ ...older, size: old - 1 }, newer, path), false);
        assert.equal(continues(older, newer, [...path, leafAt(0)]), false);
        const forged = path.map((hash, at) => (at === where % path.length ? flipped(hash, bit) : hash));
        assert.equal(continues(older, newer, forged), false);
      }),
    );
  });

  it('of one size is one tree, and begins with nothing', () => {
    const nothing = { size: 0, root: emptyRoot() };
    assert.ok(continues(headOf(9), headOf(9), []));
    assert.equal(continues(headOf(9), { size: 9, root: leafAt(0) }, []), false);
    assert.ok(continues(nothing, headOf(9), []));
    assert.equal(continues(nothing, headOf(9), [leafAt(0)]), false);
    assert.equal(continues({ size: 0, root: leafAt(0) }, headOf(9), []), false);
    assert.equal(continues({ size: 1, root: leafAt(0).subarray(1) }, headOf(9), []), false);
    assert.deepEqual(consistencyProof(read, 0, 9), []);
    assert.deepEqual(inclusionProof(read, 9, 9), []);
  });
});

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const other = Uint8Array.from(hash);
  const at = Math.floor(bit / 8);
  other[at] = (other[at] ?? 0) ^ (1 << (bit % 8));
  return other;
}
