import { err, ok, type Result } from '../shared/result.js';
import type { Request, VoidCode } from './request.js';

/** Why a decision about a request is not taken. */
export type DecisionError = 'already-decided' | 'expired' | 'digest-changed' | 'name-not-typed';

export function isOpen(request: Request): boolean {
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
  return { ...rest, asked: request.asked + 1, window, parkAt, state: { kind: 'pending' } };
}

/** The agent has its answer, the person still has the question. */
export function park(request: Request, agentGone: boolean): Request {
  return { ...request, window: '', state: { kind: 'parked' }, ...(agentGone ? { agentGone } : {}) };
}

/** A person said yes to what `digest` names. From then on the approval lasts `forMs`, never longer than the request. */
export function approve(
  request: Request,
  decision: { readonly digest: string; readonly typed?: string },
  now: number,
  forMs: number,
): Result<Request, DecisionError> {
  const refused = refusal(request, decision.digest, now);
  if (refused) return err(refused);
  if (request.ceremony.kind === 'typed' && decision.typed !== request.ceremony.name)
    return err('name-not-typed');
  return ok({
    ...request,
    state: { kind: 'approved', at: now },
    expiresAt: Math.min(request.expiresAt, now + forMs),
  });
}

export function deny(
  request: Request,
  decision: { readonly digest: string; readonly reason: string },
  now: number,
): Result<Request, DecisionError> {
  const refused = refusal(request, decision.digest, now);
  if (refused) return err(refused);
  return ok({ ...request, state: { kind: 'denied', at: now, reason: decision.reason } });
}

function refusal(request: Request, digest: string, now: number): DecisionError | undefined {
  if (!isOpen(request)) return request.state.kind === 'expired' ? 'expired' : 'already-decided';
  if (now >= request.expiresAt) return 'expired';
  return digest === request.digest ? undefined : 'digest-changed';
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
