import { err, ok, type Result } from '../../shared/result.js';
import { ownKeyOf } from '../checkpoint/anchor.js';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.js';
import { readTlogProof } from '../checkpoint/tlog-proof.js';
import { leafHash } from '../tree/hashes.js';
import { holdsLeaf } from '../tree/verify-proofs.js';
import type { CheckedExport } from './check-export.js';

/** `other-end`, `other-start`: it is of an export that ends, or begins, with another entry, `detail`. */
export interface ExportProofError {
  readonly code: 'no-proof' | 'not-signed' | 'not-in-tree' | 'other-end' | 'other-start' | 'other-record';
  readonly detail: string;
}

/** What a proof says of an export whose last raw line is given. */
export function checkExportProof(
  text: string,
  { first, last, origin }: Pick<CheckedExport, 'first' | 'last' | 'origin'>,
): Result<SignedCheckpoint, ExportProofError> {
  const proof = readTlogProof(text);
  if (proof === undefined) return err({ code: 'no-proof', detail: '' });
  const { checkpoint, index, path, extra } = proof;
  if (checkpoint.origin !== origin) return err({ code: 'other-record', detail: checkpoint.origin });
  const [key = '', from = ''] = extra.split(' ');
  if (ownKeyOf(checkpoint, key) === undefined) return err({ code: 'not-signed', detail: '' });
  if (index !== last.seq) return err({ code: 'other-end', detail: String(index) });
  // Only the exporter's word, which tells of a line that was lost and not of one that somebody hides.
  if (from !== String(first)) return err({ code: 'other-start', detail: from });
  return holdsLeaf(checkpoint, index, leafHash(last.line), path)
    ? ok(checkpoint)
    : err({ code: 'not-in-tree', detail: '' });
}
