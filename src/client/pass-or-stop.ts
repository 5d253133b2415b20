import type { Cause } from '../protocol/cause.js';
import type { GateCall } from './call.js';
import { callGate, type GateCallOptions } from './gate-call.js';

/** `pass` means that nobody objects, or that a person said yes; `stop` has the gate's own words, `failed` why there are none. */
export type GateAnswer =
  | { readonly kind: 'pass' }
  | { readonly kind: 'stop'; readonly reason: string }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly detail: string };

export interface Asking {
  readonly answer: Promise<GateAnswer>;
  /** Nobody waits for the answer any more: what a person is asked about is parked. */
  hangUp(): void;
}

/** Asks for one of Countersign's own callers, which reads a decision: whatever fails on the way is no pass. */
export function askGate(call: GateCall, options: GateCallOptions): Asking {
  const open = callGate(call, options);
  const answer = open.end.then((end): GateAnswer => {
    if (end.kind === 'failed') return end;
    const { stdout, stderr, exitCode } = end.answer;
    return exitCode === 0 ? decisionIn(stdout) : { kind: 'stop', reason: stderr.trim() };
  });
  return { answer, hangUp: () => open.hangUp() };
}

/** Nothing but an empty object and an allow let a call pass. */
function decisionIn(stdout: string): GateAnswer {
  const said: unknown = JSON.parse(stdout);
  const garbage = { kind: 'failed', cause: 'gate-garbage', detail: '' } as const;
  if (typeof said !== 'object' || said === null) return garbage;
  if (Object.keys(said).length === 0) return { kind: 'pass' };
  const decision = 'decision' in said ? said.decision : undefined;
  if (decision === 'allow') return { kind: 'pass' };
  const reason = 'reason' in said && typeof said.reason === 'string' ? said.reason : '';
  return decision === 'deny' && reason !== '' ? { kind: 'stop', reason } : garbage;
}
