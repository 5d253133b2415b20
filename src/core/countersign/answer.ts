import type { Presence } from '../policy/verdict.js';
import { err, ok, type Result } from '../shared/result.js';
import { type AnswerStatement, namespaceOf } from './answer-statement.js';
import { decodeEnvelope } from './decode-envelope.js';
import { decodeAnswerStatement } from './decode-statement.js';
import type { Roster } from './roster.js';
import { signerIn } from './roster-lookup.js';
import { verifySignature } from './ssh-signature.js';

/** An answer whose signature is good and whose signer may sign it. Whether it counts for a request is asked next. */
export interface SignedAnswer {
  readonly statement: AnswerStatement;
  /** By the roster. */
  readonly person: string;
  readonly presence: Presence;
  /** Of the key that signed. */
  readonly blob: string;
}

/** Why a message is no answer by anybody who may answer. */
export interface AnswerError {
  readonly code:
    | 'unreadable'
    | 'unknown-fields'
    | 'newer-version'
    | 'bad-signature'
    | 'wrong-namespace'
    | 'not-in-roster'
    | 'key-not-valid'
    | 'other-key';
  /** What was found; data. */
  readonly detail: string;
}

/** `at`: the reader's own time, Unix milliseconds; no time in the message decides whether its key was valid. */
export function openAnswer(bytes: Uint8Array, roster: Roster, at: number): Result<SignedAnswer, AnswerError> {
  const envelope = decodeEnvelope(bytes);
  if (!envelope.ok) return err({ code: 'unreadable', detail: envelope.error.code });
  const [signature, ...more] = envelope.value.signatures;
  if (signature === undefined || more.length > 0) return err({ code: 'unreadable', detail: 'one signature' });
  const read = decodeAnswerStatement(envelope.value.statement);
  if (!read.ok) {
    const code = read.error.code === 'newer-version' ? 'newer-version' : 'unknown-fields';
    return err({ code, detail: `${read.error.code} ${read.error.detail}` });
  }
  const statement = read.value;
  const namespace = namespaceOf(statement.decision);
  const verified = verifySignature(signature, new TextEncoder().encode(envelope.value.statement), namespace);
  if (!verified.ok) {
    const isElsewhere = verified.error.code === 'namespace';
    return err({ code: isElsewhere ? 'wrong-namespace' : 'bad-signature', detail: verified.error.detail });
  }
  const { fingerprint, presence, blob } = verified.value;
  const person = signerIn(roster, verified.value, namespace, at);
  if (!person.ok) return err({ code: refusals[person.error.code], detail: person.error.detail });
  const { approver } = statement;
  if (approver.person !== person.value || approver.fingerprint !== fingerprint) {
    return err({ code: 'other-key', detail: `${approver.person} ${approver.fingerprint}` });
  }
  return ok({ statement, person: person.value, presence, blob });
}

const refusals = {
  'not-listed': 'not-in-roster',
  'wrong-namespace': 'wrong-namespace',
  expired: 'key-not-valid',
  'not-yet-valid': 'key-not-valid',
} as const;
