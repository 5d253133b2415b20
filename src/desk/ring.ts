import type { CredentialOrigin, Request } from '../core/approval/request.js';
import type { RulingReason } from '../core/approval/ruling-reason.js';
import type { Foreseen } from '../core/change/change-of.js';
import type { SessionFacts } from '../core/policy/session-facts.js';
import type { TeamCall } from '../core/policy/team-words.js';
import type { CallFacts } from '../core/record/entry.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import type { JsonValue, ToolCall } from '../core/toolcall/toolcall.js';
import type { KeptShell, Site } from '../ports/judge.js';
import type { Ruling } from '../protocol/answer.js';
import type { Ring } from '../protocol/ring.js';

/** A call with everything that judging it yielded. */
export interface Judged {
  readonly ring: Ring;
  readonly call: ToolCall;
  /** The tool's input as it came: an allow repeats it. */
  readonly input?: JsonValue;
  /** Where it would run: the directory of the shell in which it was judged. */
  readonly site: Site;
  readonly assessment: Assessment;
  readonly digest: string;
  readonly facts: CallFacts;
  /** What the call leaves of its session's own shell, where it runs in one: nothing when it ends the shell. */
  readonly shell?: { readonly after: KeptShell | undefined };
  /** The team's policy by which it was judged; absent where there is none. */
  readonly team?: TeamCall;
}

/** What a request keeps of the ground on which its call was shown. */
export type Footing = Required<Pick<Request, 'basis' | 'variables'>>;

/** A call that needs a yes, with what is looked at before anybody is asked. */
export interface Shown extends Judged {
  readonly foreseen: Foreseen;
  readonly hooks: readonly ForeignHook[];
  /** Where credentials of the call stand. */
  readonly credentials: readonly CredentialOrigin[];
  /** What the call stands on as it is shown. */
  readonly footing: Footing;
}

/** What whoever asked is told, in codes and data; the counter has it worded. */
export type DeskRuling = Ruling<RulingReason>;

/** A hook that stands at the desk and waits for its ruling. */
export interface Waiter {
  readonly judged: Judged;
  /** Answers it; later answers to the same waiter are ignored. */
  answer(ruling: DeskRuling): void;
}

/** What is remembered of the session that a call belongs to. */
export interface Kept {
  readonly session: SessionFacts;
  /** In which shells the call may run besides a new one, the likeliest first. */
  readonly shells: readonly KeptShell[];
}

/** Whoever rang, while it waits: when it hangs up, and how it is told which request it waits for. */
export interface Caller {
  readonly gone: AbortSignal | undefined;
  readonly held: ((request: string) => void) | undefined;
}
