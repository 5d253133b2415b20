import { createHmac } from 'node:crypto';
import { promises, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOpen } from '../../core/approval/lifecycle.js';
import type { NewerRequest, Request } from '../../core/approval/request.js';
import { dayMs } from '../../core/shared/durations.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Claim, Clock, RequestStore, StoredRequests, StoreFailure } from '../../ports/ports.js';
import { diskFailure, errorCode, writeSoon } from '../files/disk.js';
import { installationKey } from '../files/installation-key.js';
import { withLockSoon } from '../record/lock.js';
import { decodeRequest, encodeRequest, isPlain, type StoredRequest } from './decode-request.js';

/** Decided requests are forgotten after this long; the record keeps them. */
const keptMs = 7 * dayMs;

const claims: readonly Claim[] = ['decided', 'concluded', 'used'];

/** A file as it was when it was read. */
interface Known {
  readonly stat: Pick<Stats, 'size' | 'mtimeMs' | 'ino'>;
  /** Undefined when the file is no request. */
  readonly stored: StoredRequest | undefined;
  /** Whether this installation wrote what it holds. */
  readonly isOurs: boolean;
}

type Taker = (number: Result<number, StoreFailure>) => void;

/**
 * Requests on disk: one file each, replaced as a whole. A claim is a file that only one taker can create. A file that did
 * not change, or was written here, is not read again; nothing waits for the disk on this thread. What is decided and expired moves to a folder of its own, where nobody looks.
 */
