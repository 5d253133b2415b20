/** The last part of a path, without `.exe`: what a program is known by. */
export function programName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return /\.(?:exe|cmd|bat|com)$/i.test(name) ? name.slice(0, -4) : name;
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** `path` seen from `cwd`, with `.` and `..` resolved by text, as `cd` does. */
export function resolvePath(cwd: string, path: string): string {
  const whole = isAbsolute(path) ? path : `${cwd}/${path}`;
  const drive = /^[A-Za-z]:/.exec(whole)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of whole.slice(drive.length).split(drive === '' ? '/' : /[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${drive}/${parts.join('/')}`;
}

/** `text` without the `character`s at its end; linear, which a pattern for it is not. */
export function withoutTail(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === character) end -= 1;
  return text.slice(0, end);
}

export function parentOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}
