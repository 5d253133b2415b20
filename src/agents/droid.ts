import { hookLimit } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';

/** Factory Droid: the file is the map of events itself, without `hooks` around it. */
export const droid: EntriesAdapter = {
  id: 'droid',
  name: 'Droid',
  program: 'droid',
  traces: ['.factory'],
  coverage: {
    tried: { kind: 'end-to-end', version: '0.225.2' },
    covered: 'every-tool',
    gaps: ['switched-off', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  next: 'restart',
  under: [],
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.factory/hooks.json`,
  switches: (places) => [
    `${places.home}/.factory/settings.json`,
    `${places.workspace}/.factory/settings.json`,
    `${places.workspace}/.factory/settings.local.json`,
    `${places.workspace}/.factory/hooks.json`,
  ],
  harmless: (cwd) => harmlessHook(cwd, 'PreToolUse', 'Execute'),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            command: guardedCommand(doorbell, { agent: 'droid', event: 'PreToolUse' }),
            timeout: hookLimit('droid'),
          },
        ],
      },
    },
    {
      event: 'PostToolUse',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            command: plainCommand(doorbell, { agent: 'droid', event: 'PostToolUse' }),
            timeout: 60,
          },
        ],
      },
    },
  ],
};
