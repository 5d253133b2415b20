import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  entryBundle,
  perPart,
  perTile,
  readBundle,
  tilePath,
} from '../../core/record/archive/tile-layout.js';
import { hashBytes, leafHash } from '../../core/record/tree/hashes.js';
import { foldedHashes, type TileHashes, treeRoot } from '../../core/record/tree/proofs.js';
import type { NewFile } from './settled-files.js';

/** What a log was before something was added that may not stay. */
export interface LogMark {
  readonly size: number;
  readonly levels: readonly (readonly Uint8Array[])[];
  readonly entries: readonly Uint8Array[];
  readonly full: number;
}

/**
 * One log in the layout of C2SP tlog-tiles, as it grows: what stands in the last tile of each level is in memory, everything before it
 * on disk. Nothing is written here; `files` says what has to lie on disk before a checkpoint over it may.
 */
export class TileLog {
  private levels: Uint8Array[][] = [];
  private entries: Uint8Array[] = [];
  private full: NewFile[] = [];
  private count = 0;
  /** Sizes at which the last two checkpoints were: who reads by them finds their tiles. */
  private kept: readonly number[] = [];
  private leaves: { readonly tile: number; readonly hashes: Uint8Array } | undefined;

  private constructor(private readonly folder: string) {}

  /** The log in `folder` at a size that a checkpoint says. Throws what the disk does, and where the layout is not that. */
  static at(folder: string, size: number): TileLog {
    const log = new TileLog(folder);
    log.count = size;
    log.kept = [size];
    for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / perTile)) {
      const width = count % perTile;
      const bytes = width === 0 ? Buffer.alloc(0) : log.tile(level, Math.floor(count / perTile), width);
      log.levels[level] = Array.from({ length: width }, (_, at) =>
        Uint8Array.from(bytes.subarray(at * hashBytes, (at + 1) * hashBytes)),
      );
    }
    log.entries = size % perTile === 0 ? [] : [...log.bundle(Math.floor(size / perTile), size % perTile)];
    return log;
  }

  get size(): number {
    return this.count;
  }

  /** The last entry; undefined where there is none. */
  last(): Uint8Array | undefined {
    if (this.count === 0) return undefined;
    return this.entries.at(-1) ?? this.bundle(this.count / perTile - 1, perTile).at(-1);
  }

  /** Entries from a number on, up to the end of their bundle. */
  bundleFrom(from: number): readonly Uint8Array[] {
    const index = Math.floor(from / perTile);
    return this.bundle(index, Math.min(perTile, this.count - index * perTile)).slice(from % perTile);
  }

  /** The hash of an entry that is there. */
  leaf(at: number): Uint8Array {
    const tile = Math.floor(at / perTile);
    const own = this.levels[0]?.[at % perTile];
    if (tile === Math.floor(this.count / perTile) && own) return own;
    if (this.leaves?.tile !== tile) this.leaves = { tile, hashes: this.full0(tile) };
    return this.leaves.hashes.subarray((at % perTile) * hashBytes, ((at % perTile) + 1) * hashBytes);
  }

  /** Begins behind whole parts of which only the roots are known. */
  begin(roots: readonly Uint8Array[]): void {
    this.count = roots.length * perPart;
    this.levels = [[], [], [...roots]];
  }

  add(entry: Uint8Array, leaf = leafHash(entry)): void {
    this.entries.push(entry);
    this.count += 1;
    this.addHash(0, leaf);
    if (this.entries.length < perTile) return;
    const path = join(this.folder, tilePath('entries', this.count / perTile - 1));
    this.full.push({ path, bytes: entryBundle(this.entries) });
    this.entries = [];
  }

  root(): Uint8Array {
    return treeRoot(this.ownHashes, this.count);
  }

  mark(): LogMark {
    return {
      size: this.count,
      levels: this.levels.map((level) => [...level]),
      entries: [...this.entries],
      full: this.full.length,
    };
  }

  revert(mark: LogMark): void {
    this.count = mark.size;
    this.levels = mark.levels.map((level) => [...level]);
    this.entries = [...mark.entries];
    this.full.length = mark.full;
  }

  /** Everything that is not on disk yet. */
  files(): readonly NewFile[] {
    const partial: NewFile[] = [];
    const put = (level: number | 'entries', count: number, bytes: () => Uint8Array): void => {
      const width = count % perTile;
      if (width === 0) return;
      const path = tilePath(level, Math.floor(count / perTile), width);
      partial.push({ path: join(this.folder, path), bytes: bytes() });
    };
    const before = this.kept.at(-1) ?? 0;
    for (const [level, hashes] of this.levels.entries()) {
      const span = perTile ** level;
      const count = Math.floor(this.count / span);
      if (count !== Math.floor(before / span)) put(level, count, () => Buffer.concat(hashes));
    }
    if (this.count !== before) put('entries', this.count, () => entryBundle(this.entries));
    return [...this.full, ...partial];
  }

  /** A checkpoint over all of it lies on disk: tiles that only older ones need may go. */
  settled(): void {
    this.full = [];
    if (this.kept.at(-1) === this.count) return;
    const kept = [...this.kept, this.count];
    this.kept = kept.slice(-2);
    const gone = kept.length > 2 ? kept[0] : undefined;
    if (gone !== undefined) this.sweep(gone);
  }

  private sweep(gone: number): void {
    const levels: readonly (number | 'entries')[] = [...this.levels.keys(), 'entries'];
    for (const level of levels) {
      const span = level === 'entries' ? 1 : perTile ** level;
      const at = (size: number): string => {
        const count = Math.floor(size / span);
        return tilePath(level, Math.floor(count / perTile), count % perTile || perTile);
      };
      const [old, still] = [at(gone), this.kept.map(at)];
      if (!old.includes('.p/') || still.includes(old)) continue;
      const tile = old.slice(0, old.indexOf('.p/') + 2);
      // A tile that is full by now needs none of its parts, whatever a crash left of them.
      const path = still.some((one) => one.startsWith(`${tile}/`)) ? old : tile;
      rmSync(join(this.folder, path), { recursive: true, force: true });
    }
  }

  private addHash(level: number, hash: Uint8Array): void {
    const hashes = this.levels[level] ?? [];
    this.levels[level] = hashes;
    hashes.push(hash);
    if (hashes.length < perTile) return;
    const bytes = Buffer.concat(hashes);
    const index = Math.floor(this.count / perTile ** (level + 1)) - 1;
    this.full.push({ path: join(this.folder, tilePath(level, index)), bytes });
    this.levels[level] = [];
    this.addHash(level + 1, foldedHashes(bytes));
  }

  /** Of the whole tree's root only the last tile of each level is asked for. */
  private readonly ownHashes: TileHashes = (level, from, count) => {
    const start = from % perTile;
    return Buffer.concat((this.levels[level] ?? []).slice(start, start + count));
  };

  private full0(index: number): Uint8Array {
    const path = join(this.folder, tilePath(0, index));
    return this.full.find((one) => one.path === path)?.bytes ?? this.tile(0, index, perTile);
  }

  private tile(level: number, index: number, width: number): Buffer {
    return readFileSync(join(this.folder, tilePath(level, index, width))).subarray(0, width * hashBytes);
  }

  private bundle(index: number, width: number): readonly Uint8Array[] {
    if (index === Math.floor(this.count / perTile) && this.entries.length >= width)
      return this.entries.slice(0, width);
    const path = join(this.folder, tilePath('entries', index, width));
    const read = readBundle(this.full.find((one) => one.path === path)?.bytes ?? readFileSync(path), width);
    if (!read.ok) throw new Error(`${path} ends after ${read.error} of ${width} entries`);
    return read.value;
  }
}
