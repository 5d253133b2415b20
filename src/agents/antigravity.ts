import { canarySession } from '../core/toolcall/health.js';
import { hookLimit } from '../protocol/limits.js';
import type { EntriesAdapter } from './adapter.js';
import { guardedCommand } from './command.js';
import { flawInNamed } from './flaws.js';
import { hookName } from './switches.js';

/** Folders of a workspace in which it looks for them. */
const roots = ['.agents', '.agent', '_agents', '_agent'] as const;

/** By its name every hook of its own can be switched off. */
const under = [hookName];

/**
 * Antigravity's command line, from its documentation and what others measured on 1.0 to 1.2: a printed `deny` blocks, and whatever is
 * no decision, `{}` too, was seen to block. What a hook that ends otherwise does was never told, so that every answer is explicit.
 */
export const antigravity: EntriesAdapter = {
  id: 'antigravity',
  name: 'Antigravity',
  program: 'agy',
  traces: ['.gemini/antigravity-cli', '.gemini/antigravity'],
  coverage: {
    tried: { kind: 'documented' },
    covered: 'every-tool',
    gaps: ['editor-sessions', 'own-prompts', 'switched-off', 'untrusted-folder', 'killed-hook', 'no-outcome'],
    onFailure: 'command-blocks',
  },
  next: 'restart',
  under,
  file: (scope, places) => files(places.home, places.workspace)[scope],
  switches: ({ home, workspace }) => [
    files(home, workspace).user,
    ...roots.map((root) => `${workspace}/${root}/hooks.json`),
  ],
  harmless: (cwd) => ({
    conversationId: canarySession,
    stepIdx: 1,
    workspacePaths: [cwd],
    toolCall: { name: 'run_command', args: { CommandLine: 'true', Cwd: cwd, WaitMsBeforeAsync: 500 } },
  }),
  flaw: flawInNamed,
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            command: guardedCommand(doorbell, { agent: 'antigravity', event: 'PreToolUse' }, { object }),
            timeout: hookLimit('antigravity'),
          },
        ],
      },
    },
  ],
};

function files(home: string, workspace: string): { readonly user: string; readonly workspace: string } {
  return { user: `${home}/.gemini/config/hooks.json`, workspace: `${workspace}/${roots[0]}/hooks.json` };
}

function object(reason: string): object {
  return { decision: 'deny', reason };
}
