import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './disk.js';
import { isAlive } from './process-alive.js';

const pause = new Int32Array(new SharedArrayBuffer(4));

/** How long a holder on another machine may keep the lock before it counts as dead. */
const foreignStaleMs = 10_000;

const withoutLinks = new Set<string | undefined>([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'UNKNOWN',
]);

/**
 * Runs `work` while this process alone holds the lock file; undefined when it could not be had within `patienceMs`.
 * A lock whose holder died is taken over. Errors other than a held lock are thrown.
 */
export function withLock<T>(path: string, patienceMs: number, work: () => T): T | undefined {
  const until = Date.now() + patienceMs;
  while (!take(path)) {
    if (Date.now() > until) return undefined;
    if (isStale(path)) breakLock(path);
    else Atomics.wait(pause, 0, 0, 1);
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A lock appears with its holder's name in it, or not at all: one without a name could not be taken over. */
function take(path: string): boolean {
  if (existsSync(path)) return false;
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${hostname()}\n`, { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (withoutLinks.has(errorCode(error))) return takeByName(path);
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** For file systems without hard links. */
function takeByName(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes that both find a stale lock must not both break it: the second would break the first one's new lock. */
function breakLock(path: string): void {
  const breaker = `${path}.break`;
  if (!take(breaker)) {
    if (isStale(breaker)) rmSync(breaker, { force: true });
    Atomics.wait(pause, 0, 0, 1);
    return;
  }
  try {
    if (isStale(path)) rmSync(path, { force: true });
  } finally {
    rmSync(breaker, { force: true });
  }
}

function isStale(path: string): boolean {
  try {
    const [pid = '', host = ''] = readFileSync(path, 'utf8').trim().split(' ');
    if (host === hostname() && /^\d+$/.test(pid)) return !isAlive(Number(pid));
    return Date.now() - statSync(path).mtimeMs > foreignStaleMs;
  } catch {
    return false;
  }
}
