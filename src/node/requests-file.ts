import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NewerRequest, Request } from '../core/approval/request.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Claim, Clock, RequestStore, StoredRequests } from '../ports/ports.js';
import { decodeRequest, encodeRequest, type StoredRequest } from './decode-request.js';
import {
  type DiskFailure,
  diskFailure,
  errorCode,
  privateFolder,
  syncFolder,
  textOf,
  writeWhole,
} from './disk.js';
import { withLock } from './lock.js';

/** Decided requests are forgotten after this long; the record keeps them. */
const keptMs = 7 * 24 * 60 * 60_000;

const patienceMs = 2_000;

/** Requests on disk: one file each, replaced as a whole. A claim is a file that only one taker can create. */
export class RequestsFile implements RequestStore {
  constructor(
    private readonly folder: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  load(): StoredRequests {
    const requests: Request[] = [];
    const newer: NewerRequest[] = [];
    const unreadable: string[] = [];
    for (const name of this.names()) {
      const read = this.read(name);
      if (!read) unreadable.push(name);
      else if (read.kind === 'newer') newer.push(read.request);
      else if (this.isOld(read.request)) this.forget(read.request.id);
      else requests.push(read.request);
    }
    return { requests, newer, unreadable };
  }

  save(request: Request): Result<void, DiskFailure> {
    const path = join(this.folder, `${request.id}.json`);
    const text = encodeRequest(request, textOf(path));
    if (!text.ok) return err({ code: 'unwritable', detail: `${request.id} is kept by a newer version` });
    return this.attempt(() => writeWhole(path, text.value));
  }

  claim(id: string, what: Claim): Result<boolean, DiskFailure> {
    const taken = this.attempt(() => {
      try {
        closeSync(openSync(this.claimPath(id, what), 'wx', 0o600));
        syncFolder(this.folder);
        return true;
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      }
    });
    return taken;
  }

  unclaim(id: string, what: Claim): void {
    rmSync(this.claimPath(id, what), { force: true });
  }

  nextNumber(): Result<number, DiskFailure> {
    const number = this.attempt(() =>
      withLock(join(this.folder, 'lock'), patienceMs, () => {
        const next = Math.max(this.counter(), ...this.names().map((name) => Number(name.slice(3, -5)))) + 1;
        writeWhole(join(this.folder, 'last-number'), `${next}\n`);
        return next;
      }),
    );
    if (!number.ok) return number;
    return number.value === undefined
      ? err({ code: 'unwritable', detail: 'another process holds the requests' })
      : ok(number.value);
  }

  private attempt<T>(work: () => T): Result<T, DiskFailure> {
    try {
      privateFolder(this.folder);
      return ok(work());
    } catch (error) {
      return err(diskFailure(error));
    }
  }

  private names(): readonly string[] {
    try {
      return readdirSync(this.folder).filter((name) => /^CS-\d+\.json$/.test(name));
    } catch {
      return [];
    }
  }

  private read(name: string): StoredRequest | undefined {
    const text = textOf(join(this.folder, name));
    const read = text === undefined ? undefined : decodeRequest(text);
    return read && `${read.request.id}.json` === name ? read : undefined;
  }

  private counter(): number {
    try {
      const text = readFileSync(join(this.folder, 'last-number'), 'utf8').trim();
      return /^\d{1,9}$/.test(text) ? Number(text) : 0;
    } catch {
      return 0;
    }
  }

  private isOld(request: Request): boolean {
    return 'at' in request.state && this.clock.now() - request.state.at > keptMs;
  }

  private forget(id: string): void {
    for (const end of ['json', 'decided', 'concluded', 'used'])
      rmSync(join(this.folder, `${id}.${end}`), { force: true });
  }

  private claimPath(id: string, what: Claim): string {
    return join(this.folder, `${id}.${what}`);
  }
}
