import { hookLimit } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';
import { hookName } from './switches.js';

/** Qwen Code. Its limit is in milliseconds; in seconds the same number would still be a limit. */
export const qwenCode: EntriesAdapter = {
  id: 'qwen-code',
  name: 'Qwen Code',
  program: 'qwen',
  traces: ['.qwen'],
  coverage: {
    tried: { kind: 'end-to-end', version: '0.24.4' },
    covered: 'every-tool',
    gaps: ['switched-off', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.qwen/settings.json`,
  switches: (places) => [`${places.home}/.qwen/settings.json`, `${places.workspace}/.qwen/settings.json`],
  harmless: (cwd) => harmlessHook(cwd, 'PreToolUse', 'run_shell_command'),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            name: hookName,
            command: guardedCommand(doorbell, { agent: 'qwen-code', event: 'PreToolUse' }),
            timeout: hookLimit('qwen-code') * 1_000,
          },
        ],
      },
    },
    ...['PostToolUse', 'PostToolUseFailure'].map((event) => ({
      event,
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            name: hookName,
            command: plainCommand(doorbell, { agent: 'qwen-code', event }),
            timeout: 60_000,
          },
        ],
      },
    })),
  ],
};
