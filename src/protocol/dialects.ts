import type { CallerId, JsonValue } from '../core/toolcall/toolcall.js';

/** One agent's way of saying yes and no. */
export interface Dialect {
  /** What says nothing: an empty object, which agents read as no opinion, where it is not said otherwise. */
  readonly nothing?: object;
  /** `input` is what was approved; an agent that can take it back is given it. */
  allow(reason: string, input: JsonValue | undefined): object;
  /** The object that blocks, or the agents that are blocked by exit code 2 and words alone. */
  readonly deny: 'exit-code' | ((reason: string) => object);
}

/** Claude Code's form, which VS Code's Local harness, Qwen Code, Droid, Auggie and Grok Build read too: without `hookEventName` it is ignored. */
const claude: Dialect = {
  allow: (permissionDecisionReason, updatedInput) =>
    preToolUse({ permissionDecision: 'allow', permissionDecisionReason, ...given({ updatedInput }) }),
  deny: (permissionDecisionReason) => preToolUse({ permissionDecision: 'deny', permissionDecisionReason }),
};

/** Codex refuses what it does not know and lets the call run then: no extra field, no `ask`, no allow without an input. */
const codex: Dialect = {
  allow: (_, updatedInput) =>
    updatedInput === undefined ? {} : preToolUse({ permissionDecision: 'allow', updatedInput }),
  deny: claude.deny,
};

/** Kimi Code knows a no alone, and takes no input back. */
const kimi: Dialect = { allow: () => ({}), deny: claude.deny };

/** Antigravity takes what names no decision for a no, and asks its user as before where a call is allowed. */
const antigravity: Dialect = {
  nothing: { decision: 'allow' },
  allow: (reason) => ({ decision: 'allow', reason }),
  deny: (reason) => ({ decision: 'deny', reason }),
};

const gemini: Dialect = {
  allow: (reason, input) => ({
    decision: 'allow',
    reason,
    ...(input === undefined
      ? {}
      : { hookSpecificOutput: { hookEventName: 'BeforeTool', tool_input: input } }),
  }),
  deny: (reason) => ({ decision: 'deny', reason }),
};

/** Copilot CLI's own form, on top of the one that VS Code reads: VS Code runs the hooks of Copilot CLI's files too. */
const copilot: Dialect = {
  allow: (permissionDecisionReason, modifiedArgs) => ({
    permissionDecision: 'allow',
    permissionDecisionReason,
    ...given({ modifiedArgs }),
    ...claude.allow(permissionDecisionReason, modifiedArgs),
  }),
  deny: (permissionDecisionReason) => ({
    permissionDecision: 'deny',
    permissionDecisionReason,
    ...preToolUse({ permissionDecision: 'deny', permissionDecisionReason }),
  }),
};

/** Cline reads `cancel` as a boolean and ignores exit codes. */
const cline: Dialect = {
  allow: (_, overrideInput) => ({ cancel: false, ...given({ overrideInput }) }),
  deny: (errorMessage) => ({ cancel: true, errorMessage }),
};

/** What Countersign's own plugin for opencode and Kilo reads. */
const opencode: Dialect = {
  allow: (reason, input) => ({ decision: 'allow', reason, ...given({ input }) }),
  deny: (reason) => ({ decision: 'deny', reason }),
};

const cursor: Dialect = {
  allow: () => ({ permission: 'allow' }),
  deny: (reason) => ({ permission: 'deny', user_message: reason, agent_message: reason }),
};

/** Agents that read no decision from standard output: 0 lets the call go on, 2 with words blocks it. */
const exitCode: Dialect = { allow: () => ({}), deny: 'exit-code' };

/** Countersign's own second line reads a decision and its reason. */
const own: Dialect = {
  allow: (reason) => ({ decision: 'allow', reason }),
  deny: (reason) => ({ decision: 'deny', reason }),
};

export const dialects: Readonly<Record<CallerId, Dialect>> = {
  'claude-code': claude,
  codex,
  'gemini-cli': gemini,
  'copilot-cli': copilot,
  vscode: claude,
  opencode,
  kilo: opencode,
  pi: opencode,
  cline,
  cursor,
  windsurf: exitCode,
  kiro: exitCode,
  'amazon-q': exitCode,
  droid: claude,
  'qwen-code': claude,
  auggie: claude,
  'grok-build': claude,
  'kimi-code': kimi,
  antigravity,
  terminal: own,
  'mcp-gateway': own,
};

function preToolUse(decision: object): object {
  return { hookSpecificOutput: { hookEventName: 'PreToolUse', ...decision } };
}

/** Leaves out what is undefined. */
function given(fields: { readonly [name: string]: JsonValue | undefined }): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
