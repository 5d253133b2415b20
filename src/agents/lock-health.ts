import type { LockFileState, LockHealth } from '../core/toolcall/level.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { AgentLock, LockedBell, LockFile } from './locks/lock.js';
import { locks } from './locks/registry.js';

/** What looking at administrators' files needs answered. */
export interface LockDisk {
  /** Absent where no administrator's files are known for the system. */
  readonly bell: LockedBell | undefined;
  /** Undefined for no file. */
  read(path: string): string | undefined;
  /** True when the doorbell runs as a user that nobody logs in as. */
  hasOwnUser(): boolean;
  /** True when only root can write the file, or replace it or a folder on the way to it. */
  isRoots(path: string): boolean;
}

/** How an agent's lock stands on this machine. Files are read, nothing is started. */
export function lockHealth(agent: AgentId, disk: LockDisk): LockHealth {
  const { bell } = disk;
  const lock = locks.find((one) => one.agent === agent);
  if (lock === undefined || bell === undefined)
    return { lockable: { kind: 'none' }, hasOwnUser: false, files: [] };
  return { lockable: lock.lockable, hasOwnUser: disk.hasOwnUser(), files: filesOf(lock, bell, disk) };
}

function filesOf(lock: AgentLock, bell: LockedBell, disk: LockDisk): LockHealth['files'] {
  const files = lock.files(bell).map((file) => ({ file: file.path, state: stateOf(file, disk) }));
  // Without the program nothing is held, whatever the files say; where no file is there nobody asked for a lock.
  if (files.every(({ state }) => state === 'absent')) return files;
  const program = disk.isRoots(bell.program) ? 'present' : 'absent';
  return [{ file: bell.program, state: program }, ...files];
}

function stateOf(file: LockFile, disk: LockDisk): LockFileState {
  const text = disk.read(file.path);
  if (text === undefined) return 'absent';
  const held = file.with(text);
  if (!held.ok || held.value !== text) return 'changed';
  return disk.isRoots(file.path) ? 'present' : 'writable';
}
