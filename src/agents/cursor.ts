import { hookLimit } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';

/** Cursor, from its documentation: `failClosed` makes a hook that breaks or times out block. */
export const cursor: EntriesAdapter = {
  id: 'cursor',
  name: 'Cursor',
  traces: ['.cursor'],
  coverage: {
    tried: { kind: 'documented' },
    covered: 'every-tool',
    gaps: ['cloud-agents'],
    onFailure: 'agent-blocks',
  },
  newFile: '{\n  "version": 1\n}\n',
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.cursor/hooks.json`,
  switches: (places) => [`${places.workspace}/.cursor/hooks.json`],
  harmless: (cwd) => ({
    conversation_id: 'countersign-doctor',
    hook_event_name: 'preToolUse',
    workspace_roots: [cwd],
    tool_name: 'Shell',
    tool_input: { command: 'true' },
    tool_use_id: 'countersign-doctor',
    cwd,
  }),
  entries: (doorbell) => [
    {
      event: 'preToolUse',
      entry: {
        command: guardedCommand(doorbell, { agent: 'cursor', event: 'preToolUse' }),
        timeout: hookLimit('cursor'),
        failClosed: true,
      },
    },
    // A call that fails has an event of its own.
    ...['postToolUse', 'postToolUseFailure'].map((event) => ({
      event,
      entry: { command: plainCommand(doorbell, { agent: 'cursor', event }), timeout: 60 },
    })),
  ],
};
