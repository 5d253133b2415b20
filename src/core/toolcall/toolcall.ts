/** The agents that Countersign knows, by the names that the command line uses (`countersign hook AGENT`). */
export const agentIds = [
  'claude-code',
  'codex',
  'gemini-cli',
  'copilot-cli',
  'vscode',
  'opencode',
  'cline',
  'cursor',
  'windsurf',
  'kiro',
  'amazon-q',
  'droid',
  'qwen-code',
] as const;

export type AgentId = (typeof agentIds)[number];

/** Everyone who rings at the gate: the agents' hooks, and Countersign's own second line behind them. */
export const callerIds = [...agentIds, 'terminal', 'mcp-gateway'] as const;

export type CallerId = (typeof callerIds)[number];

/** What an agent wants to do, before it does it, in one form for every agent. Text in it is data: never markup. */
export interface ToolCall {
  readonly agent: CallerId;
  /** The agent's own session id; empty when it sends none. */
  readonly session: string;
  /** Set when a subagent asks: its id and its type, as the agent names them. */
  readonly subagent?: { readonly id: string; readonly type: string };
  /** The agent's id for this one call; empty when it sends none. */
  readonly callId: string;
  /** The tool as the agent names it, for example `Bash` or `run_in_terminal`. */
  readonly tool: string;
  /** Absolute working directory. */
  readonly cwd: string;
  readonly payload: Payload;
  /** What a shell tool is told besides the command, such as to leave the sandbox; an approval is bound to it too. */
  readonly options?: JsonValue;
  /** Why the agent says it wants this. A quote: it may raise a score, never lower it. */
  readonly stated?: string;
  /** The program that speaks to the MCP gateway, as it names itself: a label, never evidence. */
  readonly client?: string;
  /** True when the agent says it runs without asking its user (bypass, yolo, auto-approve). */
  readonly unattended?: boolean;
}

export type Payload = ShellPayload | EditPayload | McpPayload | FetchPayload | ReadPayload | OtherPayload;

export type ShellName = 'bash' | 'pwsh' | 'cmd';

export interface ShellPayload {
  readonly kind: 'shell';
  readonly shell: ShellName;
  readonly command: string;
}

export interface EditPayload {
  readonly kind: 'edit';
  readonly edits: readonly FileEdit[];
}

/** One file's change as the agent states it; `core/change` resolves it against the disk. Paths absolute or relative to cwd. */
export type FileEdit =
  | { readonly kind: 'write'; readonly path: string; readonly content: string }
  | {
      readonly kind: 'replace';
      readonly path: string;
      readonly replacements: readonly { readonly old: string; readonly new: string; readonly all: boolean }[];
    }
  /** The whole file before and after; null where there is none. */
  | {
      readonly kind: 'whole';
      readonly path: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly kind: 'delete'; readonly path: string }
  /** A form that could not be read (an unknown patch dialect): judged as an opaque write. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly text: string };

export interface McpPayload {
  readonly kind: 'mcp';
  readonly server: string;
  readonly name: string;
  readonly arguments: JsonValue;
  /** What the server says of the tool. It may raise the score, never lower it. */
  readonly annotations?: McpAnnotations;
  /** How the server behind the gateway is started, without what looks like a secret: it may name what it reaches. */
  readonly launch?: readonly string[];
}

/** The hints of the MCP specification that matter here; absent ones say nothing. */
export interface McpAnnotations {
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
}

export interface FetchPayload {
  readonly kind: 'fetch';
  readonly url: string;
}

/** A tool that only looks: read a file, list, search. */
export interface ReadPayload {
  readonly kind: 'read';
  readonly path: string;
}

/** A tool that Countersign has no model of. `text` is its input as JSON. */
export interface OtherPayload {
  readonly kind: 'other';
  readonly text: string;
}

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
