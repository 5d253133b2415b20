import type { AgentLock, LockedBell } from './lock.js';
import { sharedLockFile } from './lock-file.js';
import { lockedEntries } from './locked-hook.js';

/** Droid, measured on 0.225.1. A hook that is killed or outlives its time lets the call run, and its shell is looked for on the PATH. */
export const droidLock: AgentLock = {
  agent: 'droid',
  lockable: {
    kind: 'locked',
    left: [
      'starting-hook',
      'own-cgroup',
      'preloaded-shell',
      'shell-on-path',
      'own-namespace',
      'patched-copy',
    ],
    withoutUser: ['killed-hook', 'stopped-hook', 'traced-hook'],
    isTried: true,
  },
  files: (bell) => [
    sharedLockFile(path(bell), {
      pins: [
        [['allowManagedHooksOnly'], true],
        [['hooks', 'hooksDisabled'], false],
      ],
      entries: lockedEntries(bell, {
        agent: 'droid',
        before: 'PreToolUse',
        after: ['PostToolUse'],
        unit: 1,
      }),
    }),
  ],
};

function path({ system }: LockedBell): string {
  return `${system === 'darwin' ? '/Library/Application Support/Factory' : '/etc/factory'}/settings.json`;
}
