import { hookName } from '../switches.js';
import type { AgentLock } from './lock.js';
import { sharedLockFile } from './lock-file.js';
import { lockedEntries } from './locked-hook.js';

/** Qwen Code, measured on 0.24.4: the pin holds against settings files, not against its options and a variable that moves the file. */
export const qwenCodeLock: AgentLock = {
  agent: 'qwen-code',
  lockable: {
    kind: 'removable',
    left: [
      'start-option',
      'start-variable',
      'starting-hook',
      'own-cgroup',
      'preloaded-shell',
      'own-namespace',
      'patched-copy',
    ],
    withoutUser: ['killed-hook', 'stopped-hook', 'traced-hook'],
    isTried: true,
  },
  files: (bell) => [
    sharedLockFile('/etc/qwen-code/settings.json', {
      pins: [[['disableAllHooks'], false]],
      entries: lockedEntries(bell, {
        agent: 'qwen-code',
        before: 'PreToolUse',
        after: ['PostToolUse', 'PostToolUseFailure'],
        unit: 1_000,
        name: hookName,
      }),
    }),
  ],
};
