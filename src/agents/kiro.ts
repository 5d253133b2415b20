import { hookLimit } from '../protocol/limits.js';
import type { FileAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';

/** Kiro's editor from 1.0 and its CLI from 3, from documentation: every file of the hooks folder is read. */
export const kiro: FileAdapter = {
  id: 'kiro',
  name: 'Kiro',
  traces: ['.kiro'],
  coverage: {
    tried: { kind: 'documented' },
    covered: 'every-tool',
    gaps: ['killed-hook', 'other-agents'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) =>
    `${scope === 'user' ? places.home : places.workspace}/.kiro/hooks/countersign.json`,
  switches: () => [],
  harmless: (cwd) => harmlessHook(cwd, 'PreToolUse', 'execute_bash'),
  text: (doorbell) => {
    const hook = (trigger: string, command: string, timeout: number): object => ({
      name: `countersign ${trigger}`,
      trigger,
      matcher: '.*',
      action: { type: 'command', command },
      timeout,
      enabled: true,
    });
    const hooks = [
      hook(
        'PreToolUse',
        guardedCommand(doorbell, { agent: 'kiro', event: 'PreToolUse' }, 'exit-code'),
        hookLimit('kiro'),
      ),
      hook('PostToolUse', plainCommand(doorbell, { agent: 'kiro', event: 'PostToolUse' }), 30),
    ];
    return `${JSON.stringify({ version: 'v1', hooks }, undefined, 2)}\n`;
  },
};
