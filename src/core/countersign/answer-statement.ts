import type { CanonicalError } from '../shared/canonical.js';
import { sha256 } from '../shared/digest.js';
import type { Result } from '../shared/result.js';
import type { Namespace } from './namespace.js';
import { namespaces } from './namespace.js';
import type { PolicyReference, Shown } from './request-statement.js';
import { predicateTypes, statementText } from './statement.js';

/** A person's yes or no to one request, and what they saw. Times are Unix milliseconds, digests SHA-256 in hex. */
export interface AnswerStatement {
  readonly decision: 'approval' | 'denial';
  /** Of the request's statement, byte for byte: the subject. */
  readonly request: string;
  /** Repeated from the request, so that an answer can be read alone. */
  readonly id: string;
  readonly seal: string;
  readonly approveBy: number;
  readonly approver: { readonly person: string; readonly fingerprint: string };
  /** The approver's own copy. */
  readonly policy: PolicyReference;
  /** As rendered on the approver's side. */
  readonly shown: Shown;
  /** What the approver's own engine and policy said of the call. */
  readonly own: { readonly score: number; readonly rule: string };
  /** How long the card was in front of them. */
  readonly reviewedMs: number;
  /** A denial's reason, or a remark. */
  readonly comment: string;
  readonly signedAt: number;
}

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
