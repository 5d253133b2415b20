import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand, powershellCommand } from './command.js';
import { harmlessHook } from './harmless.js';

const before = { agent: 'vscode', event: 'PreToolUse' } as const;
const after = { agent: 'vscode', event: 'PostToolUse' } as const;

/** The editor's built-in agent mode (Local harness): it ignores matchers, and lets a call run after 30 s unless told. */
export const vscode: EntriesAdapter = {
  id: 'vscode',
  name: 'VS Code agent mode',
  onWindows: 'powershell',
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
  switches: ({ home, workspace }) => [
    ...userSettings(home),
    ...(workspace === '' ? [] : [`${workspace}/.vscode/settings.json`]),
  ],
  harmless: (cwd) => harmlessHook(cwd),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        type: 'command',
        command: guardedCommand(doorbell, before),
        ...onWindows(doorbell, powershellCommand(doorbell, before)),
        timeout: hookLimit('vscode'),
      },
    },
    {
      event: 'PostToolUse',
      entry: {
        type: 'command',
        command: plainCommand(doorbell, after),
        ...onWindows(doorbell, powershellCommand(doorbell, after)),
        timeout: 60,
      },
    },
  ],
};

/** The editor starts hooks in PowerShell there, and has a key of its own for what it runs. */
function onWindows(doorbell: Doorbell, windows: string): { readonly windows?: string } {
  return doorbell.platform === 'win32' ? { windows } : {};
}

/** A person's own settings of the editor, where each system keeps them. */
function userSettings(home: string): readonly string[] {
  const roots = ['.config', 'Library/Application Support', 'AppData/Roaming'];
  return roots.flatMap((root) =>
    ['Code', 'Code - Insiders'].map((name) => `${home}/${root}/${name}/User/settings.json`),
  );
}
