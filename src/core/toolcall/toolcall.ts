import * as v from 'valibot';
import { jsonShape } from '../shared/json-value.js';
import { maybeText, type Shape, text, textOrNull, texts } from '../shared/shape.js';

export type { JsonValue } from '../shared/json-value.js';

/** The agents that Countersign knows, by the names that the command line uses (`countersign hook AGENT`). */
export const agentIds = [
  'claude-code',
  'codex',
  'gemini-cli',
  'copilot-cli',
  'vscode',
  'opencode',
  'kilo',
  'pi',
  'cline',
  'cursor',
  'windsurf',
  'kiro',
  'amazon-q',
  'droid',
  'qwen-code',
  'auggie',
  'grok-build',
  'kimi-code',
  'antigravity',
] as const;

export type AgentId = (typeof agentIds)[number];

/** Everyone who rings at the gate: the agents' hooks, and Countersign's own second line behind them. */
export const callerIds = [...agentIds, 'terminal', 'mcp-gateway'] as const;

export type CallerId = (typeof callerIds)[number];

const shellNames = ['bash', 'pwsh', 'cmd'] as const;
export type ShellName = (typeof shellNames)[number];

const shellPayload = v.strictObject({
  kind: v.literal('shell'),
  shell: v.picklist(shellNames),
  command: text,
});
export type ShellPayload = Shape<typeof shellPayload>;

/** One file's change as the agent states it; `core/change` resolves it against the disk. Paths absolute or relative to cwd. */
const fileEdit = v.variant('kind', [
  v.strictObject({ kind: v.literal('write'), path: text, content: text }),
  v.strictObject({
    kind: v.literal('replace'),
    path: text,
    replacements: v.array(v.strictObject({ old: text, new: text, all: v.boolean() })),
  }),
  /** The whole file before and after; null where there is none. */
  v.strictObject({ kind: v.literal('whole'), path: text, before: textOrNull, after: textOrNull }),
  v.strictObject({ kind: v.literal('delete'), path: text }),
  /** A form that could not be read (an unknown patch dialect): judged as an opaque write. */
  v.strictObject({ kind: v.literal('unreadable'), path: text, text }),
]);
export type FileEdit = Shape<typeof fileEdit>;

const editPayload = v.strictObject({ kind: v.literal('edit'), edits: v.array(fileEdit) });
export type EditPayload = Shape<typeof editPayload>;

/** The hints of the MCP specification that matter here; absent ones say nothing. */
const mcpAnnotations = v.strictObject({
  readOnlyHint: v.exactOptional(v.boolean()),
  destructiveHint: v.exactOptional(v.boolean()),
});
export type McpAnnotations = Shape<typeof mcpAnnotations>;

const mcpPayload = v.strictObject({
  kind: v.literal('mcp'),
  server: text,
  name: text,
  arguments: jsonShape,
  /** What the server says of the tool. It may raise the score, never lower it. */
  annotations: v.exactOptional(mcpAnnotations),
  /** How the server behind the gateway is started, without what looks like a secret: it may name what it reaches. */
  launch: v.exactOptional(texts),
});
export type McpPayload = Shape<typeof mcpPayload>;

const fetchPayload = v.strictObject({ kind: v.literal('fetch'), url: text });
export type FetchPayload = Shape<typeof fetchPayload>;

/** A tool that only looks: read a file, list, search. */
const readPayload = v.strictObject({ kind: v.literal('read'), path: text });
export type ReadPayload = Shape<typeof readPayload>;

/** A tool that Countersign has no model of. `text` is its input as JSON. */
const otherPayload = v.strictObject({ kind: v.literal('other'), text });
export type OtherPayload = Shape<typeof otherPayload>;

const payload = v.variant('kind', [
  shellPayload,
  editPayload,
  mcpPayload,
  fetchPayload,
  readPayload,
  otherPayload,
]);
export type Payload = Shape<typeof payload>;

/** What an agent wants to do, before it does it, in one form for every agent. Text in it is data: never markup. */
export const toolCallShape = v.strictObject({
  agent: v.picklist(callerIds),
  /** The agent's own session id; empty when it sends none. */
  session: text,
  /** Set when a subagent asks: its id and its type, as the agent names them. */
  subagent: v.exactOptional(v.strictObject({ id: text, type: text })),
  /** The agent's id for this one call; empty when it sends none. */
  callId: text,
  /** The tool as the agent names it, for example `Bash` or `run_in_terminal`. */
  tool: text,
  /** Absolute working directory. */
  cwd: text,
  payload,
  /** What a shell tool is told besides the command, such as to leave the sandbox; an approval is bound to it too. */
  options: v.exactOptional(jsonShape),
  /** Why the agent says it wants this. A quote: it may raise a score, never lower it. */
  stated: maybeText,
  /** The program that speaks to the MCP gateway, as it names itself: a label, never evidence. */
  client: maybeText,
  /** True when the agent says it runs without asking its user (bypass, yolo, auto-approve). */
  unattended: v.exactOptional(v.boolean()),
});
export type ToolCall = Shape<typeof toolCallShape>;
