import type { Presence } from '../policy/verdict.js';
import type { Band } from '../risk/assessment.js';
import type { DriftKind } from '../toolcall/health.js';
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
      /** Whose countersignatures bear it. */
      readonly signers?: readonly string[];
    })
  | (CallFacts & { readonly type: 'call.released'; readonly request: string })
  | (CallFacts & { readonly type: 'call.expired'; readonly request: string })
  | (CallFacts & { readonly type: 'call.void'; readonly request: string; readonly code: string })
  | (CallFacts & { readonly type: 'call.finished'; readonly outcome: 'ran' | 'failed' })
  /** A call that ran and never rang before: by its hook afterwards, or by the agent's own transcript. */
  | (CallFacts & { readonly type: 'call.slipped'; readonly seen: 'after' | 'transcript' })
  /** The requester signed a request and asks peers. `statement` is SHA-256, hex, of the signed bytes. */
  | (CallFacts &
      Signature & {
        readonly type: 'request.sent';
        readonly request: string;
        readonly id: string;
        readonly approveBy: number;
        /** Over the policy and roster in force. */
        readonly policy: string;
      })
  /** `answer` is SHA-256, hex, of the envelope as it came. */
  | (Signature & { readonly type: 'approval.received'; readonly request: string; readonly answer: string })
  | (Signature & {
      readonly type: 'denial.received';
      readonly request: string;
      readonly answer: string;
      readonly reason: string;
    })
  | {
      readonly type: 'answer.refused';
      readonly request: string;
      readonly statement: string;
      readonly answer: string;
      readonly code: string;
      readonly detail: string;
    }
  /** The one run begins. `unsent`: the courier could not be told; this home's own claim stands alone. */
  | {
      readonly type: 'use.begun';
      readonly request: string;
      readonly statement: string;
      readonly courier: 'told' | 'unsent';
    }
  /** A person let a call run without the countersignatures that the policy asks for. A review is due. */
  | (CallFacts &
      Signature & { readonly type: 'break-glass'; readonly request: string; readonly reason: string })
  /** This machine's person answered somebody else's request. */
  | (Signature & {
      readonly type: 'countersignature.given';
      readonly id: string;
      readonly requester: string;
      readonly decision: 'approval' | 'denial';
      readonly summary: string;
      readonly comment: string;
      readonly reviewedMs: number;
    })
  /** A person has accepted hooks of a workspace, each with its exact content: they can rewrite calls after a yes. */
  | {
      readonly type: 'hooks.accepted';
      readonly agent: CallerId;
      readonly hooks: readonly { readonly file: string; readonly sha256: string }[];
    }
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
  /** What took an agent's guard away, and that it is back. `line` 0: the whole file. */
  | {
      readonly type: 'guard.drifted' | 'guard.repaired';
      readonly agent: CallerId;
      readonly problem: DriftKind;
      readonly file: string;
      readonly line: number;
    }
  /** A team's policy came into force. `policy` is the digest over policy and roster. */
  | {
      readonly type: 'policy.loaded';
      readonly version: number;
      readonly policy: string;
      readonly commit: string;
      readonly remote: string;
    }
  /** A file of the workspace would loosen something, and is not followed. `sha256` is of its text. */
  | {
      readonly type: 'policy.loosening';
      readonly where: string;
      readonly sha256: string;
      readonly what: readonly string[];
    }
  | { readonly type: 'recovery'; readonly detail: string };

/** A signature over a statement: whose, with which key, and what it shows of their being there. */
export interface Signature {
  readonly statement: string;
  readonly person: string;
  readonly fingerprint: string;
  readonly presence: Presence;
}

/** `person`: the card in the editor. `peers`: their signatures. `policy`: a rule. `offline`: no window was open. `failure`: something broke, so no. */
export type Decider = 'person' | 'peers' | 'break-glass' | 'policy' | 'offline' | 'failure';

/** Facts about the call that every entry about it repeats, so that a line can be read alone. */
export interface CallFacts {
  readonly agent: CallerId;
  readonly session: string;
  /** Set when a subagent asked. */
  readonly subagent?: { readonly id: string; readonly type: string };
  /** Who spoke to the MCP gateway, as it names itself. */
  readonly client?: string;
  /** The window that answered: the id of its gate. Absent when none did. */
  readonly window?: string;
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
