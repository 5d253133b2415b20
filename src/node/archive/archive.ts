import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch } from '../../core/record/archive/batch.js';
import {
  type Announcement,
  type ArchiveKeyTexts,
  type CollectedLog,
  decodeAnnouncement,
  decodeArchiveKeys,
  decodeCollectedLog,
} from '../../core/record/archive/collected-log.js';
import { logNameOf } from '../../core/record/archive/log-name.js';
import type { BatchRefusal } from '../../core/record/archive/refusal.js';
import { longestEntryBytes } from '../../core/record/archive/tile-layout.js';
import { ownKeyOf } from '../../core/record/checkpoint/anchor.js';
import { readCheckpoint, type SignedCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { cosignedAt } from '../../core/record/checkpoint/cosignature.js';
import { type NoteKey, noteKeyText } from '../../core/record/checkpoint/note.js';
import { noteStanding } from '../../core/record/checkpoint/note-signature.js';
import { linkOf } from '../../core/record/line.js';
import { leafHash, sameHash } from '../../core/record/tree/hashes.js';
import { type ChainHead, emptyChain, extendChain } from '../../core/record/verify.js';
import { sha256 } from '../../core/shared/digest.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { diskText, writeWhole } from '../files/disk.js';
import type { ArchiveKeys } from './archive-keys.js';
import { replaceSettled, writeSettled } from './settled-files.js';
import { TileLog } from './tile-log.js';

/** More records than a person has machines, and homes on them. */
const mostRecordsEach = 256;

/** Where the carrier does not say who sends. */
const mostRecordsOfAll = 16_384;

/** As many records stay open; the others are read again from the disk. */
const mostOpen = 1_024;

/** What was done with a batch. `ahead`: entries before it have not come yet. `known`: nothing in it was new. */
export type BatchTaken =
  | { readonly kind: 'taken' | 'known' | 'ahead'; readonly log: string }
  | { readonly kind: 'refused'; readonly refusal: BatchRefusal };

/** Why a folder cannot be the archive that is written to. */
export interface ArchiveFailure {
  readonly code: 'other-archive' | 'damaged' | 'not-an-archive';
  readonly detail: string;
}

/** One record in the archive, as far as it was taken in. */
interface OpenLog {
  readonly key: NoteKey;
  about: CollectedLog;
  readonly tiles: TileLog;
  chain: ChainHead;
  /** The last that was taken in and not announced yet. */
  checkpoint: SignedCheckpoint | undefined;
}

/**
 * An archive of many records, in tlog-tiles layout: each record a log of its own under `logs/NAME`, and over all their checkpoints, in the
 * order in which they were cosigned, one log of the archive's own. Nothing that `take` has accepted counts before `commit`.
 */
export class Archive {
  private readonly open = new Map<string, OpenLog>();
  private readonly dirty = new Set<string>();
  private readonly fresh = new Map<string, CollectedLog>();
  private readonly records = new Map<string, number>();
  private readonly top: TileLog;

  private constructor(
    private readonly folder: string,
    private readonly keys: ArchiveKeys,
    size: number,
  ) {
    this.top = TileLog.at(folder, size);
    for (const name of logNames(folder)) this.count(aboutOf(folder, name)?.person ?? '', 1);
  }

  /** The archive in a folder, begun where nothing is. What a crash left half announced is announced. Throws what the disk does. */
  static async at(folder: string, keys: ArchiveKeys): Promise<Result<Archive, ArchiveFailure>> {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const announced = decodeAnnouncement(diskText(join(folder, 'announced.json')) ?? '');
    if (announced) await replaceSettled(filesOf(folder, announced));
    const text = diskText(join(folder, 'checkpoint'));
    if (text === undefined) {
      const there = readdirSync(folder).find(
        (name) => !/^(?:lock(?:\..*)?|logs|tile|refused\.jsonl|archive\.json)$/.test(name),
      );
      if (there !== undefined) return err({ code: 'not-an-archive', detail: there });
      const names: ArchiveKeyTexts = {
        v: 1,
        log: noteKeyText(keys.log),
        cosigner: noteKeyText(keys.cosigner),
      };
      await writeSettled([
        { path: join(folder, 'archive.json'), bytes: Buffer.from(`${JSON.stringify(names)}\n`) },
      ]);
      return ok(new Archive(folder, keys, 0));
    }
    const checkpoint = readCheckpoint(text);
    if (checkpoint === undefined) return err({ code: 'damaged', detail: 'checkpoint' });
    if (checkpoint.origin !== keys.log.name || noteStanding(checkpoint.note, keys.log) !== 'good')
      return err({ code: 'other-archive', detail: checkpoint.origin });
    try {
      const archive = new Archive(folder, keys, checkpoint.size);
      return sameHash(archive.top.root(), checkpoint.root)
        ? ok(archive)
        : err({ code: 'damaged', detail: 'tile' });
    } catch (error) {
      return err({ code: 'damaged', detail: error instanceof Error ? error.message : 'tile' });
    }
  }

  /** True where something was taken in that is not announced. */
  get isDirty(): boolean {
    return this.dirty.size > 0;
  }

  /** Takes a batch in, whole or not at all. `person`: who sent it, as the carrier says. Throws what the disk does. */
  take(batch: Batch, person: string): BatchTaken {
    const { checkpoint, from, lines } = batch;
    const { origin } = checkpoint;
    const refused = (code: BatchRefusal['code'], seq: number, expected: string, got: string): BatchTaken => ({
      kind: 'refused',
      refusal: { code, origin, person, seq, expected, got },
    });
    const name = logNameOf(origin);
    const key = ownKeyOf(checkpoint, batch.key);
    if (name === undefined || key === undefined)
      return refused('not-signed', from, "the record's own signature", origin);
    const log = this.logOf(name, key, batch.key, person);
    if (log.about.person !== person) return refused('other-person', from, log.about.person, person);
    const known = log.tiles.size;
    const most = person === '' ? mostRecordsOfAll : mostRecordsEach;
    if (known === 0 && (this.records.get(person) ?? 0) >= most)
      return refused('too-many-records', from, `at most ${most} records`, origin);
    const { before } = batch;
    const begins = known === 0 && before !== undefined && lines.length > 0 ? from : undefined;
    if (from > known && begins === undefined) return { kind: 'ahead', log: name };
    const first = log.about.begins ?? 0;
    let chain = begins === undefined ? log.chain : chainBehind(begins, lines[0]);
    const added: { readonly bytes: Buffer; readonly leaf: Uint8Array }[] = [];
    for (const [at, line] of lines.entries()) {
      const seq = from + at;
      const bytes = Buffer.from(line);
      if (bytes.length > longestEntryBytes)
        return refused('too-long', seq, `at most ${longestEntryBytes} bytes`, String(bytes.length));
      const leaf = leafHash(bytes);
      if (seq < known) {
        if (seq >= first && !sameHash(leaf, log.tiles.leaf(seq)))
          return refused('fork', seq, 'the entry that is archived', sha256(line));
        continue;
      }
      const step = extendChain(chain, line);
      if (!step.ok) return refused(step.error.code, seq, step.error.expected, step.error.got);
      chain = step.head;
      added.push({ bytes, leaf });
    }
    if (added.length === 0) return { kind: 'known', log: name };
    const mark = log.tiles.mark();
    if (begins !== undefined) log.tiles.begin(before ?? []);
    for (const { bytes, leaf } of added) log.tiles.add(bytes, leaf);
    if (!sameHash(log.tiles.root(), checkpoint.root)) {
      log.tiles.revert(mark);
      return refused('root', checkpoint.size - 1, 'a checkpoint over these entries', origin);
    }
    log.chain = chain;
    log.checkpoint = checkpoint;
    if (begins !== undefined) log.about = { ...log.about, begins };
    if (known === 0) {
      this.fresh.set(name, log.about);
      this.count(person, 1);
    }
    this.dirty.add(name);
    return { kind: 'taken', log: name };
  }

  /** The last cosigned checkpoint of a record; undefined where the archive has nothing of it. */
  cosigned(name: string): string | undefined {
    return diskText(join(this.folder, 'logs', name, 'checkpoint'));
  }

  /**
   * Everything that was taken in is on disk and cosigned when this is done. Where it throws what the disk does, the archive has to be
   * opened again: what it then has is what counts.
   */
  async commit(now: number): Promise<void> {
    const seconds = Math.floor(now / 1_000);
    const logs = [...this.dirty].flatMap((name) => {
      const log = this.open.get(name);
      return log?.checkpoint ? [{ name, log, checkpoint: log.checkpoint }] : [];
    });
    if (logs.length === 0) return;
    const notes = logs.map(({ name, log, checkpoint }) => ({
      path: `logs/${name}/checkpoint`,
      content: this.keys.cosigned(checkpoint.note, log.key, seconds),
    }));
    for (const { content } of notes) this.top.add(Buffer.from(content));
    await writeSettled([
      ...logs.flatMap(({ log }) => log.tiles.files()),
      ...this.top.files(),
      ...[...this.fresh].map(([name, about]) => ({
        path: join(this.folder, 'logs', name, 'about.json'),
        bytes: Buffer.from(`${JSON.stringify(about)}\n`),
      })),
    ]);
    const own = {
      path: 'checkpoint',
      content: this.keys.checkpoint({ size: this.top.size, root: this.top.root() }),
    };
    const announcement: Announcement = { v: 1, files: [...notes, own] };
    // From here on it counts, whatever happens before all of these lie in their places.
    writeWhole(join(this.folder, 'announced.json'), JSON.stringify(announcement), 0o644);
    await replaceSettled(filesOf(this.folder, announcement));
    for (const { log } of logs) {
      log.tiles.settled();
      log.checkpoint = undefined;
    }
    this.top.settled();
    this.dirty.clear();
    this.fresh.clear();
  }

  private logOf(name: string, key: NoteKey, keyText: string, person: string): OpenLog {
    const there = this.open.get(name);
    if (there) {
      // The one that was used last goes last.
      this.open.delete(name);
      this.open.set(name, there);
      return there;
    }
    const folder = join(this.folder, 'logs', name);
    const checkpoint = this.announcedOf(name);
    const tiles = TileLog.at(folder, checkpoint?.size ?? 0);
    if (checkpoint && !sameHash(tiles.root(), checkpoint.root))
      throw new Error(`${folder} is not what its checkpoint says`);
    const last = tiles.last();
    const about = aboutOf(this.folder, name) ?? { v: 1, key: keyText, person };
    const chain = last === undefined ? emptyChain : { ...emptyChain, size: tiles.size, head: sha256(last) };
    const log: OpenLog = { key, about, tiles, chain, checkpoint: undefined };
    const oldest = [...this.open.keys()].find((one) => !this.dirty.has(one));
    if (this.open.size >= mostOpen && oldest !== undefined) this.open.delete(oldest);
    this.open.set(name, log);
    return log;
  }

  /** What this archive has cosigned of a record; what lies there without its signature counts for nothing. */
  private announcedOf(name: string): SignedCheckpoint | undefined {
    const text = this.cosigned(name);
    if (text === undefined) return undefined;
    const checkpoint = readCheckpoint(text);
    if (checkpoint && cosignedAt(checkpoint.note, this.keys.cosigner) !== undefined) return checkpoint;
    throw new Error(`logs/${name}/checkpoint is not cosigned by this archive`);
  }

  private count(person: string, change: number): void {
    this.records.set(person, (this.records.get(person) ?? 0) + change);
  }
}

/** The chain before a record's first entry here, as that entry says it; whether it is so, the root over all says. */
export function chainBehind(begins: number, line: string | undefined): ChainHead {
  return { ...emptyChain, size: begins, head: linkOf(line ?? '')?.prev ?? emptyChain.head };
}

/** The records that an archive has. */
export function logNames(folder: string): readonly string[] {
  const logs = join(folder, 'logs');
  if (!existsSync(logs)) return [];
  return readdirSync(logs).filter(
    (name) => /^[0-9a-f]{32}$/.test(name) && existsSync(join(logs, name, 'checkpoint')),
  );
}

/** The keys that an archive says it signs with. */
export function keysOf(folder: string): ArchiveKeyTexts | undefined {
  return decodeArchiveKeys(diskText(join(folder, 'archive.json')) ?? '');
}

export function aboutOf(folder: string, name: string): CollectedLog | undefined {
  return existsSync(join(folder, 'logs', name, 'checkpoint'))
    ? decodeCollectedLog(diskText(join(folder, 'logs', name, 'about.json')) ?? '')
    : undefined;
}

function filesOf(
  folder: string,
  { files }: Announcement,
): { readonly path: string; readonly bytes: Buffer }[] {
  return files
    .filter(({ path }) => /^(?:logs\/[0-9a-f]{32}\/)?checkpoint$/.test(path))
    .map(({ path, content }) => ({ path: join(folder, path), bytes: Buffer.from(content) }));
}
