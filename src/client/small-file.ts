import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

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
  if (process.platform === 'win32') return true;
  return found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}
