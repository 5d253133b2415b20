import { hookLimit } from '../../protocol/limits.js';
import type { AgentLock, LockedBell } from './lock.js';
import { sharedLockFile } from './lock-file.js';
import { lockedCommand } from './locked-hook.js';

/** Cursor, by its documentation: hooks of the system run beside all others, and one that fails blocks. */
export const cursorLock: AgentLock = {
  agent: 'cursor',
  lockable: {
    kind: 'locked',
    left: ['own-namespace', 'patched-copy'],
    withoutUser: ['traced-hook'],
    isTried: false,
  },
  files: (bell) => [
    sharedLockFile(path(bell), {
      pins: [[['version'], 1]],
      entries: ['preToolUse', 'postToolUse', 'postToolUseFailure'].map((event) => ({
        event,
        entry: {
          command: lockedCommand(bell, 'cursor', event),
          timeout: event === 'preToolUse' ? hookLimit('cursor') : 60,
          ...(event === 'preToolUse' ? { failClosed: true } : {}),
        },
      })),
    }),
  ],
};

function path({ system }: LockedBell): string {
  return `${system === 'darwin' ? '/Library/Application Support/Cursor' : '/etc/cursor'}/hooks.json`;
}
