import { hookLimitSeconds } from '../protocol/limits.js';
import type { Adapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';

/** The editor's built-in agent mode (Local harness): it ignores matchers, and lets a call run after 30 s unless told. */
export const vscode: Adapter = {
  id: 'vscode',
  name: 'VS Code agent mode',
  traces: [],
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.copilot/hooks/countersign.json`
      : `${places.workspace}/.github/hooks/countersign.json`,
  switches: () => [],
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        type: 'command',
        command: guardedCommand(doorbell, 'vscode'),
        timeout: hookLimitSeconds['vscode'],
      },
    },
    {
      event: 'PostToolUse',
      entry: { type: 'command', command: plainCommand(doorbell, 'vscode'), timeout: 60 },
    },
  ],
};
