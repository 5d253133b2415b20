import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

const isWindows = process.platform === 'win32';

/** A home's secret is shorter, in hex. */
export const secretLimitBytes = 100;

/** A file's bytes and when it was written, in Unix milliseconds. */
export interface SmallFile {
  readonly text: string;
  readonly modifiedMs: number;
}

/**
 * Reads a regular file of this user's that nobody else can write to. Undefined for everything else: a pipe in its place would
 * be waited for without end, and a huge file fills the memory.
 */
export function readSmallFile(path: string, limitBytes: number): SmallFile | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > limitBytes || !isOwn(found)) return undefined;
    const bytes = Buffer.alloc(found.size);
    let size = 0;
    for (let read = -1; read !== 0 && size < bytes.length; size += read)
      read = readSync(file, bytes, size, bytes.length - size, null);
    return { text: bytes.toString('utf8', 0, size), modifiedMs: found.mtimeMs };
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** True for what belongs to this user and only this user can write to. Windows has no such bits. */
export function isOwn(found: { readonly uid: number; readonly mode: number }): boolean {
  return isWindows || (found.uid === process.getuid?.() && (found.mode & 0o022) === 0);
}

/** What stands at a socket's path: who puts another there cannot give it this time. Empty for nothing, and where a pipe has no path. */
export function socketIdentity(path: string): string {
  const found = isWindows ? undefined : lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino}:${found.ctimeMs / 1_000n}` : '';
}
