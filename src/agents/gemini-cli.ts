import { hookLimitSeconds } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';
import { hookName } from './switches.js';

/** Gemini CLI, as measured on 0.61.0: time limits in milliseconds, decisions at the top level. */
export const geminiCli: EntriesAdapter = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  program: 'gemini',
  traces: ['.gemini'],
  coverage: {
    tried: { kind: 'end-to-end', version: '0.61.0' },
    covered: 'every-tool',
    gaps: ['switched-off', 'untrusted-folder', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.gemini/settings.json`,
  switches: (places) => [`${places.home}/.gemini/settings.json`, `${places.workspace}/.gemini/settings.json`],
  harmless: (cwd) => harmlessHook(cwd, 'BeforeTool', 'run_shell_command'),
  entries: (doorbell) => [
    {
      event: 'BeforeTool',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            name: hookName,
            command: guardedCommand(doorbell, { agent: 'gemini-cli', event: 'BeforeTool' }),
            timeout: hookLimitSeconds['gemini-cli'] * 1_000,
          },
        ],
      },
    },
    {
      event: 'AfterTool',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            name: hookName,
            command: plainCommand(doorbell, { agent: 'gemini-cli', event: 'AfterTool' }),
            timeout: 60_000,
          },
        ],
      },
    },
  ],
};
