import { randomBytes } from 'node:crypto';
import {
  closeSync,
  futimesSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../files/disk.js';
import { isAlive } from '../process-alive.js';

const pause = new Int32Array(new SharedArrayBuffer(4));

/** How long a holder whose process cannot be looked up may keep the lock before it counts as dead. */
const foreignStaleMs = 10_000;

/** How long a living holder may keep the lock without anything moving before nobody waits any longer. */
const stillMs = 5_000;

const withoutLinks = new Set<string | undefined>([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'UNKNOWN',
]);

/**
 * A lock file that one process at a time holds. What names the holder is written once and kept, so that taking the lock is
 * a link and giving it back an unlink. Whoever shares the home with an older version reads the same first two words.
 */
export class Lock {
  private claim: { readonly path: string; readonly file: number } | undefined;

  constructor(private readonly path: string) {}

  /**
   * Runs `work` while this lock alone is held, waiting on this thread; undefined when a living holder kept it and nothing
   * moved. `moving` names what a holder moves, for example the size of a file. Errors other than a held lock are thrown.
   */
  hold<T>(work: () => T, moving: () => unknown = () => undefined): T | undefined {
    const patience = new Patience(this.path, moving);
    while (!this.take()) {
      if (patience.isOver()) return undefined;
      if (!breakStale(this.path)) Atomics.wait(pause, 0, 0, 1);
    }
    return this.run(work);
  }

  /** The same, without waiting: undefined when a living holder has it. */
  holdNow<T>(work: () => T): T | undefined {
    const isTaken = this.take() || (breakStale(this.path) && this.take());
    return isTaken ? this.run(work) : undefined;
  }

  /** The same, without stopping the thread while it waits. */
  async holdSoon<T>(work: () => Promise<T>): Promise<T | undefined> {
    const patience = new Patience(this.path, () => undefined);
    while (!this.take()) {
      if (patience.isOver()) return undefined;
      if (!breakStale(this.path)) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    try {
      return await work();
    } finally {
      this.giveBack();
    }
  }

  /** True while the lock file is this one's: a process that was stopped for long may have lost it. */
  isOurs(): boolean {
    const ours = this.claim && statSync(this.claim.path, { throwIfNoEntry: false });
    const there = statSync(this.path, { throwIfNoEntry: false });
    return ours !== undefined && there !== undefined && ours.ino === there.ino;
  }

  /** Takes away what names this holder. */
  close(): void {
    if (!this.claim) return;
    closeSync(this.claim.file);
    rmSync(this.claim.path, { force: true });
    this.claim = undefined;
  }

  private run<T>(work: () => T): T {
    try {
      return work();
    } finally {
      this.giveBack();
    }
  }

  private giveBack(): void {
    // There a name can stay for as long as the file is open by its other one: the lock would be held against its own holder.
    if (process.platform === 'win32') this.close();
    rmSync(this.path, { force: true });
  }

  private take(): boolean {
    const { path, file } = this.named();
    // An older version judges a holder that it cannot look up by the file's time.
    const now = Date.now() / 1_000;
    futimesSync(file, now, now);
    try {
      linkSync(path, this.path);
      return true;
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EEXIST') return false;
      if (code === 'ENOENT') {
        // Somebody swept it: it is written anew at the next try.
        this.close();
        return false;
      }
      if (withoutLinks.has(code)) return takeByName(this.path);
      throw error;
    }
  }

  private named(): { readonly path: string; readonly file: number } {
    if (this.claim) return this.claim;
    sweepClaims(this.path);
    const path = `${this.path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, holderName());
    this.claim = { path, file };
    return this.claim;
  }
}

/** Runs `work` while a lock is held that is not kept beyond it, waiting on this thread; undefined when it could not be had. */
export function withLock<T>(path: string, work: () => T): T | undefined {
  const lock = new Lock(path);
  try {
    return lock.hold(work);
  } finally {
    lock.close();
  }
}

/** The same, without stopping the thread. */
export async function withLockSoon<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
  const lock = new Lock(path);
  try {
    return await lock.holdSoon(work);
  } finally {
    lock.close();
  }
}

/** Ends when the holder lives and nothing has moved for a while: neither the lock nor what its holders move. */
class Patience {
  private seen = '';
  private until = 0;

  constructor(
    private readonly path: string,
    private readonly moving: () => unknown,
  ) {}

  isOver(): boolean {
    const now = Date.now();
    const stat = statSync(this.path, { throwIfNoEntry: false });
    const seen = `${stat?.ino} ${stat?.mtimeMs} ${this.moving()}`;
    if (seen !== this.seen) {
      this.seen = seen;
      this.until = now + stillMs;
    }
    if (now <= this.until) return false;
    // Its age ends a holder that cannot be looked up: so nobody gives up before that.
    return now > this.until + foreignStaleMs || isLookedUp(this.path);
  }
}

/** For file systems without hard links. */
function takeByName(path: string): boolean {
  try {
    writeFileSync(path, holderName(), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a lock away whose holder died; false when there is none. Two processes that both find it must not both break it:
 * the second would break the first one's new lock.
 */
function breakStale(path: string): boolean {
  if (!isStale(path)) return false;
  const breaker = `${path}.break`;
  if (!takeByName(breaker)) {
    if (isStale(breaker)) rmSync(breaker, { force: true });
    return false;
  }
  try {
    if (isStale(path)) rmSync(path, { force: true });
  } finally {
    rmSync(breaker, { force: true });
  }
  return true;
}

/** Claims of processes that are gone, as a crash leaves them. */
function sweepClaims(path: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !/^\d+(?:\.[0-9a-f]{8})?$/.test(name.slice(prefix.length))) continue;
    const claim = join(folder, name);
    if (isStale(claim)) rmSync(claim, { force: true });
  }
}

/** Pid and host, then where the pid means something: which start of the machine, which pid namespace. */
function holderName(): string {
  return `${process.pid} ${hostname()} ${whereabouts()}\n`;
}

let here: string | undefined;

function whereabouts(): string {
  here ??= `${lineIn('/proc/sys/kernel/random/boot_id')} ${linkAt('/proc/self/ns/pid')}`;
  return here;
}

function lineIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || '-';
  } catch {
    return '-';
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path).replaceAll(/[^0-9]/g, '') || '-';
  } catch {
    return '-';
  }
}

/** A pid is looked up only where it means the same as here; every other holder is judged by the file's age. */
function isStale(path: string): boolean {
  try {
    const pid = pidHere(path);
    if (pid !== undefined) return !isAlive(pid);
    return Date.now() - statSync(path).mtimeMs > foreignStaleMs;
  } catch {
    return false;
  }
}

function isLookedUp(path: string): boolean {
  try {
    return pidHere(path) !== undefined;
  } catch {
    return false;
  }
}

/** The holder's pid where it means the same as here. */
function pidHere(path: string): number | undefined {
  const [pid = '', host = '', ...where] = readFileSync(path, 'utf8').trim().split(' ');
  const isHere = host === hostname() && (where.length === 0 || where.join(' ') === whereabouts());
  return isHere && /^\d+$/.test(pid) ? Number(pid) : undefined;
}
