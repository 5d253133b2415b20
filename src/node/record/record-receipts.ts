import type { RecordReceipt } from '../../core/record/decode-record-receipt.js';
import { requestOf } from '../../core/record/decode-record-receipt.js';
import type { RecordBreak } from '../../core/record/verify.js';
import { ok, type Result } from '../../core/shared/result.js';
import { type ExportedEntry, exportedEntries } from './exported.js';
import { Tree } from './tree.js';

/** What the record in `folder` says of one request, with its proofs; undefined where it says nothing, or its tree does not fit it. */
export function recordReceiptFor(
  folder: string,
  request: string,
): Result<RecordReceipt | undefined, RecordBreak> {
  const about: ExportedEntry[] = [];
  for (const one of exportedEntries(folder, { seq: 0 })) {
    if (!one.ok) return one;
    if (requestOf(one.value.entry) === request) about.push(one.value);
  }
  const tree = new Tree(folder);
  const proven = about.length === 0 ? undefined : tree.proofsOf(about.map(({ entry }) => entry.seq));
  tree.close();
  if (proven === undefined) return ok(undefined);
  const entries = about.flatMap(({ line }, at) => {
    const proof = proven.proofs[at];
    return proof === undefined ? [] : [{ line, proof }];
  });
  return ok({ v: 1, kind: 'record', request, key: proven.key, entries });
}
