import { canarySession } from '../core/toolcall/health.js';
import { hookLimit } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';

/** Auggie, as its package 0.36.0 reads its settings. Limits are in milliseconds; a hook that is killed, or outlives its own, lets the call run. */
export const auggie: EntriesAdapter = {
  id: 'auggie',
  name: 'Auggie',
  program: 'auggie',
  traces: ['.augment'],
  coverage: {
    tried: { kind: 'documented' },
    covered: 'every-tool',
    gaps: ['killed-hook'],
    onFailure: 'command-blocks',
  },
  next: 'restart',
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.augment/settings.json`,
  switches: () => [],
  harmless: (cwd) => ({
    hook_event_name: 'PreToolUse',
    conversation_id: canarySession,
    workspace_roots: [cwd],
    tool_name: 'launch-process',
    tool_input: { command: 'true', wait: true, cwd },
  }),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        matcher: '.*',
        hooks: [
          {
            type: 'command',
            command: guardedCommand(doorbell, { agent: 'auggie', event: 'PreToolUse' }),
            timeout: hookLimit('auggie') * 1_000,
          },
        ],
      },
    },
    {
      event: 'PostToolUse',
      entry: {
        matcher: '.*',
        hooks: [
          {
            type: 'command',
            command: plainCommand(doorbell, { agent: 'auggie', event: 'PostToolUse' }),
            timeout: 60_000,
          },
        ],
      },
    },
  ],
};
