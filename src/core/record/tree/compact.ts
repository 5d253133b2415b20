import { emptyRoot, nodeHash } from './hashes.js';

/** A tree that only grows, held by the roots of its whole parts: some twenty hashes, however long the record is. */
export class CompactTree {
  private readonly parts: { readonly height: number; readonly hash: Uint8Array }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  add(leaf: Uint8Array): void {
    this.addWhole(leaf, 0);
  }

  /** The root of a whole part of 2^height leaves, where as many or more stand before it. */
  addWhole(root: Uint8Array, ofHeight: number): void {
    let hash = root;
    let height = ofHeight;
    for (let last = this.parts.at(-1); last?.height === height; last = this.parts.at(-1)) {
      this.parts.pop();
      hash = nodeHash(last.hash, hash);
      height += 1;
    }
    this.parts.push({ height, hash });
    this.leaves += 2 ** ofHeight;
  }

  root(): Uint8Array {
    const hashes = this.parts.map(({ hash }) => hash);
    const last = hashes.pop();
    return last === undefined
      ? emptyRoot()
      : hashes.reduceRight((right, left) => nodeHash(left, right), last);
  }
}
