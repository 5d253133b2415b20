import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from '../core/approval/request.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Claim, Clock, RequestStore } from '../ports/ports.js';
import { decodeRequest } from './decode-request.js';
import { type DiskFailure, diskFailure, errorCode, privateFolder, syncFolder, writeWhole } from './disk.js';
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

  load(): { readonly requests: readonly Request[]; readonly unreadable: readonly string[] } {
    const requests: Request[] = [];
    const unreadable: string[] = [];
    for (const name of this.names()) {
      const request = this.read(name);
      if (!request) unreadable.push(name);
      else if (this.isOld(request)) this.forget(request.id);
      else requests.push(request);
    }
    return { requests, unreadable };
  }

  save(request: Request): Result<void, DiskFailure> {
    return this.attempt(() => writeWhole(join(this.folder, `${request.id}.json`), JSON.stringify(request)));
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

  private read(name: string): Request | undefined {
    try {
      const request = decodeRequest(readFileSync(join(this.folder, name), 'utf8'));
      return request && `${request.id}.json` === name ? request : undefined;
    } catch {
      return undefined;
    }
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
