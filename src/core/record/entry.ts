import type { Band } from '../risk/assessment.js';
import type { CallerId } from '../toolcall/toolcall.js';

/** What an entry says, before it is placed in the chain. Times and sequence are added when it is appended. */
export type EntryBody =
  | { readonly type: 'genesis'; readonly machine: string }
  | (CallFacts & { readonly type: 'call.passed' })
  | (CallFacts & { readonly type: 'call.held'; readonly request: string; readonly rule: string })
  | (CallFacts & { readonly type: 'call.parked'; readonly request: string })
  | (CallFacts & {
      readonly type: 'call.denied';
      readonly request: string;
      readonly by: Decider;
      readonly reason: string;
    })
  | (CallFacts & {
      readonly type: 'call.approved';
      readonly request: string;
      readonly by: Decider;
      readonly typed: boolean;
    })
  | (CallFacts & { readonly type: 'call.released'; readonly request: string })
  | (CallFacts & { readonly type: 'call.expired'; readonly request: string })
  | (CallFacts & { readonly type: 'call.void'; readonly request: string; readonly code: string })
  | (CallFacts & { readonly type: 'call.finished'; readonly outcome: 'ran' | 'failed' })
  /** A person lets reads on one target pass, for the rest of one session. */
  | {
      readonly type: 'reads.passed';
      readonly agent: CallerId;
      readonly session: string;
      readonly target: string;
    }
  | {
      readonly type: 'agent.connected' | 'agent.disconnected';
      readonly agent: CallerId;
      readonly file: string;
    }
  | { readonly type: 'recovery'; readonly detail: string };

/** `person`: the card in the editor. `policy`: a rule. `offline`: no window was open. `failure`: something broke, so no. */
export type Decider = 'person' | 'policy' | 'offline' | 'failure';

/** Facts about the call that every entry about it repeats, so that a line can be read alone. */
export interface CallFacts {
  readonly agent: CallerId;
  readonly session: string;
  readonly callId: string;
  readonly tool: string;
  readonly cwd: string;
  /** One line that names the call: the command, the paths, the MCP tool. At most 2,000 characters. */
  readonly summary: string;
  readonly digest: string;
  readonly score: number;
  readonly band: Band;
  readonly vector: string;
  readonly targets: readonly string[];
}

/** One line of the record: RFC 8785 JSON of these fields. `prev` is SHA-256 (hex) of the previous raw line. */
export interface Entry {
  readonly v: 1;
  readonly seq: number;
  readonly prev: string;
  /** Unix milliseconds. */
  readonly ts: number;
  /** Random id of the process that wrote it. */
  readonly writer: string;
  readonly body: EntryBody;
}
