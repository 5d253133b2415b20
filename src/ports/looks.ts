import type { Request } from '../core/approval/request.js';
import type { LookOutcome } from '../core/approval/seen.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import type { Site } from './judge.js';

/** A held call whose places a person wants looked at. */
export interface LookOrder {
  readonly request: Request;
  /** What it was judged from; absent where this window did not judge it. */
  readonly judged:
    | { readonly call: ToolCall; readonly assessment: Assessment; readonly site: Site }
    | undefined;
  /** Nobody waits for it any more. */
  readonly cancelled: AbortSignal;
}

/** Looks at what a call would reach, reading only. Never rejects; each look ends in bounded time. */
export interface Looks {
  look(order: LookOrder): Promise<LookOutcome>;
  /** True where a person has chosen that held calls are looked up by themselves. */
  isAutomatic(): boolean;
}
