import type { CallFacts } from '../core/record/entry.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { World } from '../core/shared/world.js';
import type { AgentId, ToolCall } from '../core/toolcall/toolcall.js';
import type { Ruling } from '../protocol/answer.js';

/** A ring as it reaches the desk: who rang, with which bytes, from where, and how long the doorbell can wait. */
export interface Ring {
  readonly agent: AgentId;
  readonly payload: Uint8Array | string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly budgetMs: number;
}

/** A call with everything that judging it yielded. */
export interface Judged {
  readonly ring: Ring;
  readonly call: ToolCall;
  readonly world: World;
  readonly assessment: Assessment;
  readonly digest: string;
  readonly facts: CallFacts;
}

/** A hook that stands at the desk and waits for its ruling. */
export interface Waiter {
  readonly judged: Judged;
  /** Answers it; later answers to the same waiter are ignored. */
  answer(ruling: Ruling): void;
}
