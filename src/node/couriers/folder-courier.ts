import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, type Result } from '../../core/shared/result.js';
import {
  type Courier,
  type CourierFailure,
  type CourierFindings,
  type MessageKey,
  type MessageKind,
  messageLimitBytes,
  mostListed,
} from '../../ports/courier.js';
import { errorCode } from '../files/disk.js';
import { failure, withinTime } from './failure.js';
import { keyOfPath, liesInFolders, pathOf, prefixOf } from './message-path.js';
import { Polling, type Watched } from './polling.js';
import { probeOf } from './probe.js';

export interface FolderSetting {
  /** Absolute. */
  readonly root: string;
  /** For people. */
  readonly place: string;
  /** True makes the folder, for this user only; a shared one must be there, or its mount is missing. */
  readonly isPrivate: boolean;
}

const patienceMs = 10_000;
const pace = { openMs: 300, attendedMs: 1_000, idleMs: 2_000, worstMs: 30_000 };
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'UNKNOWN']);

/** A folder that both sides reach: a network share, a synchronised folder, a stick. One file a message. */
export class FolderCourier implements Courier {
  private readonly top: string;
  private readonly polling: Polling;

  constructor(private readonly setting: FolderSetting) {
    this.top = join(setting.root, 'countersign-v1');
    this.polling = new Polling({
      look: (watched) => withinTime(patienceMs, this.look(watched)),
      pace,
      random: Math.random,
    });
  }

  put(key: MessageKey, bytes: Uint8Array): Promise<Result<'created' | 'exists', CourierFailure>> {
    return withinTime(patienceMs, this.create(key, bytes));
  }

  get(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>> {
    return withinTime(patienceMs, this.read(key));
  }

  list(kind: MessageKind, id?: string): Promise<Result<readonly MessageKey[], CourierFailure>> {
    return withinTime(patienceMs, this.keys(kind, id));
  }

  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void {
    return this.polling.watch(kind, id, changed);
  }

  attend(isLooking: boolean): void {
    this.polling.attend(isLooking);
  }

  remove(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>> {
    return withinTime(patienceMs, this.delete(keys));
  }

  probe(): Promise<Result<CourierFindings, CourierFailure>> {
    return probeOf(this, { pushes: false, place: this.setting.place });
  }

  dispose(): void {
    this.polling.dispose();
  }

  private async create(
    key: MessageKey,
    bytes: Uint8Array,
  ): Promise<Result<'created' | 'exists', CourierFailure>> {
    const path = pathOf(key);
    if (path === undefined) return failure('unusable', 'not a message key');
    if (bytes.length > messageLimitBytes) return failure('too-large', `${bytes.length} bytes`);
    const file = join(this.top, path);
    const problem = await this.makeRoom(file);
    if (problem) return problem;
    const mode = this.setting.isPrivate ? 0o600 : 0o664;
    const fresh = join(this.top, `.new-${randomBytes(8).toString('hex')}`);
    try {
      await writeFile(fresh, bytes, { flag: 'wx', mode });
      return ok((await appear(fresh, file, bytes, mode)) ? 'created' : 'exists');
    } catch (error) {
      return failure('refused', errorCode(error));
    } finally {
      await rm(fresh, { force: true });
    }
  }

  private async makeRoom(file: string): Promise<ReturnType<typeof failure> | undefined> {
    try {
      if (!this.setting.isPrivate) await stat(this.setting.root);
    } catch (error) {
      return failure('unreachable', `${this.setting.root}: ${errorCode(error)}`);
    }
    try {
      await mkdir(dirname(file), { recursive: true, mode: this.setting.isPrivate ? 0o700 : 0o775 });
      return undefined;
    } catch (error) {
      return failure('refused', errorCode(error));
    }
  }

  private async read(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>> {
    const path = pathOf(key);
    if (path === undefined) return failure('unusable', 'not a message key');
    let file: FileHandle | undefined;
    try {
      // A link could lead anywhere, and opening a pipe could wait for ever.
      file = await open(
        join(this.top, path),
        constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
      );
      const found = await file.stat();
      if (!found.isFile()) return failure('unusable', 'expected a file');
      if (found.size > messageLimitBytes) return failure('too-large', `${found.size} bytes`);
      const room = Buffer.alloc(messageLimitBytes + 1);
      const { bytesRead } = await file.read(room, 0, room.length, 0);
      return bytesRead > messageLimitBytes
        ? failure('too-large', 'grew while it was read')
        : ok(new Uint8Array(room.subarray(0, bytesRead)));
    } catch (error) {
      return errorCode(error) === 'ENOENT' ? this.absent() : failure('unusable', errorCode(error));
    } finally {
      await file?.close();
    }
  }

  /** No file in a folder that is there; a share that is not mounted has not answered. */
  private async absent(): Promise<Result<undefined, CourierFailure>> {
    if (this.setting.isPrivate) return ok(undefined);
    try {
      await stat(this.setting.root);
      return ok(undefined);
    } catch (error) {
      return failure('unreachable', `${this.setting.root}: ${errorCode(error)}`);
    }
  }

  private async keys(
    kind: MessageKind,
    id: string | undefined,
  ): Promise<Result<readonly MessageKey[], CourierFailure>> {
    const here = await this.absent();
    if (!here.ok) return here;
    const paths = await this.paths({ kind, id });
    return ok(paths.flatMap((path) => keyOfPath(path) ?? []).slice(0, mostListed));
  }

  private async look(watched: readonly Watched[]): Promise<Result<readonly string[], CourierFailure>> {
    const here = await this.absent();
    if (!here.ok) return here;
    const lists = await Promise.all(watched.map((one) => this.paths(one)));
    return ok(lists.map((paths) => paths.join('\n')));
  }

  private async paths({ kind, id }: Watched): Promise<readonly string[]> {
    const prefix = prefixOf(kind, id);
    if (!prefix.endsWith('/')) return (await names(join(this.top, kind))).includes(id ?? '') ? [prefix] : [];
    const found = await names(join(this.top, prefix));
    if (!liesInFolders(kind) || id !== undefined) return found.map((name) => `${prefix}${name}`);
    const ofAll = await Promise.all(
      found.slice(0, mostListed).map(async (one) => {
        return (await names(join(this.top, prefix, one))).map((name) => `${prefix}${one}/${name}`);
      }),
    );
    return ofAll.flat();
  }

  private async delete(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>> {
    try {
      for (const key of keys) {
        const path = pathOf(key);
        if (path !== undefined) await rm(join(this.top, path), { force: true });
      }
      return ok(undefined);
    } catch (error) {
      return failure('refused', errorCode(error));
    }
  }
}

/** A message appears whole or not at all, and never in the place of another. */
async function appear(fresh: string, file: string, bytes: Uint8Array, mode: number): Promise<boolean> {
  try {
    await link(fresh, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!withoutLinks.has(errorCode(error))) throw error;
  }
  try {
    await writeFile(file, bytes, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}
