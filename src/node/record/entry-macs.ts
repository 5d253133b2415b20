import { createHmac } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Entry } from '../../core/record/entry.js';
import { lineOf } from '../../core/record/line.js';
import { errorCode, writeAllAt } from '../files/disk.js';
import { installationKey } from '../files/installation-key.js';

/** Hexadecimal digits of a MAC: half of HMAC-SHA-256. */
const digits = 32;
const width = digits + 1;
const readAtOnce = 256;

/** `ours`: written by who has this home's key. `none`: by an older version, or by something else. `other`: forged, or the key is another. */
export type MacStanding = 'ours' | 'none' | 'other';

/**
 * A MAC for each raw line of a record, by a key of this home, in a file beside the segments: one line of fixed width an entry, in
 * the entries' order, so that the entries themselves stay as every version reads them.
 */
export class EntryMacs {
  private readonly path: string;
  private key: string | undefined;
  private chunk: { readonly from: number; readonly bytes: Buffer } | undefined;

  /** `folder` is the record's. */
  constructor(private readonly folder: string) {
    this.path = join(folder, 'macs');
  }

  /** Writes those of lines that are about to be written, `first` being the number of the first. Throws what the disk does. */
  put(first: number, lines: readonly string[]): void {
    const text = lines.map((line) => `${this.macOf(line)}\n`).join('');
    const file = openSync(this.path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      writeAllAt(file, Buffer.from(text), first * width);
    } finally {
      closeSync(file);
    }
  }

  /** Takes away those of lines that could not be written. Throws what the disk does. */
  takeBack(first: number, count: number): void {
    const file = openSync(this.path, constants.O_RDWR);
    try {
      writeAllAt(file, Buffer.alloc(count * width), first * width);
    } finally {
      closeSync(file);
    }
  }

  /** How a raw line stands. What has been read is kept: for one look at a record, not for a window's life. */
  standingOf(seq: number, line: string): MacStanding {
    const mac = this.at(seq);
    if (mac === '') return 'none';
    return mac === this.macOf(line) ? 'ours' : 'other';
  }

  /** True where one was written for the entry of that number, whether or not the entry is there. */
  isPut(seq: number): boolean {
    return this.at(seq) !== '';
  }

  private macOf(line: string): string {
    this.key ??= installationKey(dirname(this.folder), 'entries');
    return createHmac('sha256', this.key).update(line).digest('hex').slice(0, digits);
  }

  /** Empty where nothing was written: a hole that an older version left reads as zero bytes. */
  private at(seq: number): string {
    const from = seq - (seq % readAtOnce);
    if (this.chunk?.from !== from) this.chunk = { from, bytes: this.read(from * width) };
    const start = (seq - from) * width;
    return this.chunk.bytes.toString('latin1', start, start + digits).replaceAll('\0', '');
  }

  private read(position: number): Buffer {
    const bytes = Buffer.alloc(readAtOnce * width);
    try {
      const file = openSync(this.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      try {
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, position));
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return bytes.subarray(0, 0);
      throw error;
    }
  }
}

/** True for an entry that was written with this home's key. What cannot be read is not. */
export function isOwnEntry(folder: string, entry: Entry): boolean {
  const line = lineOf(entry);
  try {
    return line.ok && new EntryMacs(folder).standingOf(entry.seq, line.value) === 'ours';
  } catch {
    return false;
  }
}
