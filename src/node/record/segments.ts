import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How many entries lie in each segment but the last. */
export const entriesPerSegment = 65_536;

const chunkBytes = 64 * 1024;
const lineFeed = 10;

export function segmentName(index: number): string {
  return `${String(index).padStart(6, '0')}.jsonl`;
}

/** The segments of a record, oldest first. */
export function segmentNames(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{6}\.jsonl$/.test(name))
    .sort();
}

export function lastSegment(folder: string): string {
  return segmentNames(folder).at(-1) ?? segmentName(0);
}

/** How a file ends: its last whole line, the bytes up to that line's end, and what stands unfinished behind it. */
export interface SegmentTail {
  readonly last: string | undefined;
  readonly whole: number;
  readonly torn: string;
}

export function segmentTail(path: string, size: number): SegmentTail {
  if (size === 0) return { last: undefined, whole: 0, torn: '' };
  let bytes = Buffer.alloc(0);
  for (let start = size; start > 0; ) {
    const from = Math.max(0, start - chunkBytes);
    bytes = Buffer.concat([readRange(path, from, start), bytes]);
    start = from;
    const end = bytes.lastIndexOf(lineFeed);
    const before = end > 0 ? bytes.lastIndexOf(lineFeed, end - 1) : -1;
    if (end >= 0 && (before >= 0 || from === 0)) {
      return {
        last: bytes.toString('utf8', before + 1, end),
        whole: from + end + 1,
        torn: bytes.toString('utf8', end + 1),
      };
    }
  }
  return { last: undefined, whole: 0, torn: bytes.toString('utf8') };
}

/** The whole lines of a file, last first, read piece by piece; of its first `until` bytes where that is given. */
export function* backwards(path: string, until?: number): Generator<string> {
  const size = until ?? statSync(path).size;
  let rest = Buffer.alloc(0);
  let isLast = true;
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - chunkBytes);
    let bytes = Buffer.concat([readRange(path, from, end), rest]);
    end = from;
    for (let cut = bytes.lastIndexOf(lineFeed); cut >= 0; cut = bytes.lastIndexOf(lineFeed)) {
      // What stands behind the last line feed is unfinished, or nothing.
      if (!isLast) yield bytes.toString('utf8', cut + 1);
      isLast = false;
      bytes = bytes.subarray(0, cut);
    }
    rest = bytes;
  }
  if (!isLast) yield rest.toString('utf8');
}

/** The whole lines of a file, first to last, read piece by piece; an unfinished last one is a line too. */
export function* forwards(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(16 * chunkBytes);
    let rest = Buffer.alloc(0);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      const bytes = Buffer.concat([rest, piece.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        yield bytes.toString('utf8', start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** The whole lines between two bytes of a file as they lie there, read piece by piece, and where each ends. */
export function* rawLines(
  path: string,
  from: number,
  to: number,
): Generator<{ readonly line: Buffer; readonly end: number }> {
  let rest = Buffer.alloc(0);
  for (let at = from; at < to; at += 16 * chunkBytes) {
    const bytes = Buffer.concat([rest, readRange(path, at, Math.min(to, at + 16 * chunkBytes))]);
    const base = at - rest.length;
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      yield { line: bytes.subarray(start, end), end: base + end + 1 };
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

/** The whole lines between two bytes of a file, and where the last of them ends; from -1 only where it ends. */
export function wholeLinesFrom(
  path: string,
  from: number,
  to: number,
): { readonly lines: readonly string[]; readonly end: number } {
  if (from < 0) return { lines: [], end: segmentTail(path, to).whole };
  if (from === to) return { lines: [], end: to };
  const bytes = readRange(path, from, to);
  const length = bytes.lastIndexOf(lineFeed) + 1;
  const lines = length === 0 ? [] : bytes.toString('utf8', 0, length - 1).split('\n');
  return { lines, end: from + length };
}

function readRange(path: string, from: number, to: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(to - from);
    let done = 0;
    while (done < bytes.length) {
      const read = readSync(file, bytes, done, bytes.length - done, from + done);
      if (read === 0) break;
      done += read;
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(file);
  }
}

/** The segment files of the record in `folder`, oldest first. */
export function segmentPaths(folder: string): readonly string[] {
  const segments = join(folder, 'segments');
  return segmentNames(segments).map((name) => join(segments, name));
}
