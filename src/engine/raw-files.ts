import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
import type { FileKind, RawFiles } from '../core/shared/world.js';

const mostBytes = 64 * 1024 * 1024;
const mostNames = 200_000;
const mostSorted = 5_000;
/** How much of a packed stream is read at first; then twice that, until it unpacks. */
const firstWindow = 4_096;

/** The real disk as bytes, read-only. */
export const diskBytes: RawFiles = {
  stat(path) {
    try {
      const stat = fs.lstatSync(path, { throwIfNoEntry: false });
      return stat?.isFile() ? { size: stat.size, mtimeMs: Math.floor(stat.mtimeMs) } : undefined;
    } catch {
      return undefined;
    }
  },
  entries(path, isLate = () => false) {
    try {
      const directory = fs.opendirSync(path, { bufferSize: 1_024 });
      try {
        const found: { readonly name: string; readonly kind: FileKind }[] = [];
        while (found.length < mostNames) {
          const entry = directory.readSync();
          if (entry === null || (found.length % 1_024 === 1_023 && isLate())) break;
          found.push({ name: entry.name, kind: kindOf(entry) });
        }
        // As people read them; nobody reads so many.
        return found.length > mostSorted ? found : found.sort(byName);
      } finally {
        directory.closeSync();
      }
    } catch {
      return [];
    }
  },
  bytes: (path, from, length) => reading(path, (descriptor) => slice(descriptor, from, length)),
  inflated: (path, from, form, most) => reading(path, (descriptor) => unpacked(descriptor, from, form, most)),
};

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

function kindOf(entry: fs.Dirent): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

/** O_NONBLOCK: should the file have become a pipe since it was looked at, opening it does not wait. */
function reading<T>(path: string, read: (descriptor: number) => T): T | undefined {
  try {
    if (!fs.lstatSync(path).isFile()) return undefined;
    const descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    try {
      return read(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

function slice(descriptor: number, from: number, length: number): Uint8Array | undefined {
  if (length > mostBytes || length < 0 || from < 0) return undefined;
  const buffer = Buffer.alloc(Math.min(length, Math.max(0, fs.fstatSync(descriptor).size - from)));
  return buffer.subarray(0, fs.readSync(descriptor, buffer, 0, buffer.length, from));
}

function unpacked(
  descriptor: number,
  from: number,
  form: 'zlib' | 'raw',
  most: number,
): Uint8Array | undefined {
  const size = fs.fstatSync(descriptor).size - from;
  const inflate = form === 'zlib' ? zlib.inflateSync : zlib.inflateRawSync;
  // What does not pack well is a little larger packed than plain.
  const longest = Math.min(size, most + most / 8 + firstWindow, mostBytes);
  for (let window = Math.min(firstWindow, longest); ; window = Math.min(window * 4, longest)) {
    const packed = slice(descriptor, from, window);
    if (packed === undefined) return undefined;
    try {
      return inflate(packed, { maxOutputLength: Math.max(1, Math.min(most, mostBytes)) });
    } catch (error) {
      if (!isCut(error) || window >= longest) return undefined;
    }
  }
}

/** The stream goes on behind the window. */
function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}
