import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  promises,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A failed write: whether there was no room, or something else. */
export interface DiskFailure {
  readonly code: 'full' | 'unwritable';
  readonly detail: string;
}

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function diskFailure(error: unknown): DiskFailure {
  const code = errorCode(error);
  return { code: noRoom.has(code) ? 'full' : 'unwritable', detail: code };
}

/** The system's code of an error, `ENOENT`; its message where it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : 'unknown error';
}

/** Makes a folder that only its user can enter. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** Takes folders away in which nothing is, the innermost first; `folders` stand in each other, the outermost first. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

let written = 0;

/** Replaces a file as a whole or not at all; on disk when it returns. `mode` is the new file's. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): void {
  replace(path, content, mode, fsyncSync);
  syncFolder(dirname(path));
}

/** Replaces a file as a whole or not at all, for as long as the machine runs: it does not wait for the disk. */
export function writeForNow(path: string, content: string | Uint8Array, mode = 0o600): void {
  replace(path, content, mode, () => undefined);
}

/** Replaces a file as a whole or not at all, and stops no thread. The new file's state. `settled`: its content is on disk before its name. */
export async function writeSoon(
  path: string,
  content: string,
  how: 'settled' | 'unsettled',
): Promise<Pick<Stats, 'size' | 'mtimeMs' | 'ino'>> {
  written += 1;
  const temporary = `${path}.${process.pid}.${written}.new`;
  try {
    const file = await promises.open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      if (how === 'settled') await file.sync();
      const stat = await file.stat();
      await promises.rename(temporary, path);
      return stat;
    } finally {
      await file.close();
    }
  } catch (error) {
    await promises.rm(temporary, { force: true });
    throw error;
  }
}

function replace(
  path: string,
  content: string | Uint8Array,
  mode: number,
  settle: (file: number) => void,
): void {
  written += 1;
  const temporary = `${path}.${process.pid}.${written}.new`;
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
      settle(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

export function writeAllAt(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

/** Makes a rename or a new name durable; Windows has no such call and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** A file's text; undefined when there is none that can be read. */
export function diskText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
