import { hookLimitSeconds } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { afterCommand, guardedCommand } from './command.js';
import { flawIn } from './flaws.js';
import { harmlessHook } from './harmless.js';

/** Claude Code, as measured on 2.1.330: `onFailure` makes a hook that breaks or times out block, since 2.1.295. */
export const claudeCode: EntriesAdapter = {
  id: 'claude-code',
  name: 'Claude Code',
  program: 'claude',
  leastVersion: '2.1.295',
  traces: ['.claude', '.claude.json'],
  coverage: {
    tried: { kind: 'end-to-end', version: '2.1.331' },
    covered: 'every-tool',
    gaps: ['switched-off'],
    onFailure: 'agent-blocks',
  },
  file: (scope, places) =>
    scope === 'user' ? `${places.home}/.claude/settings.json` : `${places.workspace}/.claude/settings.json`,
  switches: (places) => [
    `${places.home}/.claude/settings.json`,
    `${places.workspace}/.claude/settings.json`,
    `${places.workspace}/.claude/settings.local.json`,
  ],
  harmless: (cwd) => harmlessHook(cwd),
  flaw: (text) => flawIn(text, ['command', 'http', 'mcp_tool', 'prompt', 'agent']),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            command: guardedCommand(doorbell, 'claude-code'),
            timeout: hookLimitSeconds['claude-code'],
            onFailure: 'block',
          },
        ],
      },
    },
    // A call that fails has an event of its own.
    ...['PostToolUse', 'PostToolUseFailure'].map((event) => ({
      event,
      entry: {
        matcher: '*',
        hooks: [{ type: 'command', command: afterCommand(doorbell, 'claude-code'), timeout: 60 }],
      },
    })),
  ],
};
