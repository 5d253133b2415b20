import type { ServerResponse } from 'node:http';

/** What the scripted model does in one turn: it calls one tool. */
export interface ScriptedCall {
  /** The agent's own name of the tool. */
  readonly tool: string;
  /** The MCP server of the tool, where an agent wants it named apart. */
  readonly namespace?: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The model thinks until this resolves: a test has something to do first. */
  readonly after?: Promise<void>;
  /** Done when the model has heard of all calls before, and before it makes this one. */
  readonly meanwhile?: () => void;
}

/** What a request asked for. Requests without tools are side errands, such as titles; they get plain text. */
export interface Asked {
  readonly conversation: boolean;
  /** The text of every tool result in the conversation so far. */
  readonly toolResults: readonly string[];
  /** The request wants a count of tokens, not an answer. */
  readonly counting: boolean;
  readonly streaming: boolean;
  readonly model: string;
}

/** One vendor's wire format. */
export interface ModelProtocol {
  accepts(path: string): boolean;
  read(path: string, body: string): Asked;
  write(response: ServerResponse, asked: Asked, call: ScriptedCall | undefined): void;
}
