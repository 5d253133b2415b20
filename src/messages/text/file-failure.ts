const failures: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'a file where a folder should be',
  EISDIR: 'a folder',
  EACCES: 'a file that this account may not read',
  EPERM: 'a file that this account may not read',
  ELOOP: 'links that lead in a circle',
};

/** What stands where a file should be, by the system's code. */
export function fileFailureText(code: string): string {
  return failures[code] ?? code;
}

const writeFailures: Readonly<Record<string, string>> = {
  ENOENT: 'no folder that it could lie in: make that first',
  EEXIST: 'one that is there already: name another',
  ENOTDIR: 'a file where a folder should be',
  EISDIR: 'a folder',
  EACCES: 'a folder that this account may not write to',
  EPERM: 'a folder that this account may not write to',
  EROFS: 'a disk that is only read',
  ENOSPC: 'a full disk',
};

/** Why something could not be written, by the system's code. */
export function writeFailureText(code: string): string {
  return writeFailures[code] ?? code;
}
