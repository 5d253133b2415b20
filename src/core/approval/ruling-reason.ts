import type { RuleReference } from '../policy/verdict.js';
import type { DecodeError } from '../toolcall/event.js';
import type { Moved } from './ground-difference.js';
import type { CopyFailure, VoidCode } from './request.js';

/** Why a call is let go or stopped, as whoever asked is told. `id` is the request's. */
export type RulingReason =
  | { readonly code: 'approved' | 'parked' | 'ran-once' | 'expired'; readonly id: string }
  /** Without a request where none was opened yet. */
  | { readonly code: 'closing'; readonly id?: string }
  /** `said` is the person's own text. */
  | { readonly code: 'denied'; readonly id: string; readonly said: string }
  | {
      readonly code: 'voided';
      readonly id: string;
      readonly why: VoidCode;
      readonly moved?: readonly Moved[];
    }
  /** A hook that could rewrite the call came, or changed, after the yes. */
  | {
      readonly code: 'rewriter';
      readonly id: string;
      readonly hook: { readonly file: string; readonly line: number };
    }
  | { readonly code: 'copy-failed'; readonly id: string; readonly failure: CopyFailure }
  /** `unvouched`: no countersignatures that a pinned roster knows lie here for the call. */
  | { readonly code: 'forbidden' | 'unvouched'; readonly rule: RuleReference }
  | { readonly code: 'undecoded'; readonly error: DecodeError }
  /** A person is needed and no window is open; `summary` names the call. */
  | { readonly code: 'offline'; readonly summary: string }
  | { readonly code: 'record-failed' | 'store-failed' | 'judge-failed'; readonly detail: string };
