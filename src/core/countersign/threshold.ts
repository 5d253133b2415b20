import type { Need } from '../policy/verdict.js';
import { type AnswerError, openAnswer, type SignedAnswer } from './answer.js';
import { assignSigners, type Met, meetsNeed } from './assignment.js';
import type { RequestStatement } from './request-statement.js';
import type { Trust } from './trust.js';

/** How far the clocks of two machines may differ. */
export const skewMs = 2 * 60_000;

/** Nobody reads a production call in less. */
export const leastReviewMs = 2_000;

/** A request, and everything by which its answers are measured. */
export interface AskedSignatures {
  readonly statement: RequestStatement;
  /** SHA-256, hex, of the statement's bytes as they were signed. */
  readonly digest: string;
  readonly answers: readonly Uint8Array[];
  /** The policy and roster in force here and now. */
  readonly trust: Pick<Trust, 'digest' | 'roster'>;
  /** Key blobs (base64) that can sign on the requester's own machine: none of them is another person's. */
  readonly ownKeys: readonly string[];
  /** Unix milliseconds, by the reader's own clock. */
  readonly now: number;
}

/** Where a request stands. Nothing but signatures moves it. */
export type Standing =
  | { readonly kind: 'waiting'; readonly needs: readonly Met[]; readonly refused: readonly RefusedAnswer[] }
  | { readonly kind: 'approved'; readonly needs: readonly Met[]; readonly refused: readonly RefusedAnswer[] }
  | {
      readonly kind: 'denied';
      readonly by: string;
      readonly reason: string;
      readonly refused: readonly RefusedAnswer[];
    };

export type SignatureRefusal =
  | AnswerError['code']
  | 'other-request'
  | 'other-bytes'
  | 'self-approval'
  | 'own-key'
  | 'not-asked'
  | 'presence-too-low'
  | 'expired'
  | 'clock'
  | 'not-reviewed'
  | 'policy-differs';

/** An answer that does not count. `index` is its place among the answers given. */
export interface RefusedAnswer {
  readonly index: number;
  readonly code: SignatureRefusal;
  /** The person where one is known, else what was found; data. */
  readonly detail: string;
}

/** One answer, measured. */
export type Measured =
  | { readonly ok: true; readonly answer: SignedAnswer }
  | { readonly ok: false; readonly code: SignatureRefusal; readonly detail: string };

/**
 * Folds the answers: a no by anyone who may say no is final, whatever else came and in whatever order; a yes counts once
 * a person, and once for one need.
 */
export function standing(asked: AskedSignatures): Standing {
  const measured = asked.answers.map((bytes) => measure(bytes, asked));
  const refused = measured.flatMap((one, index) =>
    one.ok ? [] : [{ index, code: one.code, detail: one.detail }],
  );
  const counted = measured.flatMap((one) => (one.ok ? [one.answer] : []));
  const denial = counted
    .filter(({ statement }) => statement.decision === 'denial')
    .sort((a, b) => a.statement.signedAt - b.statement.signedAt)[0];
  if (denial) return { kind: 'denied', by: denial.person, reason: denial.statement.comment, refused };
  const needs = assignSigners(asked.statement.needs, counted);
  const isMet = needs.length > 0 && needs.every((one) => one.lacking === 0);
  return { kind: isMet ? 'approved' : 'waiting', needs, refused };
}

/** Whether one answer counts for a request, or why not. */
export function measure(bytes: Uint8Array, asked: AskedSignatures): Measured {
  const opened = openAnswer(bytes, asked.trust.roster, asked.now);
  if (!opened.ok) return { ok: false, ...opened.error };
  const code = refusalOf(opened.value, asked);
  return code === undefined
    ? { ok: true, answer: opened.value }
    : { ok: false, code, detail: opened.value.person };
}

function refusalOf(answer: SignedAnswer, asked: AskedSignatures): SignatureRefusal | undefined {
  const { statement: request, trust, now } = asked;
  const { statement } = answer;
  if (statement.id !== request.id) return 'other-request';
  if (statement.request !== asked.digest || statement.seal !== request.seal.digest) return 'other-bytes';
  if (answer.person === request.requester.person) return 'self-approval';
  // A no counts whenever it comes and whatever its signer's copy of the policy is.
  if (statement.decision === 'denial') return undefined;
  if (asked.ownKeys.includes(answer.blob)) return 'own-key';
  if (statement.policy.digest !== trust.digest || request.policy.digest !== trust.digest)
    return 'policy-differs';
  if (statement.signedAt > now + skewMs || statement.signedAt < request.createdAt - skewMs) return 'clock';
  if (statement.approveBy !== request.approveBy) return 'other-bytes';
  if (now >= request.approveBy || statement.signedAt >= request.approveBy) return 'expired';
  if (statement.reviewedMs < leastReviewMs) return 'not-reviewed';
  return measureOfNeeds(answer, request.needs);
}

function measureOfNeeds(answer: SignedAnswer, needs: readonly Need[]): SignatureRefusal | undefined {
  if (needs.some((need) => meetsNeed(answer, need))) return undefined;
  return needs.some((need) => need.from.includes(answer.person)) ? 'presence-too-low' : 'not-asked';
}
