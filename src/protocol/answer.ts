import type { AgentId, JsonValue } from '../core/toolcall/toolcall.js';

/** What the agent is told. `allow` exists only where a person said yes; `fail` is a no because something broke. */
export type Ruling =
  | { readonly kind: 'no-opinion' }
  /** `input` is what was approved: repeated in the answer, it undoes what another hook put in its place before. */
  | { readonly kind: 'allow'; readonly reason: string; readonly input?: JsonValue }
  | { readonly kind: 'deny'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string };

/** What the doorbell prints, and its exit code: 0 with one JSON object, or 2 with words on standard error. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 2;
}

/** One agent's way of saying yes, no and nothing. */
interface Dialect {
  readonly noOpinion: object;
  decision(decision: 'allow' | 'deny', reason: string, input: JsonValue | undefined): object;
}

/** Claude Code's form, which VS Code's Local harness reads too: without `hookEventName` both would ignore it. */
const preToolUse: Dialect = {
  noOpinion: {},
  decision: (permissionDecision, permissionDecisionReason, updatedInput) => ({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision,
      permissionDecisionReason,
      ...(updatedInput === undefined ? {} : { updatedInput }),
    },
  }),
};

const dialects: Partial<Record<AgentId, Dialect>> = {
  'claude-code': preToolUse,
  vscode: preToolUse,
};

/** A ruling in the words of `agent`. An agent whose dialect is not known can only be refused. */
export function answerIn(agent: AgentId, ruling: Ruling): Answer {
  const dialect = dialects[agent];
  if (!dialect) return refused(`Countersign does not speak the dialect of ${agent}: blocked.`);
  switch (ruling.kind) {
    case 'no-opinion':
      return printed(dialect.noOpinion);
    case 'allow':
      return printed(dialect.decision('allow', ruling.reason, ruling.input));
    case 'deny':
      return printed(dialect.decision('deny', ruling.reason, undefined));
    case 'fail':
      return refused(ruling.reason);
  }
}

function printed(value: object): Answer {
  return { stdout: `${JSON.stringify(value)}\n`, stderr: '', exitCode: 0 };
}

function refused(words: string): Answer {
  return { stdout: '', stderr: `${words}\n`, exitCode: 2 };
}
