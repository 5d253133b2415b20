import {
  closeSync,
  fsync,
  openSync,
  promises,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isOpen } from '../core/approval/lifecycle.js';
import type { NewerRequest, Request } from '../core/approval/request.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Claim, Clock, RequestStore, StoredRequests, StoreFailure } from '../ports/ports.js';
import { decodeRequest, encodeRequest, type StoredRequest } from './decode-request.js';
import { diskFailure, errorCode, privateFolder, textOf, writeAll, writeForNow } from './disk.js';
import { withLockSoon } from './lock.js';

/** Decided requests are forgotten after this long; the record keeps them. */
const keptMs = 7 * 24 * 60 * 60_000;

const claims: readonly Claim[] = ['decided', 'concluded', 'used'];

const settle = promisify(fsync);

/** A file as it was when it was read. */
interface Known {
  readonly stat: Pick<Stats, 'size' | 'mtimeMs' | 'ino'>;
  /** Undefined when the file is no request. */
  readonly stored: StoredRequest | undefined;
}

let written = 0;

/**
 * Requests on disk: one file each, replaced as a whole. A claim is a file that only one taker can create. A file that did
 * not change is not read again; what is decided and expired moves to a folder of its own, where nobody looks.
 */
export class RequestsFile implements RequestStore {
  private readonly known = new Map<string, Known>();
  private readonly decided: string;
  private isSwept = false;

  constructor(
    private readonly folder: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.decided = join(folder, 'decided');
  }

  async load(): Promise<StoredRequests> {
    const requests: Request[] = [];
    const newer: NewerRequest[] = [];
    const unreadable: string[] = [];
    const names = this.names(this.folder);
    for (const name of names) {
      const stored = await this.look(name);
      if (stored === 'gone') continue;
      if (stored === undefined) unreadable.push(name);
      else if (stored.kind === 'newer') newer.push(stored.request);
      else if (this.isOver(stored.request)) this.putAway(stored.request.id);
      else requests.push(stored.request);
    }
    const there = new Set(names);
    for (const name of this.known.keys()) if (!there.has(name)) this.known.delete(name);
    if (!this.isSwept) void this.sweep();
    return { requests, newer, unreadable };
  }

  async save(request: Request): Promise<Result<void, StoreFailure>> {
    const path = join(this.folder, `${request.id}.json`);
    const text = encodeRequest(request, textOf(path));
    if (!text.ok) return err({ code: 'unwritable', detail: `${request.id} is kept by a newer version` });
    return this.attempt(async () => {
      written += 1;
      const temporary = `${path}.${process.pid}.${written}.new`;
      try {
        const file = openSync(temporary, 'wx', 0o600);
        try {
          writeAll(file, Buffer.from(text.value));
          // The one part that waits for the disk does not wait on this thread.
          await settle(file);
        } finally {
          closeSync(file);
        }
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    });
  }

  /** Not waited for the disk: with the machine's power it may go, and then the record knows what was decided. */
  claim(id: string, what: Claim): Promise<Result<boolean, StoreFailure>> {
    return this.attempt(async () => {
      try {
        closeSync(openSync(this.claimPath(this.folder, id, what), 'wx', 0o600));
        return true;
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      }
    });
  }

  async unclaim(id: string, what: Claim): Promise<void> {
    rmSync(this.claimPath(this.folder, id, what), { force: true });
  }

  async nextNumber(): Promise<Result<number, StoreFailure>> {
    const number = await this.attempt(() =>
      withLockSoon(join(this.folder, 'lock'), () => {
        const counter = this.counter();
        // A counter that was lost is found again by what it counted.
        const folders = counter === 0 ? [this.folder, this.decided] : [this.folder];
        const used = folders.flatMap((folder) => this.names(folder)).map((name) => Number(name.slice(3, -5)));
        const next = Math.max(counter, ...used) + 1;
        writeForNow(join(this.folder, 'last-number'), `${next}\n`);
        return next;
      }),
    );
    if (!number.ok) return number;
    return number.value === undefined
      ? err({ code: 'unwritable', detail: 'another process holds the requests' })
      : ok(number.value);
  }

  private async attempt<T>(work: () => Promise<T>): Promise<Result<T, StoreFailure>> {
    try {
      privateFolder(this.folder);
      return ok(await work());
    } catch (error) {
      return err(diskFailure(error));
    }
  }

  private names(folder: string): readonly string[] {
    try {
      return readdirSync(folder).filter((name) => /^CS-\d+\.json$/.test(name));
    } catch {
      return [];
    }
  }

  /** What a file holds, read only where the file is another than before; undefined when it is no request. */
  private async look(name: string): Promise<StoredRequest | 'gone' | undefined> {
    const path = join(this.folder, name);
    const known = this.known.get(name);
    // What is decided stays as it is.
    if (known?.stored?.kind === 'request' && isFinal(known.stored.request)) return known.stored;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return 'gone';
    if (known && isSame(known.stat, stat)) return known.stored;
    const text = await promises.readFile(path, 'utf8').catch(() => undefined);
    const read = text === undefined ? undefined : decodeRequest(text);
    const stored = read && `${read.request.id}.json` === name ? read : undefined;
    const { size, mtimeMs, ino } = stat;
    this.known.set(name, { stat: { size, mtimeMs, ino }, stored });
    return stored;
  }

  private counter(): number {
    try {
      const text = readFileSync(join(this.folder, 'last-number'), 'utf8').trim();
      return /^\d{1,9}$/.test(text) ? Number(text) : 0;
    } catch {
      return 0;
    }
  }

  /** Decided, and no window that knows an older state of it could release it any more. */
  private isOver(request: Request): boolean {
    return isFinal(request) && this.clock.now() >= request.expiresAt;
  }

  private putAway(id: string): void {
    try {
      privateFolder(this.decided);
      for (const end of [...claims, 'json']) {
        const name = `${id}.${end}`;
        if (statSync(join(this.folder, name), { throwIfNoEntry: false }))
          renameSync(join(this.folder, name), join(this.decided, name));
      }
      this.known.delete(`${id}.json`);
    } catch {
      // It stays where it is, and is put away another time.
    }
  }

  /** Forgets, once a window, what was put away long ago. */
  private async sweep(): Promise<void> {
    this.isSwept = true;
    for (const name of await promises.readdir(this.decided).catch(() => [])) {
      const path = join(this.decided, name);
      const stat = await promises.stat(path).catch(() => undefined);
      if (stat && this.clock.now() - stat.mtimeMs > keptMs) await promises.rm(path, { force: true });
    }
  }

  private claimPath(folder: string, id: string, what: Claim): string {
    return join(folder, `${id}.${what}`);
  }
}

function isFinal(request: Request): boolean {
  return !isOpen(request) && request.state.kind !== 'approved';
}

function isSame(a: Known['stat'], b: Known['stat']): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}
