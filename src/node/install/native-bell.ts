import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refusalWords } from '../../messages/answers/refusal.js';
import { writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';

/** The doorbell in C as it is installed: the agents' command starts it where it is there, and the other one where it is not. */
const bellName = 'countersign-bell';

export function nativeBellPath(home: Home): string {
  return join(home.bin, bellName);
}

/** This build's for this machine; undefined where it has none. What is installed is its own source. */
export function bellBytes(bundles: string): Buffer | undefined {
  const path = [`bell-${process.platform}-${process.arch}`, bellName]
    .map((name) => join(bundles, name))
    .find((one) => existsSync(one));
  return path === undefined ? undefined : readFileSync(path);
}

/**
 * Puts the doorbell in place once this machine has run it and it has refused, in words, what is no call. One that does not is not
 * left there. True when the file was written. `settle` gives what has proven itself its owner and mode.
 */
export function installBell(
  path: string,
  bytes: Buffer | undefined,
  settle: (path: string) => void = () => undefined,
): boolean {
  const tried = `${path}.new`;
  try {
    if (bytes === undefined) return false;
    writeWhole(tried, bytes, 0o755);
    if (!isProven(tried)) return false;
    settle(tried);
    renameSync(tried, path);
    return true;
  } finally {
    rmSync(tried, { force: true });
  }
}

function isProven(program: string): boolean {
  const tried = spawnSync(program, [], { input: '', timeout: 5_000 });
  return tried.status === 2 && tried.stdout.length === 0 && String(tried.stderr) === refusalWords('usage');
}
