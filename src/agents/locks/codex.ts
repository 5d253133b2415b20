import { dirname } from 'node:path';
import { hookLimit } from '../../protocol/limits.js';
import { settingAt } from '../settings-text.js';
import type { AgentLock, LockedBell } from './lock.js';
import { tomlLockFile, tomlMark } from './lock-file.js';
import { lockedCommand } from './locked-hook.js';

/**
 * Codex, measured on 0.171.0: requirements, whose hooks need no trust. `hooks = true` holds against `--disable hooks`, and without
 * `unified_exec` nothing can be typed into a program that runs. A hook that is killed or outlives its time lets the call run.
 */
export const codexLock: AgentLock = {
  agent: 'codex',
  lockable: {
    kind: 'locked',
    left: ['starting-hook', 'own-cgroup', 'preloaded-shell', 'own-namespace', 'patched-copy'],
    withoutUser: ['killed-hook', 'stopped-hook', 'traced-hook'],
    isTried: true,
  },
  files: (bell) => [
    tomlLockFile('/etc/codex/requirements.toml', text(bell), (settings) => isHeld(settings, bell)),
  ],
};

function text(bell: LockedBell): string {
  const hook = (event: string, seconds: number): string => `
[[hooks.${event}]]
matcher = "*"

[[hooks.${event}.hooks]]
type = "command"
command = ${JSON.stringify(lockedCommand(bell, 'codex', event))}
timeout = ${seconds}
`;
  return `${tomlMark}allow_managed_hooks_only = true

[features]
hooks = true
unified_exec = false

[hooks]
managed_dir = ${JSON.stringify(dirname(bell.program))}
${hook('PreToolUse', hookLimit('codex'))}${hook('PostToolUse', 60)}`;
}

/** An administrator has put the same into a file of their own. */
function isHeld(settings: unknown, bell: LockedBell): boolean {
  const pins: readonly (readonly [readonly string[], boolean])[] = [
    [['allow_managed_hooks_only'], true],
    [['features', 'hooks'], true],
    [['features', 'unified_exec'], false],
  ];
  const isPinned = pins.every(([path, value]) => settingAt(settings, ...path) === value);
  const before = JSON.stringify(settingAt(settings, 'hooks', 'PreToolUse') ?? null);
  return isPinned && before.includes(JSON.stringify(lockedCommand(bell, 'codex', 'PreToolUse')));
}
