import type { RawFiles } from '../shared/world.js';

/** One file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes, unpacked, as the directory says. */
  readonly size: number;
  readonly method: number;
  readonly at: number;
}

const endBytes = 22;
const commentBytes = 65_535;
const entryLimit = 20_000;

/** The directory of a ZIP file; undefined for what is none, is broken, or needs the 64 bit form. */
export function zipEntries(path: string, raw: RawFiles): readonly ZipEntry[] | undefined {
  const size = raw.stat(path)?.size ?? 0;
  const from = Math.max(0, size - endBytes - commentBytes);
  const tail = raw.bytes(path, from, size - from);
  const end = tail === undefined ? -1 : lastEnd(tail);
  if (tail === undefined || end < 0) return undefined;
  const view = viewOf(tail);
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count > entryLimit || start + length > size) return undefined;
  const directory = raw.bytes(path, start, length);
  return directory?.length === length ? readDirectory(directory, count) : undefined;
}

/** One entry's bytes; undefined where it is broken, larger than `most`, or packed by an unknown method. */
export function zipBytes(path: string, entry: ZipEntry, raw: RawFiles, most: number): Uint8Array | undefined {
  const head = raw.bytes(path, entry.at, 30);
  if (head?.length !== 30 || entry.size > most) return undefined;
  const view = viewOf(head);
  const at = entry.at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (view.getUint32(0, true) !== 0x04034b50) return undefined;
  if (entry.method === 0) return raw.bytes(path, at, entry.size);
  const bytes = entry.method === 8 ? raw.inflated(path, at, 'raw', entry.size) : undefined;
  return bytes?.length === entry.size ? bytes : undefined;
}

function readDirectory(bytes: Uint8Array, count: number): readonly ZipEntry[] | undefined {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return undefined;
    const name = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)),
      size: view.getUint32(at + 24, true),
      method: view.getUint16(at + 10, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function lastEnd(tail: Uint8Array): number {
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
