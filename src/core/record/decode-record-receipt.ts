import * as v from 'valibot';
import { readShape } from '../shared/decode-shape.js';
import { parseJson } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Shape, text } from '../shared/shape.js';
import { ownKeyOf } from './checkpoint/anchor.js';
import { readTlogProof } from './checkpoint/tlog-proof.js';
import { decodeEntry } from './decode-entry.js';
import type { Entry } from './entry.js';
import { leafHash } from './tree/hashes.js';
import { holdsLeaf } from './tree/verify-proofs.js';

/** What the record says of one request, self-contained: each raw line with the proof that it stands in the record. */
const recordReceiptShape = v.strictObject({
  v: v.literal(1),
  kind: v.literal('record'),
  /** `CS-142` */
  request: text,
  /** The record's key: `name+id+base64`. */
  key: text,
  /** `proof` is a C2SP tlog-proof. */
  entries: v.array(v.strictObject({ line: text, proof: text })),
});
export type RecordReceipt = Shape<typeof recordReceiptShape>;

/** What such a receipt proves. */
export interface RecordProof {
  readonly request: string;
  readonly origin: string;
  /** How many entries the record had. */
  readonly size: number;
  readonly entries: readonly Entry[];
}

export interface RecordReceiptError {
  readonly code: 'newer-version' | 'no-entry' | 'no-proof' | 'not-signed' | 'not-in-tree' | 'other-request';
  /** Its number in the record, as it says itself. */
  readonly seq?: number;
  /** Which entry of the receipt, or what was found; data. */
  readonly detail: string;
}

/** Undefined for what is no such receipt of any version. */
export function decodeRecordReceipt(content: string): Result<RecordReceipt, RecordReceiptError> | undefined {
  const value = parseJson(content);
  const read = readShape(recordReceiptShape, value);
  if (read.kind === 'known') return ok(read.value);
  const isOne = v.safeParse(v.object({ kind: v.literal('record') }), value).success;
  return isOne && read.kind !== 'damaged' ? err({ code: 'newer-version', detail: read.at }) : undefined;
}

/** Counts everything anew: each line's hash, its way to the root, and the key's signature under that. */
export function verifyRecordReceipt(receipt: RecordReceipt): Result<RecordProof, RecordReceiptError> {
  const entries: Entry[] = [];
  let [origin, size] = ['', 0];
  for (const [at, { line, proof }] of receipt.entries.entries()) {
    const entry = decodeEntry(line);
    const seq = entry === undefined ? {} : { seq: entry.seq };
    const refuse = (code: RecordReceiptError['code']) => err({ code, detail: String(at + 1), ...seq });
    const read = readTlogProof(proof);
    if (!entry) return refuse('no-entry');
    if (!read || read.index !== entry.seq) return refuse('no-proof');
    if (!ownKeyOf(read.checkpoint, receipt.key)) return refuse('not-signed');
    if (!holdsLeaf(read.checkpoint, read.index, leafHash(line), read.path)) return refuse('not-in-tree');
    if (requestOf(entry) !== receipt.request) return refuse('other-request');
    entries.push(entry);
    ({ origin, size } = read.checkpoint);
  }
  return entries.length === 0
    ? err({ code: 'no-entry', detail: '0' })
    : ok({ request: receipt.request, origin, size, entries });
}

/** The request that an entry is about; empty where it is about none. */
export function requestOf({ body }: Entry): string {
  if (body.type === 'newer') return body.about ?? '';
  return 'request' in body ? body.request : '';
}
