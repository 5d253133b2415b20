import { withExtra } from '../../core/record/checkpoint/tlog-proof.js';
import { Tree } from './tree.js';

/** Beside an export: that its last entry stands in the record. Each line has the hash of the one before, so that it speaks for all. */
export function exportProof(folder: string, first: number, last: number): string | undefined {
  const tree = new Tree(folder);
  const proven = tree.proofsOf([last]);
  tree.close();
  const proof = proven?.proofs[0];
  return proven === undefined || proof === undefined ? undefined : withExtra(proof, `${proven.key} ${first}`);
}

/** Has the record's tree take in what there is. What cannot be taken in, whoever compares the two sees. */
export function takeIn(folder: string): void {
  const tree = new Tree(folder);
  tree.advance();
  tree.close();
}
