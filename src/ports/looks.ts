import type { Request } from '../core/approval/request.js';
import type { LookOutcome } from '../core/approval/seen.js';
import type { SessionFacts } from '../core/policy/session-facts.js';
import type { PolicySettings } from '../core/policy/settings.js';
import type { TeamCall } from '../core/policy/team-words.js';
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

/** By what a request is ruled on. */
export interface RulesOf {
  readonly session: SessionFacts;
  readonly settings: PolicySettings;
  readonly team: TeamCall | undefined;
}

/** The request as the rules have it once more is known of it; undefined where they forbid it. */
export type AsSeen = (request: Request, rules: RulesOf) => Request | undefined;

/** Looks at what a call would reach, reading only. Never rejects; each look ends in bounded time. */
export interface Looks {
  look(order: LookOrder): Promise<LookOutcome>;
  /** True where a person has chosen that held calls are looked up by themselves. */
  isAutomatic(): boolean;
  /** How what was seen changes what is asked for. It is loaded once something was seen. */
  asSeen(): Promise<AsSeen>;
}
