import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, FileAdapter } from './adapter.js';
import { guardedCommand, type Hook, plainCommand, powershellCommand } from './command.js';

/** GitHub Copilot CLI, as measured on 1.0.102: it reads every file of its hooks folder, so this one is our own. */
export const copilotCli: FileAdapter = {
  id: 'copilot-cli',
  name: 'Copilot CLI',
  onWindows: 'powershell',
  program: 'copilot',
  traces: ['.copilot'],
  coverage: {
    tried: { kind: 'end-to-end', version: '1.0.102' },
    covered: 'every-tool',
    gaps: ['switched-off', 'untrusted-folder'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.copilot/hooks/countersign-cli.json`
      : `${places.workspace}/.github/hooks/countersign-cli.json`,
  switches: (places) => [
    `${places.home}/.copilot/settings.json`,
    `${places.workspace}/.github/copilot/settings.json`,
    `${places.workspace}/.claude/settings.json`,
  ],
  harmless: (cwd) => ({
    sessionId: 'countersign-doctor',
    cwd,
    toolName: 'bash',
    toolArgs: { command: 'true', description: 'countersign doctor', mode: 'sync' },
  }),
  text: (doorbell) => {
    const hooks = { preToolUse: [before(doorbell)], postToolUse: [after(doorbell)] };
    return `${JSON.stringify({ version: 1, hooks }, undefined, 2)}\n`;
  },
};

function hookFor(event: string): Hook {
  return { agent: 'copilot-cli', event };
}

function before(doorbell: Doorbell): object {
  const guarded =
    doorbell.platform === 'win32'
      ? { powershell: powershellCommand(doorbell, hookFor('preToolUse')) }
      : { bash: guardedCommand(doorbell, hookFor('preToolUse')) };
  return { type: 'command', ...guarded, timeoutSec: hookLimit('copilot-cli') };
}

function after(doorbell: Doorbell): object {
  const plain =
    doorbell.platform === 'win32'
      ? { powershell: powershellCommand(doorbell, hookFor('postToolUse')) }
      : { bash: plainCommand(doorbell, hookFor('postToolUse')) };
  return { type: 'command', ...plain, timeoutSec: 60 };
}
