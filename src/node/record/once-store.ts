import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode, syncFolder, writeAll } from '../files/disk.js';
import { withLock } from './lock.js';

/** True for whoever took it first; the system's word where nobody could know. */
export type Taken = Result<boolean, string>;

/**
 * Takes a digest once, over all processes that share the store, and durably. A store is a folder with one file a digest,
 * which is made where there is nothing, or a file with one line a digest, where there is a file.
 */
export function takeOnce(store: string, digest: string): Taken {
  try {
    const found = statSync(store, { throwIfNoEntry: false });
    if (found?.isFile()) return inFile(store, digest);
    if (found !== undefined && !found.isDirectory()) return err('neither a file nor a folder');
    if (found === undefined) makeFolder(store);
    return ok(inFolder(store, digest));
  } catch (error) {
    return err(errorCode(error));
  }
}

function makeFolder(store: string): void {
  try {
    mkdirSync(store, { mode: 0o700 });
    syncFolder(dirname(store));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Only one process can create a file. */
function inFolder(store: string, digest: string): boolean {
  let file: number;
  try {
    file = openSync(join(store, digest), 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(store);
  return true;
}

function inFile(store: string, digest: string): Taken {
  const taken = withLock(`${store}.lock`, () => {
    const text = readFileSync(store, 'utf8');
    if (text.split('\n').includes(digest)) return false;
    const file = openSync(store, 'a');
    try {
      // A line that a crash cut off stays a line of its own.
      writeAll(file, Buffer.from(`${text === '' || text.endsWith('\n') ? '' : '\n'}${digest}\n`));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return true;
  });
  return taken === undefined ? err('another process holds the store') : ok(taken);
}
