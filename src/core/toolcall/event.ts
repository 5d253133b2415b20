import type { JsonValue, ToolCall } from './toolcall.js';

/** What an agent's hook reports. `before` waits for an answer; `after` closes the entry; `other` is none of our business. */
export type HookEvent =
  /** `input` is the tool's input as it came, for the answer to repeat. */
  | { readonly kind: 'before'; readonly call: ToolCall; readonly input: JsonValue }
  | { readonly kind: 'after'; readonly call: ToolCall; readonly outcome: 'ran' | 'failed' }
  | { readonly kind: 'other'; readonly name: string };

/** Why a payload is not an event. It is answered with a deny. */
export interface DecodeError {
  readonly code:
    | 'not-utf8'
    | 'not-json'
    | 'not-an-object'
    | 'ill-formed-text'
    | 'missing-field'
    | 'unknown-agent'
    /** An event that nobody here has heard of: what its agent would do with the answer is not known. */
    | 'unknown-event'
    /** Another event than the one that the installed command is for. */
    | 'other-event';
  /** The field, or the event's name, where there is one. */
  readonly field: string;
}
