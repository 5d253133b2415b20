import { inertLine } from '../../core/shared/inert.js';
import type { AgentHealth } from '../../core/toolcall/health.js';
import {
  type Left,
  type Level,
  type Lockable,
  type LockFileState,
  leftAt,
} from '../../core/toolcall/level.js';

/** The three levels' own names, short. */
export const levelText: Readonly<Record<Level, string>> = {
  none: 'no level',
  reminder: 'Reminder',
  locked: 'Locked',
};

const leftText: Readonly<Record<Left, string>> = {
  'own-namespace': 'a namespace of its own',
  'patched-copy': 'a changed copy of the agent',
  'killed-hook': 'killing the waiting hook',
  'stopped-hook': 'stopping the waiting hook',
  'traced-hook': 'a debugger attached to the waiting hook',
  'starting-hook': 'a signal in the instant in which the hook starts',
  'own-cgroup': 'a control group of its own to freeze or end the hook in',
  'preloaded-shell': "a library loaded into the agent's shell",
  'shell-on-path': 'another shell first in PATH',
  'settings-file': 'a settings file',
  'start-option': 'an option at its start',
  'start-variable': 'a variable at its start',
};

const fileText: Readonly<Record<Exclude<LockFileState, 'present'>, string>> = {
  absent: 'is not there',
  changed: 'is not as the lock wrote it',
  writable: 'can be written by others than root',
};

/** For the table of agents: locked, removable and by what, no lock. */
export function lockableText(lockable: Lockable): string {
  if (lockable.kind === 'none') return 'no lock';
  const tried = lockable.isTried ? '' : ', by its documentation';
  const what = lockable.kind === 'locked' ? `locked${tried}; left: ` : `removable${tried}, by `;
  return `${what}${words(lockable.left)}; without the doorbell's own user also ${words(lockable.withoutUser)}`;
}

function words(left: readonly Left[]): string {
  return left.map((one) => leftText[one]).join(', ');
}

/** The level of one agent, what is left at it, and what is wrong with its lock. */
export function levelLines({ level, lock }: AgentHealth): readonly string[] {
  const broken = lock.files.flatMap(({ file, state }) =>
    state === 'present' || lock.files.every((one) => one.state === 'absent')
      ? []
      : [`Lock: ${inertLine(file)} ${fileText[state]}`],
  );
  if (level === 'none') return broken;
  const { lockable } = lock;
  if (level === 'locked' && lockable.kind === 'locked')
    return [`Level: Locked; left: ${words(leftAt(lock))}`];
  const next =
    lockable.kind === 'locked'
      ? '; sudo countersign lock makes it Locked'
      : lockable.kind === 'removable'
        ? `; a locked install is removable too, by ${words(leftAt(lock))}`
        : '; this agent has no lock';
  return [`Level: Reminder${next}`, ...broken];
}
