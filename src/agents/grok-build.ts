import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, FileAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';

/** Where its hook finds what to start. */
const variable = 'COUNTERSIGN_HOOK';

/** Grok Build, as measured on 1.0.41: it reads every file of its hooks folder. A hook that is killed, or outlives its limit, lets the call run. */
export const grokBuild: FileAdapter = {
  id: 'grok-build',
  name: 'Grok Build',
  program: 'grok',
  traces: ['.grok'],
  coverage: {
    tried: { kind: 'measured', version: '1.0.41' },
    covered: 'every-tool',
    gaps: ['switched-off', 'untrusted-folder', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  next: 'restart',
  file: (scope, places) =>
    `${scope === 'user' ? places.home : places.workspace}/.grok/hooks/countersign.json`,
  switches: (places) => [
    `${places.home}/.grok/disabled-hooks`,
    '/etc/grok/requirements.toml',
    '/etc/grok/managed_config.toml',
  ],
  harmless: (cwd) => harmlessHook(cwd, 'PreToolUse', 'run_terminal_command'),
  text: (doorbell) => {
    const hooks = {
      PreToolUse: [hook(doorbell, 'PreToolUse', guardedCommand, hookLimit('grok-build'))],
      PostToolUse: [hook(doorbell, 'PostToolUse', plainCommand, 60)],
      PostToolUseFailure: [hook(doorbell, 'PostToolUseFailure', plainCommand, 60)],
    };
    return `${JSON.stringify({ hooks }, undefined, 2)}\n`;
  },
};

/**
 * It puts its own variables in the place of every `$name` in a command, and skips a hook that names one that it has not: the shell's own
 * variables would be such. What it hands on as the hook's environment it leaves as it is.
 */
function hook(doorbell: Doorbell, event: string, commandFor: typeof plainCommand, timeout: number): object {
  const command = `unset ${variable}; ${commandFor(doorbell, { agent: 'grok-build', event })}`;
  const started = { command: `eval "\${${variable}:-exit 2}"`, env: { [variable]: command } };
  return { hooks: [{ type: 'command', ...started, timeout }] };
}
