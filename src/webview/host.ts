/** The only line to the extension. */
import type { ViewMessage } from '../protocol/view-message.js';

interface EditorApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface Host {
  send(message: ViewMessage): void;
  /** What this view kept before it was hidden; whatever it is, it is read as unknown. */
  recall(): unknown;
  keep(state: unknown): void;
}

export function connectHost(): Host {
  const editor = acquireVsCodeApi();
  return {
    send: (message) => editor.postMessage(message),
    recall: () => editor.getState(),
    keep: (state) => editor.setState(state),
  };
}
