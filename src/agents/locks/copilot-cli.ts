import { hookLimit } from '../../protocol/limits.js';
import type { AgentLock, LockedBell } from './lock.js';
import { ownLockFile, sharedLockFile } from './lock-file.js';
import { lockedCommand } from './locked-hook.js';

/** Copilot CLI, measured on 1.0.102: a policy of our own, and the pin beside it. One that is killed blocks, one that is stopped does not. */
export const copilotCliLock: AgentLock = {
  agent: 'copilot-cli',
  lockable: {
    kind: 'locked',
    left: ['starting-hook', 'own-cgroup', 'preloaded-shell', 'own-namespace', 'patched-copy'],
    withoutUser: ['stopped-hook', 'traced-hook'],
    isTried: true,
  },
  files: (bell) => [
    ownLockFile('/etc/github-copilot/policy.d/countersign.json', policy(bell)),
    sharedLockFile('/etc/github-copilot/managed-settings.json', {
      pins: [
        [['allowManagedHooksOnly'], true],
        [['permissions', 'disableBypassPermissionsMode'], 'disable'],
      ],
    }),
  ],
};

function policy(bell: LockedBell): string {
  const hook = (event: string, timeoutSec: number): object => ({
    type: 'command',
    bash: lockedCommand(bell, 'copilot-cli', event),
    timeoutSec,
  });
  const hooks = {
    preToolUse: [hook('preToolUse', hookLimit('copilot-cli'))],
    postToolUse: [hook('postToolUse', 60)],
  };
  return `${JSON.stringify({ version: 1, hooks }, undefined, 2)}\n`;
}
