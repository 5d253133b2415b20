import { emptyRoot, nodeHash } from './hashes.js';

/** A tree that only grows, held by the roots of its whole parts: some twenty hashes, however long the record is. */
export class CompactTree {
  private readonly parts: { readonly height: number; readonly hash: Uint8Array }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  add(leaf: Uint8Array): void {
    let hash = leaf;
    let height = 0;
    for (let last = this.parts.at(-1); last?.height === height; last = this.parts.at(-1)) {
      this.parts.pop();
      hash = nodeHash(last.hash, hash);
      height += 1;
    }
    this.parts.push({ height, hash });
    this.leaves += 1;
  }

  root(): Uint8Array {
    const hashes = this.parts.map(({ hash }) => hash);
    const last = hashes.pop();
    return last === undefined
      ? emptyRoot()
      : hashes.reduceRight((right, left) => nodeHash(left, right), last);
  }
}
