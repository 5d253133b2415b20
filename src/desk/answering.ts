import {
  type AnswerStatement,
  answerPlace,
  answerText,
  namespaceOf,
} from '../core/countersign/answer-statement.js';
import { atLeast } from '../core/countersign/assignment.js';
import { encodeEnvelope } from '../core/countersign/decode-envelope.js';
import { verifySignature } from '../core/countersign/ssh-signature.js';
import { leastReviewMs } from '../core/countersign/threshold.js';
import type { Trust } from '../core/countersign/trust.js';
import { summaryOf } from '../core/record/facts.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { statementCardText } from '../messages/countersign/statement-card.js';
import type { Courier } from '../ports/courier.js';
import type { Clock, RecordStore } from '../ports/ports.js';
import type { Signer } from '../ports/signer.js';
import type { PeerDecision, PeerRefusal } from '../protocol/peer-decision.js';
import { sameBytes } from './correspondence.js';
import { note } from './ledger.js';
import { type OwnPerson, ownPerson } from './own-person.js';
import type { PeerRequest } from './peer-request.js';

/** What an answer is made with. */
export interface Pen {
  readonly clock: Clock;
  readonly record: RecordStore;
  readonly signer: Signer;
  readonly courier: Courier;
  readonly trust: Trust;
}

/** Signs a yes or a no to a request, records it, and then puts it to the courier. Answers the bytes that were put. */
export async function answer(
  peer: PeerRequest,
  kind: AnswerStatement['decision'],
  decision: PeerDecision,
  pen: Pen,
  cancelled?: AbortSignal,
): Promise<Result<Uint8Array, PeerRefusal>> {
  const namespace = namespaceOf(kind);
  const { roster } = pen.trust;
  const wantsTouch = peer.statement.needs.some((need) => need.presence !== 'none');
  const own = await ownPerson(pen.signer, roster, namespace, pen.clock.now(), wantsTouch);
  if (!own.ok) return refuse(own.error.code, own.error.detail);
  const hindrance = hindranceTo(peer, kind, decision, own.value, pen.clock.now());
  if (hindrance) return refuse(hindrance, own.value.person);
  const statement = statementOf(peer, kind, decision, own.value, pen);
  const text = answerText(statement);
  if (!text.ok) return refuse('sign-failed', text.error.code);
  const bytes = new TextEncoder().encode(text.value);
  const armored = await pen.signer.sign(own.value.key, namespace, bytes, cancelled);
  if (!armored.ok) return refuse('sign-failed', `${armored.error.code} ${armored.error.detail}`.trim());
  const verified = verifySignature(armored.value, bytes, namespace);
  if (!verified.ok) return refuse('sign-failed', verified.error.code);
  const { presence } = verified.value;
  if (kind === 'approval' && !isReview(peer) && !suffices(peer, own.value.person, presence))
    return refuse('presence-too-low', presence);
  const envelope = encodeEnvelope({ statement: text.value, signatures: [armored.value] });
  if (!envelope.ok) return refuse('sign-failed', envelope.error.code);
  const given = {
    statement: peer.digest,
    person: own.value.person,
    fingerprint: own.value.key.fingerprint,
    presence,
    id: peer.id,
    requester: peer.statement.requester.person,
    summary: summaryOf(peer.statement.call),
    comment: statement.comment,
    reviewedMs: statement.reviewedMs,
  };
  const recorded = await note(
    pen.record,
    isReview(peer)
      ? { ...given, type: 'review.given', verdict: kind === 'approval' ? 'right' : 'wrong' }
      : { ...given, type: 'countersignature.given', decision: kind },
  );
  if (!recorded.ok) return refuse('record-failed', recorded.error.detail);
  return put(peer.id, answerPlace(own.value.key.blob, kind), envelope.value, pen.courier);
}

function hindranceTo(
  peer: PeerRequest,
  kind: AnswerStatement['decision'],
  { reviewedMs, comment }: PeerDecision,
  { person }: OwnPerson,
  now: number,
): PeerRefusal['code'] | undefined {
  const { statement } = peer;
  if (person === statement.requester.person) return 'own-request';
  if (!isReview(peer) && now >= statement.approveBy) return 'expired';
  if (kind === 'denial') return comment.trim() === '' ? 'reason-missing' : undefined;
  if (reviewedMs < leastReviewMs) return 'not-reviewed';
  // A review is anybody's who may countersign: their key's namespace says so.
  if (isReview(peer)) return undefined;
  return statement.needs.some((need) => need.from.includes(person)) ? undefined : 'not-asked';
}

/** What answers a notice of a broken glass releases nothing: it closes the review. */
function isReview({ statement }: PeerRequest): boolean {
  return statement.kind === 'break-glass';
}

function suffices({ statement }: PeerRequest, person: string, presence: OwnPresence): boolean {
  return statement.needs.some((need) => need.from.includes(person) && atLeast(presence, need.presence));
}

type OwnPresence = PeerRequest['presence'];

function statementOf(
  peer: PeerRequest,
  kind: AnswerStatement['decision'],
  decision: PeerDecision,
  own: OwnPerson,
  { clock, trust }: Pen,
): AnswerStatement {
  const { statement, opinion } = peer;
  const { verdict } = opinion;
  return {
    decision: kind,
    request: peer.digest,
    id: peer.id,
    seal: statement.seal.digest,
    approveBy: statement.approveBy,
    approver: { person: own.person, fingerprint: own.key.fingerprint },
    policy: { digest: trust.digest, version: trust.policy.version, commit: trust.commit },
    shown: { sha256: sha256(statementCardText(statement)), truncated: false },
    own: { score: opinion.assessment.score, rule: verdict.kind === 'no-opinion' ? '' : verdict.rule.id },
    reviewedMs: Math.round(decision.reviewedMs),
    comment: decision.comment.trim().slice(0, longestComment),
    signedAt: clock.now(),
  };
}

const longestComment = 2_000;

/** What lies in the place and is not this answer is nobody's: it is taken away once, and the answer put again. */
async function put(
  id: string,
  place: string,
  bytes: Uint8Array,
  courier: Courier,
): Promise<Result<Uint8Array, PeerRefusal>> {
  const key = { kind: 'answer', id, signer: place } as const;
  const first = await courier.put(key, bytes);
  if (!first.ok) return refuse('courier', `${first.error.code} ${first.error.detail}`.trim());
  if (first.value === 'created') return ok(bytes);
  const there = await courier.get(key);
  if (there.ok && there.value !== undefined && sameBytes(there.value, bytes)) return ok(bytes);
  await courier.remove([key]);
  const second = await courier.put(key, bytes);
  if (!second.ok) return refuse('courier', `${second.error.code} ${second.error.detail}`.trim());
  return second.value === 'created' ? ok(bytes) : refuse('courier', 'place-taken');
}

function refuse(code: PeerRefusal['code'], detail: string): Result<never, PeerRefusal> {
  return err({ code, detail });
}
