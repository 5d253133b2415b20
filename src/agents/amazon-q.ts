import { hookLimit } from '../protocol/limits.js';
import type { FileAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';

/** Amazon Q's CLI, from its documentation: hooks belong to one agent, so Countersign brings an agent of its own. */
export const amazonQ: FileAdapter = {
  id: 'amazon-q',
  name: 'Amazon Q',
  program: 'q',
  traces: ['.aws/amazonq'],
  coverage: {
    tried: { kind: 'documented' },
    covered: 'every-tool',
    gaps: ['other-agents', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  next: 'start-amazon-q-agent',
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.aws/amazonq/cli-agents/countersign.json`
      : `${places.workspace}/.amazonq/cli-agents/countersign.json`,
  switches: () => [],
  harmless: (cwd) => harmlessHook(cwd, 'preToolUse', 'execute_bash'),
  text: (doorbell) => {
    const guarded = guardedCommand(doorbell, { agent: 'amazon-q', event: 'preToolUse' }, 'exit-code');
    const agent = {
      name: 'countersign',
      description: 'Every tool call is judged by Countersign before it runs.',
      tools: ['*'],
      hooks: {
        preToolUse: [{ matcher: '*', command: guarded, timeout_ms: hookLimit('amazon-q') * 1_000 }],
        postToolUse: [
          {
            matcher: '*',
            command: plainCommand(doorbell, { agent: 'amazon-q', event: 'postToolUse' }),
            timeout_ms: 30_000,
          },
        ],
      },
      useLegacyMcpJson: true,
    };
    return `${JSON.stringify(agent, undefined, 2)}\n`;
  },
};
