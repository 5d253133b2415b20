import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { hashBytes } from '../../core/record/tree/hashes.js';
import { foldedHashes, type TileHashes } from '../../core/record/tree/proofs.js';
import { writeAll } from '../files/disk.js';

const perTile = 256;

/** Enough for any record: 256^5 entries. */
const levels = 5;

/**
 * The tree's hashes in flat files beside the segments, one a level: `tree/0` has 32 bytes an entry, `tree/1` the root of each whole
 * tile of it, and so on. 8,192 bytes of a file are one tile of C2SP tlog-tiles. They can always be made anew from the entries.
 */
export class Tiles {
  private readonly files: (number | undefined)[] = [];

  constructor(
    private readonly folder: string,
    private readonly how: 'write' | 'read',
  ) {}

  /** Whole hashes that lie there. */
  get size(): number {
    return this.count(0);
  }

  readonly read: TileHashes = (level, from, count) => {
    const bytes = Buffer.alloc(count * hashBytes);
    const file = this.file(level);
    let done = 0;
    while (file !== undefined && done < bytes.length) {
      const read = readSync(file, bytes, done, bytes.length - done, from * hashBytes + done);
      if (read === 0) break;
      done += read;
    }
    if (done < bytes.length) throw new Error(`tree/${level} ends before ${from + count} hashes`);
    return bytes;
  };

  /** Puts the hashes of further entries behind those that are there, and of each tile that they fill, its root. */
  append(leaves: Uint8Array): void {
    this.put(0, leaves);
    for (let level = 1; level < levels; level += 1) {
      const below = Math.floor(this.count(level - 1) / perTile);
      const roots: Uint8Array[] = [];
      for (let at = this.count(level); at < below; at += 1)
        roots.push(foldedHashes(this.read(level - 1, at * perTile, perTile)));
      if (roots.length === 0 && below === 0) return;
      if (roots.length > 0) this.put(level, Buffer.concat(roots));
    }
  }

  /** Leaves the first `size` entries' hashes: what a crash left behind them is made anew. */
  cutTo(size: number): void {
    let count = size;
    for (let level = 0; level < levels; level += 1) {
      const path = this.pathOf(level);
      const file = existsSync(path) ? this.file(level) : undefined;
      if (file !== undefined && fstatSync(file).size > count * hashBytes)
        ftruncateSync(file, count * hashBytes);
      count = Math.floor(count / perTile);
    }
  }

  /** On disk when it returns. */
  sync(): void {
    for (const file of this.files) if (file !== undefined) fdatasyncSync(file);
  }

  close(): void {
    for (const file of this.files) if (file !== undefined) closeSync(file);
    this.files.length = 0;
  }

  private count(level: number): number {
    const file = this.file(level);
    return file === undefined ? 0 : Math.floor(fstatSync(file).size / hashBytes);
  }

  private put(level: number, hashes: Uint8Array): void {
    const file = this.file(level);
    if (file === undefined) throw new Error(`tree/${level} cannot be written`);
    // Half a hash is what a crash left.
    const whole = this.count(level) * hashBytes;
    if (fstatSync(file).size !== whole) ftruncateSync(file, whole);
    writeAll(file, hashes);
  }

  private file(level: number): number | undefined {
    const there = this.files[level];
    if (there !== undefined) return there;
    const path = this.pathOf(level);
    if (this.how === 'read' && !existsSync(path)) return undefined;
    if (this.how === 'write') mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    this.files[level] = openSync(path, this.how === 'read' ? 'r' : 'a+', 0o600);
    return this.files[level];
  }

  private pathOf(level: number): string {
    return join(this.folder, String(level));
  }
}