export class RequestsFile implements RequestStore {
  private readonly known = new Map<string, Known>();
  /** Files that are being written here: whoever looks meanwhile waits for what is known of them then. */
  private readonly writing = new Map<string, Promise<unknown>>();
  private readonly decided: string;
  private key: string | undefined;
  private isSwept = false;
  private takers: Taker[] = [];
  /** The highest number that was seen in the folder; undefined before anybody looked. */
  private highest: number | undefined;

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
    const foreign: string[] = [];
    // What is written behind this listing is none that has gone.
    const known = [...this.known.keys()];
    const names = await this.names(this.folder);
    this.highest = highestOf(names);
    for (const name of names) {
      const written = this.writing.get(name);
      if (written) await written;
      const stored = this.decidedAs(name) ?? (await this.look(name));
      if (stored === 'gone') continue;
      if (stored === undefined) unreadable.push(name);
      else if (stored.kind === 'newer') newer.push(stored.request);
      else if (this.isOver(stored.request)) await this.putAway(stored.request.id);
      else {
        requests.push(stored.request);
        if (this.known.get(name)?.isOurs !== true) foreign.push(stored.request.id);
      }
    }
    const there = new Set(names);
    for (const name of known) if (!there.has(name)) this.known.delete(name);
    if (!this.isSwept) void this.sweep();
    return { requests, newer, unreadable, foreign };
  }

  async save(request: Request): Promise<Result<void, StoreFailure>> {
    const name = `${request.id}.json`;
    const written = this.write(name, request);
    this.writing.set(name, written);
    const done = await written;
    if (this.writing.get(name) === written) this.writing.delete(name);
    return done;
  }

  private write(name: string, request: Request): Promise<Result<void, StoreFailure>> {
    const path = join(this.folder, name);
    return this.attempt(async () => {
      const before = await this.look(name);
      // What a newer version wrote besides stays there, and is read again.
      const isOwn = before === 'gone' || (before !== undefined && isPlain(before));
      const there = isOwn ? undefined : await promises.readFile(path, 'utf8').catch(() => undefined);
      const text = encodeRequest(request, there);
      if (!text.ok) throw new Error(`${request.id} is kept by a newer version`);
      // A yes that somebody else wrote does not become ours by being written again.
      const isOurs = !isApproved(before) || this.known.get(name)?.isOurs === true;
      if (isOurs) await writeSoon(this.macPath(request.id), this.macOf(text.value), 'unsettled');
      const { size, mtimeMs, ino } = await writeSoon(path, text.value, 'settled');
      const stat = { size, mtimeMs, ino };
      if (isOwn) this.known.set(name, { stat, stored: { kind: 'request', request }, isOurs });
      else this.known.delete(name);
    });
  }

  /** Not waited for the disk: with the machine's power it may go, and then the record knows what was decided. */
  claim(id: string, what: Claim): Promise<Result<boolean, StoreFailure>> {
    return this.attempt(async () => {
      try {
        const file = await promises.open(this.claimPath(id, what), 'wx', 0o600);
        await file.close();
        return true;
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      }
    });
  }

  async unclaim(id: string, what: Claim): Promise<void> {
    await promises.rm(this.claimPath(id, what), { force: true });
  }

  nextNumber(): Promise<Result<number, StoreFailure>> {
    return new Promise((resolve) => {
      this.takers.push(resolve);
      if (this.takers.length === 1) void this.giveNumbers();
    });
  }

  /** All who ask meanwhile are served under one lock. */
  private async giveNumbers(): Promise<void> {
    let served: readonly Taker[] = [];
    const leave = (): readonly Taker[] => {
      served = this.takers;
      this.takers = [];
      return served;
    };
    const first = await this.attempt(() =>
      withLockSoon(join(this.folder, 'lock'), async () => {
        const last = await this.lastNumber();
        await writeSoon(join(this.folder, 'last-number'), `${last + leave().length}\n`, 'unsettled');
        return last + 1;
      }),
    );
    // Without the lock, those who waited for it are still there.
    if (served.length === 0) leave();
    const held = err({ code: 'unwritable', detail: 'another process holds the requests' } as const);
    served.forEach((take, index) => {
      if (!first.ok) take(first);
      else take(first.value === undefined ? held : ok(first.value + index));
    });
  }

  /** A counter that was lost is found again by what it counted. */
  private async lastNumber(): Promise<number> {
    const text = await promises.readFile(join(this.folder, 'last-number'), 'utf8').catch(() => '');
    const counter = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
    if (counter > 0 && this.highest !== undefined) return Math.max(counter, this.highest);
    const names = await Promise.all([this.folder, this.decided].map((folder) => this.names(folder)));
    return Math.max(counter, highestOf(names.flat()));
  }

  private async attempt<T>(work: () => Promise<T>): Promise<Result<T, StoreFailure>> {
    try {
      await promises.mkdir(this.folder, { recursive: true, mode: 0o700 });
      return ok(await work());
    } catch (error) {
      return err(diskFailure(error));
    }
  }

  private async names(folder: string): Promise<readonly string[]> {
    const names = await promises.readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith('.json') && /^CS-\d+\.json$/.test(name));
  }

  /** What is decided stays as it is, and is not looked at again. */
  private decidedAs(name: string): StoredRequest | undefined {
    const stored = this.known.get(name)?.stored;
    return stored?.kind === 'request' && isFinal(stored.request) ? stored : undefined;
  }

  /** What a file holds, read only where the file is another than before; undefined when it is no request. */
  private async look(name: string): Promise<StoredRequest | 'gone' | undefined> {
    const path = join(this.folder, name);
    const known = this.known.get(name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return 'gone';
    if (known && isSame(known.stat, stat)) return known.stored;
    const text = await promises.readFile(path, 'utf8').catch(() => undefined);
    const read = text === undefined ? undefined : decodeRequest(text);
    const stored = read && `${read.request.id}.json` === name ? read : undefined;
    const mac = await promises.readFile(this.macPath(name.slice(0, -5)), 'utf8').catch(() => '');
    const isOurs = text !== undefined && mac === this.macOf(text);
    const { size, mtimeMs, ino } = stat;
    this.known.set(name, { stat: { size, mtimeMs, ino }, stored, isOurs });
    return stored;
  }

  /** Decided, and no window that knows an older state of it could release it any more. */
  private isOver(request: Request): boolean {
    return isFinal(request) && this.clock.now() >= request.expiresAt;
  }

  private async putAway(id: string): Promise<void> {
    try {
      await promises.mkdir(this.decided, { recursive: true, mode: 0o700 });
      for (const end of [...claims, 'mac', 'json']) {
        const name = `${id}.${end}`;
        await promises.rename(join(this.folder, name), join(this.decided, name)).catch((error: unknown) => {
          if (errorCode(error) !== 'ENOENT') throw error;
        });
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

  /** Over the file's text, beside it: the file stays as every version reads it. */
  private macOf(text: string): string {
    this.key ??= installationKey(dirname(this.folder), 'requests');
    return createHmac('sha256', this.key).update(text).digest('hex');
  }

  private macPath(id: string): string {
    return join(this.folder, `${id}.mac`);
  }

  private claimPath(id: string, what: Claim): string {
    return join(this.folder, `${id}.${what}`);
  }
}

function highestOf(names: readonly string[]): number {
  return names.reduce((highest, name) => Math.max(highest, Number(name.slice(3, -5))), 0);
}

function isFinal(request: Request): boolean {
  return !isOpen(request) && request.state.kind !== 'approved';
}

function isApproved(stored: StoredRequest | 'gone' | undefined): boolean {
  return typeof stored === 'object' && stored.kind === 'request' && stored.request.state.kind === 'approved';
}

function isSame(a: Known['stat'], b: Known['stat']): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}
