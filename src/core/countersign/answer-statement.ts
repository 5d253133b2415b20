import * as v from 'valibot';
import { statementId } from '../approval/sent-request.js';
import type { CanonicalError } from '../shared/canonical.js';
import { sha256 } from '../shared/digest.js';
import type { Result } from '../shared/result.js';
import { countShape, hexDigest, type Shape, text } from '../shared/shape.js';
import type { Namespace } from './namespace.js';
import { namespaces } from './namespace.js';
import { policyReferenceShape, shownShape } from './request-statement.js';
import { predicateTypes, statementText } from './statement.js';

/** A person's yes or no to one request, and what they saw. Times are Unix milliseconds. */
export const answerStatementShape = v.strictObject({
  decision: v.picklist(['approval', 'denial']),
  /** Of the request's statement, byte for byte: the subject. */
  request: hexDigest,
  /** Repeated from the request, so that an answer can be read alone. */
  id: statementId,
  seal: hexDigest,
  approveBy: countShape,
  approver: v.strictObject({ person: text, fingerprint: text }),
  /** The approver's own copy. */
  policy: policyReferenceShape,
  /** As rendered on the approver's side. */
  shown: shownShape,
  /** What the approver's own engine and policy said of the call. */
  own: v.strictObject({ score: countShape, rule: text }),
  /** How long the card was in front of them. */
  reviewedMs: countShape,
  /** A denial's reason, or a remark. */
  comment: v.pipe(text, v.maxLength(4_000)),
  signedAt: countShape,
});
export type AnswerStatement = Shape<typeof answerStatementShape>;

export function answerText(statement: AnswerStatement): Result<string, CanonicalError> {
  const subjects = [{ name: 'request', sha256: statement.request }];
  return statementText(predicateTypes[statement.decision], subjects, statement);
}

export function namespaceOf(decision: AnswerStatement['decision']): Namespace {
  return namespaces[decision];
}

/**
 * Where an answer lies at the courier, 32 hex digits. A denial has a place of its own: who has approved can still
 * refuse, although nothing at the courier is ever replaced.
 */
export function answerPlace(keyBlob: string, decision: AnswerStatement['decision']): string {
  const bytes = Uint8Array.from(atob(keyBlob), (character) => character.charCodeAt(0));
  const key = sha256(bytes);
  return (decision === 'approval' ? key : sha256(`denial:${key}`)).slice(0, 32);
}
