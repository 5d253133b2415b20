import { digestOfCall } from '../approval/digest.js';
import { sealOf } from '../approval/seal.js';
import type { Presence } from '../policy/verdict.js';
import { sha256 } from '../shared/digest.js';
import { err, ok, type Result } from '../shared/result.js';
import { decodeEnvelope } from './decode-envelope.js';
import { decodeRequestStatement } from './decode-statement.js';
import { namespaces } from './namespace.js';
import type { RequestStatement } from './request-statement.js';
import type { Roster } from './roster.js';
import { signerIn } from './roster-lookup.js';
import { verifySignature } from './ssh-signature.js';
import { skewMs } from './threshold.js';

/** A request whose signature is that of the person it names. */
export interface SignedRequest {
  readonly statement: RequestStatement;
  /** SHA-256, hex, of the signed bytes: what an answer names. */
  readonly digest: string;
  readonly presence: Presence;
}

export interface RequestError {
  readonly code:
    | 'unreadable'
    | 'unknown-fields'
    | 'newer-version'
    | 'bad-signature'
    | 'not-in-roster'
    | 'other-key'
    | 'other-id'
    | 'call-differs'
    | 'clock'
    | 'expired';
  readonly detail: string;
}

/** Reads a request as a peer does. `id` is the name under which the courier had it; `now` the reader's own time. */
export function openRequest(
  bytes: Uint8Array,
  id: string,
  roster: Roster,
  now: number,
): Result<SignedRequest, RequestError> {
  const envelope = decodeEnvelope(bytes);
  if (!envelope.ok) return err({ code: 'unreadable', detail: envelope.error.code });
  const [signature, ...more] = envelope.value.signatures;
  if (signature === undefined || more.length > 0) return err({ code: 'unreadable', detail: 'one signature' });
  const read = decodeRequestStatement(envelope.value.statement);
  if (!read.ok) {
    const code = read.error.code === 'newer-version' ? 'newer-version' : 'unknown-fields';
    return err({ code, detail: `${read.error.code} ${read.error.detail}` });
  }
  const statement = read.value;
  const signed = new TextEncoder().encode(envelope.value.statement);
  const verified = verifySignature(signature, signed, namespaces.request);
  if (!verified.ok) return err({ code: 'bad-signature', detail: verified.error.code });
  const person = signerIn(roster, verified.value, namespaces.request, now);
  if (!person.ok) return err({ code: 'not-in-roster', detail: person.error.detail });
  const { requester } = statement;
  if (requester.person !== person.value || requester.fingerprint !== verified.value.fingerprint) {
    return err({ code: 'other-key', detail: person.value });
  }
  const problem = problemOf(statement, id, now);
  if (problem !== undefined) return err({ code: problem, detail: requester.person });
  return ok({ statement, digest: sha256(signed), presence: verified.value.presence });
}

function problemOf(statement: RequestStatement, id: string, now: number): RequestError['code'] | undefined {
  if (statement.id !== id) return 'other-id';
  if (!showsWhatItBinds(statement)) return 'call-differs';
  if (statement.createdAt > now + skewMs) return 'clock';
  return statement.kind === 'request' && now >= statement.approveBy ? 'expired' : undefined;
}

/** Where nothing was withheld, the call that is shown must be the call that is bound. */
function showsWhatItBinds({ seal, call, assessment }: RequestStatement): boolean {
  if (seal.salt === undefined) return seal.withheld > 0;
  const digest = digestOfCall(call, assessment);
  return digest.ok && sealOf(digest.value, seal.salt) === seal.digest;
}
