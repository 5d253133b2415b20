import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/**
 * The absolute path of a program of the system, looked for only in folders that belong to the system or to the machine's
 * package manager. PATH is not asked: an editor that was started from a project's shell has that project's PATH.
 */
export function trustedProgram(name: string, platform: string = process.platform): string | undefined {
  const join = platform === 'win32' ? win32.join : posix.join;
  const file = platform === 'win32' ? `${name}.exe` : name;
  return trustedFolders(platform)
    .map((folder) => join(folder, file))
    .find(isProgram);
}

export function trustedFolders(platform: string = process.platform): readonly string[] {
  if (platform === 'win32') {
    return [
      'C:\\Program Files\\Git\\cmd',
      'C:\\Windows\\System32\\OpenSSH',
      'C:\\Program Files\\OpenSSH',
      'C:\\Program Files\\Git\\usr\\bin',
    ];
  }
  // Apple's ssh-keygen reaches no security key; Homebrew's does, and stands first.
  const brew = platform === 'darwin' ? ['/opt/homebrew/bin', '/usr/local/bin'] : [];
  return [...brew, '/usr/bin', '/bin', '/usr/local/bin', '/run/current-system/sw/bin'];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(realpathSync(path)).isFile();
  } catch {
    return false;
  }
}
