/** How far an agent is held: by files of the user's own, or by an install that only an administrator can change. */
export type Level = 'none' | HeldLevel;

/** How far an agent that asks is held. */
export const heldLevels = ['reminder', 'locked'] as const;
export type HeldLevel = (typeof heldLevels)[number];

/** What a process of the agent's own user can still do about a locked install. */
export type Left =
  | 'own-namespace'
  | 'patched-copy'
  | 'killed-hook'
  | 'stopped-hook'
  | 'traced-hook'
  | 'starting-hook'
  | 'own-cgroup'
  | 'preloaded-shell'
  | 'shell-on-path'
  | 'settings-file'
  | 'start-option'
  | 'start-variable';

/**
 * What an administrator's configuration does for an agent: `locked` holds but for what is left, `removable` is one more thing to
 * remove, `none` is not there. `withoutUser`: what is left besides where the doorbell runs as whoever starts it. `tried`: with the
 * real agent, or read in its documentation.
 */
export type Lockable =
  | {
      readonly kind: 'locked' | 'removable';
      readonly left: readonly Left[];
      readonly withoutUser: readonly Left[];
      readonly isTried: boolean;
    }
  | { readonly kind: 'none' };

/** What an administrator's file is found to be. */
export type LockFileState = 'present' | 'absent' | 'changed' | 'writable';

/** One agent's lock, as it stands. */
export interface LockHealth {
  readonly lockable: Lockable;
  /** The doorbell runs as a user that nobody logs in as. */
  readonly hasOwnUser: boolean;
  /** Empty where the agent has no lock. */
  readonly files: readonly { readonly file: string; readonly state: LockFileState }[];
}

/** What is left at an agent as it is locked here. */
export function leftAt({ lockable, hasOwnUser }: LockHealth): readonly Left[] {
  if (lockable.kind === 'none') return [];
  return hasOwnUser ? lockable.left : [...lockable.withoutUser, ...lockable.left];
}

/** `isConnected`: by the user's own files. */
export function levelOf({ lockable, files }: LockHealth, isConnected: boolean): Level {
  const stands = files.length > 0 && files.every(({ state }) => state === 'present');
  if (stands) return lockable.kind === 'locked' ? 'locked' : 'reminder';
  return isConnected ? 'reminder' : 'none';
}
