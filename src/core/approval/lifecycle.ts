import { err, ok, type Result } from '../shared/result.js';
import type { Request, VoidCode } from './request.js';
import { shownDigest } from './seen.js';

/** Why a decision about a request is not taken. */
export type DecisionError =
  | 'already-decided'
  | 'expired'
  | 'digest-changed'
  | 'name-not-typed'
  | 'needs-countersignatures';

/** True while somebody can still say yes: the person here, or peers. */
export function isOpen(request: Request): boolean {
  return awaitsDecision(request) || request.state.kind === 'countersigning';
}

/** True while the person at this machine is asked. */
export function awaitsDecision(request: Request): boolean {
  return request.state.kind === 'pending' || request.state.kind === 'parked';
}

/** True while a person's yes waits for the agent to come back. */
export function isRedeemable(request: Request, now: number): boolean {
  return request.state.kind === 'approved' && now < request.expiresAt;
}

export function hasExpired(request: Request, now: number): boolean {
  return (isOpen(request) || request.state.kind === 'approved') && now >= request.expiresAt;
}

/** The same call came again. `window` holds it from now on, until `parkAt`. */
export function askedAgain(request: Request, window: string, parkAt: number): Request {
  const { agentGone: _, ...rest } = request;
  const asked = request.asked + 1;
  // Peers go on being asked by the window that asks them.
  if (request.state.kind === 'countersigning') return { ...rest, asked, parkAt };
  return { ...rest, asked, window, parkAt, state: { kind: 'pending' } };
}

/** The agent has its answer, the person still has the question. */
export function park(request: Request, agentGone: boolean): Request {
  return { ...request, window: '', state: { kind: 'parked' }, ...(agentGone ? { agentGone } : {}) };
}

interface Yes {
  readonly digest: string;
  readonly typed?: string;
  readonly keepCopy?: true;
}

/** A person said yes to what `digest` names. From then on the approval lasts `forMs`, never longer than the request. */
export function approve(
  request: Request,
  decision: Yes,
  now: number,
  forMs: number,
): Result<Request, DecisionError> {
  const refused = refusalOfYes(request, decision, now);
  if (refused) return err(refused);
  if (request.ceremony.kind === 'countersign') return err('needs-countersignatures');
  return ok(approved(promised(request, decision), now, forMs));
}

/** The requester said yes to a call that peers have to countersign. Nothing is approved by it. */
export function confirm(
  request: Request,
  decision: Yes,
  window: string,
  now: number,
): Result<Request, DecisionError> {
  const refused = refusalOfYes(request, decision, now);
  if (refused) return err(refused);
  return ok({ ...promised(request, decision), window, state: { kind: 'countersigning', at: now } });
}

/** What is lost of this disk is copied first, where a person wants that and it fits. */
function promised(request: Request, { keepCopy }: Yes): Request {
  const { copy } = request;
  if (keepCopy !== true || copy?.fits !== true) return request;
  return { ...request, copy: { ...copy, promised: true } };
}

/** Peers have said yes, or a person broke the glass. */
export function approved(request: Request, now: number, forMs: number): Request {
  return {
    ...request,
    state: { kind: 'approved', at: now, ...(request.copy?.promised ? { copyFirst: true } : {}) },
    expiresAt: Math.min(request.expiresAt, now + forMs),
  };
}

/** A no, also while peers are being asked and while a yes is not used yet: the requester takes it back. */
export function deny(
  request: Request,
  decision: { readonly digest: string; readonly reason: string },
  now: number,
): Result<Request, DecisionError> {
  const refused = refusal(
    request,
    decision.digest,
    now,
    isOpen(request) || request.state.kind === 'approved',
  );
  if (refused) return err(refused);
  return ok({ ...request, state: { kind: 'denied', at: now, reason: decision.reason } });
}

/** Why a yes by the person at this machine is not taken. */
export function refusalOfYes(request: Request, decision: Yes, now: number): DecisionError | undefined {
  const refused = refusal(request, decision.digest, now, awaitsDecision(request));
  if (refused) return refused;
  const { ceremony } = request;
  return ceremony.kind !== 'confirm' && decision.typed !== ceremony.name ? 'name-not-typed' : undefined;
}

function refusal(
  request: Request,
  digest: string,
  now: number,
  isOpenYet: boolean,
): DecisionError | undefined {
  if (!isOpenYet) return request.state.kind === 'expired' ? 'expired' : 'already-decided';
  if (now >= request.expiresAt) return 'expired';
  return digest === shownDigest(request) ? undefined : 'digest-changed';
}

export function use(request: Request, now: number): Request {
  return { ...request, window: '', state: { kind: 'used', at: now } };
}

export function expire(request: Request, now: number): Request {
  return { ...request, window: '', state: { kind: 'expired', at: now } };
}

export function voidRequest(request: Request, code: VoidCode, now: number): Request {
  return { ...request, window: '', state: { kind: 'void', at: now, code } };
}
