import { lstatSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../files/disk.js';
import { lockedProgram } from '../install/locked-paths.js';
import { isLockedUsers } from '../install/locked-user.js';

const { platform } = process;

/** This machine's administrators' files, and who can write them. */
export const lockDisk = {
  bell:
    platform === 'linux' || platform === 'darwin'
      ? ({ program: lockedProgram, system: platform } as const)
      : undefined,
  read(path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR' ? undefined : '';
    }
  },
  hasOwnUser: () => isLockedUsers(lockedProgram),
  isRoots(path: string): boolean {
    try {
      // The one file that belongs to another, whom nobody can log in as.
      const first = path === lockedProgram && isLockedUsers(path) ? dirname(path) : path;
      for (let at = first; ; at = dirname(at)) {
        const { uid, mode } = lstatSync(at);
        if (uid !== 0 || (mode & 0o022) !== 0) return false;
        if (dirname(at) === at) return true;
      }
    } catch {
      return false;
    }
  },
};
