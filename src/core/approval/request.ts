import type { Change } from '../change/change.js';
import type { Ceremony, RuleReference } from '../policy/verdict.js';
import type { Assessment } from '../risk/assessment.js';
import type { ForeignHook } from '../risk/foreign-hooks.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { Basis, SentRequest } from './sent-request.js';

/**
 * `pending`: the agent's hook is held. `parked`: the agent was told to ask again. Both wait for a person.
 * `countersigning`: the requester has said yes, and waits for other persons' signatures.
 */
export type RequestState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'countersigning'; readonly at: number }
  | { readonly kind: 'approved'; readonly at: number }
  | { readonly kind: 'denied'; readonly at: number; readonly reason: string }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'void'; readonly at: number; readonly code: VoidCode }
  | { readonly kind: 'used'; readonly at: number };

/** Why an approval no longer counts. */
export type VoidCode =
  | 'call-changed'
  | 'target-changed'
  | 'agent-gone'
  | 'record-failed'
  /** The team's policy or roster is another, or the rules now ask for more than was given. */
  | 'policy-changed'
  /** A program, script, variable or directory is not what was signed. */
  | 'ground-changed'
  /** The machine's clock is behind the record's last entry. */
  | 'clock-set-back'
  /** The one run has begun elsewhere. */
  | 'used-elsewhere'
  /** The signatures that are kept do not bear the yes. */
  | 'not-countersigned'
  /** A hook of the workspace that nobody has accepted can rewrite the call. */
  | 'hook-unaccepted';

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
  /** Hooks of the workspace that can rewrite the call after a yes, and that no person has accepted yet. */
  readonly rewriters?: readonly ForeignHook[];
  /** Present where peers have to countersign. */
  readonly basis?: Basis;
  /** What was signed and sent to peers, and what came back. */
  readonly sent?: SentRequest;
}
