import * as v from 'valibot';
import { canonical } from '../shared/canonical.js';
import { readShape } from '../shared/decode-shape.js';
import { sha256 } from '../shared/digest.js';
import { parseJson } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { encodeEnvelope } from './decode-envelope.js';
import { decodeRoster } from './decode-roster.js';
import { decodeAnswerStatement } from './decode-statement.js';
import { bundleDigest } from './endorsement.js';
import { type Receipt, receiptShape } from './receipt.js';
import { openRequest } from './request.js';
import type { RequestStatement } from './request-statement.js';
import { measureReview } from './review.js';
import type { Roster } from './roster.js';
import { standing } from './threshold.js';

const largest = 8 * 1024 * 1024;

export interface ReceiptError {
  readonly code: 'not-a-receipt' | 'newer-version' | 'roster' | 'request' | 'policy' | 'not-approved';
  readonly detail: string;
}

export interface SignedReview {
  readonly person: string;
  readonly isRight: boolean;
}

/** What a receipt proves. */
export interface ReceiptProof {
  readonly statement: RequestStatement;
  /** Who countersigned; empty where the glass was broken. */
  readonly signers: readonly string[];
  readonly decidedAt: number;
  /** Who has looked at a broken glass, and what they signed. */
  readonly reviews: readonly SignedReview[];
  /** SHA-256, hex, of the roster that was used. */
  readonly roster: string;
}

export function decodeReceipt(bytes: Uint8Array): Result<Receipt, ReceiptError> {
  const refused = (detail: string) => err({ code: 'not-a-receipt', detail } as const);
  if (bytes.length > largest) return refused('too large');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/\n$/, '');
  const value = parseJson(text);
  const again = canonical(value);
  if (value === undefined || !again.ok || again.value !== text) return refused('not canonical');
  const read = readShape(receiptShape, value);
  if (read.kind === 'known') return ok(read.value);
  return read.kind === 'damaged' ? refused(read.at) : err({ code: 'newer-version', detail: read.at });
}

/**
 * Counts everything anew. The roster is the receipt's own unless another is given: who trusts neither the file nor its
 * keeper gives the one that they know. Times are measured at the moment of the decision, as the record has it.
 */
export function verifyReceipt(receipt: Receipt, own?: Roster): Result<ReceiptProof, ReceiptError> {
  const carried = decodeRoster(receipt.roster);
  if (!carried.ok)
    return err({ code: 'roster', detail: `line ${carried.error.line}: ${carried.error.code}` });
  const roster = own ?? carried.value;
  const bytes = encodeEnvelope(receipt.request);
  if (!bytes.ok) return err({ code: 'request', detail: bytes.error.code });
  const id = idOf(receipt.request.statement);
  const opened = openRequest(bytes.value, id, roster, receipt.decidedAt);
  if (!opened.ok)
    return err({ code: 'request', detail: `${opened.error.code} ${opened.error.detail}`.trim() });
  const { statement, digest } = opened.value;
  // The roster that it carries is the one that requester and approvers signed for.
  const digests = { policyDigest: receipt.policyDigest, rosterDigest: sha256(receipt.roster) };
  if (statement.policy.digest !== bundleDigest(digests))
    return err({ code: 'policy', detail: statement.policy.digest });
  const proof = { statement, decidedAt: receipt.decidedAt, roster: sha256(receipt.roster), reviews: [] };
  if (statement.kind === 'break-glass')
    return ok({ ...proof, signers: [], reviews: reviewsIn(receipt, statement, digest, roster) });
  const stands = standing({
    statement,
    digest,
    answers: receipt.answers.flatMap((one) => {
      const encoded = encodeEnvelope(one);
      return encoded.ok ? [encoded.value] : [];
    }),
    trust: { digest: statement.policy.digest, roster },
    ownKeys: [],
    now: receipt.decidedAt,
  });
  if (stands.kind === 'approved') return ok({ ...proof, signers: stands.needs.flatMap((met) => met.by) });
  const refused = stands.refused.map(({ code, detail }) => `${code} (${detail})`).join(', ');
  return err({ code: 'not-approved', detail: `${stands.kind}${refused === '' ? '' : `: ${refused}`}` });
}

/** Those that hold; of a later review nothing but its own word says when it was signed. */
function reviewsIn(
  { answers }: Receipt,
  { id, requester, createdAt }: RequestStatement,
  digest: string,
  roster: Roster,
): readonly SignedReview[] {
  return answers.flatMap((one) => {
    const bytes = encodeEnvelope(one);
    const read = decodeAnswerStatement(one.statement);
    if (!bytes.ok || !read.ok) return [];
    const measured = measureReview(bytes.value, {
      digest,
      id,
      requester: requester.person,
      brokenAt: createdAt,
      from: [],
      roster,
      ownKeys: [],
      now: read.value.signedAt,
    });
    return measured.ok
      ? [{ person: measured.value.person, isRight: read.value.decision === 'approval' }]
      : [];
  });
}

/** A statement says its own id; a receipt has no courier that would know better. */
function idOf(statement: string): string {
  const value = parseJson(statement);
  const predicate = v.safeParse(v.object({ predicate: v.object({ id: v.string() }) }), value);
  return predicate.success ? predicate.output.predicate.id : '';
}
