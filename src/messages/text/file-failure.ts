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
