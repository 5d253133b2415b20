import type { Request } from '../core/approval/request.js';
import type { SentRequest } from '../core/approval/sent-request.js';
import { encodeEnvelope } from '../core/countersign/decode-envelope.js';
import { namespaces } from '../core/countersign/namespace.js';
import type { Obstacle } from '../core/countersign/progress.js';
import { type RequestStatement, requestText } from '../core/countersign/request-statement.js';
import { verifySignature } from '../core/countersign/ssh-signature.js';
import type { Trust, TrustState } from '../core/countersign/trust.js';
import type { Signature } from '../core/record/entry.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Clock, RecordStore, Windows } from '../ports/ports.js';
import type { CountersignParts } from './countersign-parts.js';
import { needsNow } from './needs-now.js';
import { ownPerson } from './own-person.js';
import { statementOf } from './statement-of.js';

export interface SigningParts {
  readonly clock: Clock;
  readonly record: RecordStore;
  readonly windows: Windows;
}

/** A request that is signed and can be sent. */
export interface Signed {
  readonly sent: SentRequest;
  readonly statement: RequestStatement;
  readonly signature: Signature;
  readonly ownKeys: readonly string[];
}

/** Makes the statement of a request and has the requester's own key sign it. */
export async function signRequest(
  request: Request,
  desk: SigningParts,
  parts: CountersignParts,
  breakGlass: string | undefined,
  cancelled: AbortSignal,
): Promise<Result<Signed, Obstacle>> {
  const trust = inForce(await parts.trust.refresh());
  if (!trust.ok) return trust;
  const { roster } = trust.value;
  const own = await ownPerson(parts.signer, roster, namespaces.request, desk.clock.now());
  if (!own.ok) return own;
  const needs = breakGlass === undefined ? needsNow(request, trust.value, own.value.person) : ok([]);
  if (!needs.ok) return needs;
  const made = statementOf({
    request,
    needs: needs.value,
    trust: trust.value,
    own: own.value,
    window: desk.windows.self,
    now: desk.clock.now(),
    record: desk.record,
    parts,
    repository: parts.repository(request.call.cwd),
    ...(breakGlass === undefined ? {} : { breakGlass }),
  });
  const text = made.ok ? requestText(made.value) : made;
  if (!made.ok || !text.ok) {
    return err({ code: 'unsignable', detail: made.ok ? '' : made.error });
  }
  const bytes = new TextEncoder().encode(text.value);
  const armored = await parts.signer.sign(own.value.key, namespaces.request, bytes, cancelled);
  if (!armored.ok)
    return err({ code: 'sign-failed', detail: `${armored.error.code} ${armored.error.detail}`.trim() });
  const verified = verifySignature(armored.value, bytes, namespaces.request);
  if (!verified.ok) return err({ code: 'sign-failed', detail: verified.error.code });
  const envelope = encodeEnvelope({ statement: text.value, signatures: [armored.value] });
  if (!envelope.ok)
    return err({ code: 'too-large', detail: `${envelope.error.code} ${envelope.error.detail}` });
  const digest = sha256(bytes);
  const statement = made.value;
  return ok({
    statement,
    ownKeys: own.value.ownKeys,
    signature: {
      statement: digest,
      person: own.value.person,
      fingerprint: own.value.key.fingerprint,
      presence: verified.value.presence,
    },
    sent: {
      id: statement.id,
      statement: text.value,
      signature: armored.value,
      digest,
      requester: own.value.person,
      approveBy: statement.approveBy,
      useWithinMs: statement.useWithinMs,
      policy: trust.value.digest,
      answers: [],
    },
  });
}

/** What would keep peers from being asked, before anybody has said yes. */
export async function foreseen(
  request: Request,
  clock: Clock,
  parts: CountersignParts,
): Promise<Obstacle | undefined> {
  const trust = inForce(parts.trust.now());
  if (!trust.ok) return trust.error;
  const own = await ownPerson(parts.signer, trust.value.roster, namespaces.request, clock.now());
  if (!own.ok) return own.error;
  const needs = needsNow(request, trust.value, own.value.person);
  return needs.ok ? undefined : needs.error;
}

/** A policy that a person has accepted and that nothing speaks against. */
export function inForce(state: TrustState): Result<Trust, Obstacle> {
  switch (state.kind) {
    case 'trusted':
      return ok(state.trust);
    case 'none':
      return err({ code: 'not-trusted', detail: 'none' });
    case 'unpinned':
      return err({ code: 'not-trusted', detail: 'unpinned' });
    case 'broken': {
      // Offline is no breach: the one that was accepted last stays in force.
      const { code, detail } = state.problem;
      const isAway = code === 'unreachable' || code === 'no-remote';
      if (state.trust !== undefined && isAway) return ok(state.trust);
      return err({ code: 'not-trusted', detail: `${code} ${detail}`.trim() });
    }
  }
}
