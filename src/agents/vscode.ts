import { hookLimitSeconds } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';

/** The editor's built-in agent mode (Local harness): it ignores matchers, and lets a call run after 30 s unless told. */
export const vscode: EntriesAdapter = {
  id: 'vscode',
  name: 'VS Code agent mode',
  traces: [],
  coverage: {
    tried: { kind: 'end-to-end', version: '1.139' },
    covered: 'every-tool',
    gaps: ['other-harnesses', 'hooks-setting', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.copilot/hooks/countersign.json`
      : `${places.workspace}/.github/hooks/countersign.json`,
  switches: () => [],
  harmless: (cwd) => harmlessHook(cwd),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        type: 'command',
        command: guardedCommand(doorbell, 'vscode'),
        timeout: hookLimitSeconds.vscode,
      },
    },
    {
      event: 'PostToolUse',
      entry: { type: 'command', command: plainCommand(doorbell, 'vscode'), timeout: 60 },
    },
  ],
};
