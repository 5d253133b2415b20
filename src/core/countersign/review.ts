import { err, ok, type Result } from '../shared/result.js';
import { type AnswerError, openAnswer, type SignedAnswer } from './answer.js';
import { namespaces } from './namespace.js';
import type { Roster } from './roster.js';
import { personsWho } from './roster-lookup.js';
import { leastReviewMs, skewMs } from './threshold.js';

/** Why an answer to a break-glass notice closes no review. */
export interface ReviewRefusal {
  readonly code:
    | AnswerError['code']
    | 'other-request'
    | 'other-bytes'
    | 'self-approval'
    | 'own-key'
    | 'not-asked'
    | 'clock'
    | 'not-reviewed';
  readonly detail: string;
}

export interface AskedReview {
  /** Of the notice's signed bytes, SHA-256 in hex. */
  readonly digest: string;
  readonly id: string;
  /** Who broke the glass. */
  readonly requester: string;
  readonly brokenAt: number;
  /** Who may look, as the entry says it; empty where it does not say. */
  readonly from: readonly string[];
  readonly roster: Roster;
  /** Key blobs (base64) that can sign on the requester's own machine. */
  readonly ownKeys: readonly string[];
  readonly now: number;
}

/** Who may look at a broken glass: all who may countersign, but for the one who broke it. */
export function reviewersIn(roster: Roster, requester: string): readonly string[] {
  return personsWho(roster, namespaces.approval).filter((person) => person !== requester);
}

/**
 * A review is an answer to the notice: an approval says that it was right, a denial that it should not have run. It
 * releases nothing, since a notice asks for no countersignature.
 */
export function measureReview(bytes: Uint8Array, asked: AskedReview): Result<SignedAnswer, ReviewRefusal> {
  const opened = openAnswer(bytes, asked.roster, asked.now);
  if (!opened.ok) return opened;
  const { statement, person, blob } = opened.value;
  const refuse = (code: ReviewRefusal['code']) => err({ code, detail: person });
  if (statement.id !== asked.id) return refuse('other-request');
  if (statement.request !== asked.digest) return refuse('other-bytes');
  if (person === asked.requester) return refuse('self-approval');
  if (asked.ownKeys.includes(blob)) return refuse('own-key');
  // A new name in a later roster may be the same person.
  if (asked.from.length > 0 && !asked.from.includes(person)) return refuse('not-asked');
  if (statement.signedAt > asked.now + skewMs || statement.signedAt < asked.brokenAt - skewMs)
    return refuse('clock');
  if (statement.decision === 'approval' && statement.reviewedMs < leastReviewMs)
    return refuse('not-reviewed');
  return ok(opened.value);
}
