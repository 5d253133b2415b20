import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, EntriesAdapter } from './adapter.js';
import { codexStrict } from './codex-strict.js';
import { isSameToml, isTrustedByCodex, withoutCodexTrust } from './codex-trust.js';
import { cmdCommand, guardedCommand, plainCommand } from './command.js';
import { codexForm, flawIn } from './flaws.js';
import { harmlessHook } from './harmless.js';

/** Codex CLI, as measured on 0.169.0: it skips a hook that nobody has trusted, and one whose definition has changed. */
export const codex: EntriesAdapter = {
  id: 'codex',
  name: 'Codex',
  onWindows: 'cmd',
  program: 'codex',
  traces: ['.codex'],
  coverage: {
    tried: { kind: 'end-to-end', version: '0.169.0' },
    covered: 'shell-edits-mcp',
    gaps: ['untrusted-hook', 'typed-input', 'switched-off', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  next: 'trust-in-codex',
  offer: codexStrict,
  trust: {
    file: (places) => `${places.home}/.codex/config.toml`,
    holds: isTrustedByCodex,
    without: withoutCodexTrust,
    isSame: isSameToml,
  },
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.codex/hooks.json`,
  switches: (places) => [
    `${places.home}/.codex/config.toml`,
    `${places.workspace}/.codex/config.toml`,
    `${places.workspace}/.codex/hooks.json`,
  ],
  harmless: (cwd) => harmlessHook(cwd),
  flaw: (text) => flawIn(text, codexForm),
  entries: (doorbell) => [
    {
      event: 'PreToolUse',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            ...started(doorbell, 'PreToolUse'),
            timeout: hookLimit('codex'),
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
            ...started(doorbell, 'PostToolUse'),
            timeout: 60,
          },
        ],
      },
    },
  ],
};

/** On Windows Codex starts `commandWindows`, and versions that do not know it `command`, both by %COMSPEC% /C. */
function started(doorbell: Doorbell, event: string): object {
  const hook = { agent: 'codex', event } as const;
  if (doorbell.platform === 'win32') {
    const line = cmdCommand(doorbell, hook);
    return { command: line, commandWindows: line };
  }
  return { command: event === 'PreToolUse' ? guardedCommand(doorbell, hook) : plainCommand(doorbell, hook) };
}
