import type { Adapter } from './adapter.js';
import { claudeCode } from './claude-code.js';
import { vscode } from './vscode.js';

/** The agents that can be connected: one line each. */
export const adapters: readonly Adapter[] = [claudeCode, vscode];

export function adapterFor(id: string): Adapter | undefined {
  return adapters.find((adapter) => adapter.id === id);
}
