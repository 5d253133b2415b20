import type { Change } from '../change/change.js';
import type { Ceremony, RuleReference } from '../policy/verdict.js';
import type { Assessment } from '../risk/assessment.js';
import type { ToolCall } from '../toolcall/toolcall.js';

/** `pending`: the agent's hook is held. `parked`: the agent was told to ask again. Both wait for a person. */
export type RequestState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'approved'; readonly at: number }
  | { readonly kind: 'denied'; readonly at: number; readonly reason: string }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'void'; readonly at: number; readonly code: VoidCode }
  | { readonly kind: 'used'; readonly at: number };

/** Why an approval no longer counts. */
export type VoidCode = 'call-changed' | 'target-changed' | 'agent-gone' | 'record-failed';

/** A held call. Times are Unix milliseconds. */
export interface Request {
  /** What people call it: `CS-142`. */
  readonly id: string;
  /** SHA-256, hex, of the canonical bytes of the call and of what it was judged to touch. */
  readonly digest: string;
  readonly call: ToolCall;
  readonly assessment: Assessment;
  readonly change: Change;
  readonly ceremony: Ceremony;
  readonly rule: RuleReference;
  readonly createdAt: number;
  /** When the hook must be answered; then the request is parked. */
  readonly parkAt: number;
  /** When a yes no longer counts. */
  readonly expiresAt: number;
  /** How many times the agent asked for the very same thing, 1 or more. */
  readonly asked: number;
  readonly state: RequestState;
  /** The window that holds it: the id of its gate. Empty when no window does. */
  readonly window: string;
  /** True when the agent that asked hung up; a later retry still finds the request. */
  readonly agentGone?: boolean;
}
