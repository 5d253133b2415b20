import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import * as os from 'node:os';
import { isAbsolute } from 'node:path';
import { budgets } from '../core/shared/budgets.js';
import { unknownWorld } from '../core/shared/unknown-world.js';
import type { FileKind, FileRead, Files, RawFiles, World } from '../core/shared/world.js';
import type { WorldOf } from '../ports/judge.js';
import { diskBytes } from './raw-files.js';

const largestCache = 32 * 1024 * 1024;
/** Most paths that are looked for are not there: an exception each would be a third of a judgement's time. */
const orUndefined = { throwIfNoEntry: false } as const;
/** Indexes of repositories, of which a session meets few. */
const keptBytes = 4;
/** Where a file shows that it is none of text. */
const sniffedBytes = 8_192;

interface Cached {
  readonly stamp: string;
  readonly read: FileRead;
  readonly weight: number;
}

/** The real disk, read-only. Every failure is a code; a pipe or device is never opened. */
export class DiskFiles implements Files {
  readonly #cache = new Map<string, Cached>();
  readonly #bytes = new Map<string, { readonly stamp: string; readonly bytes: Uint8Array }>();
  #weight = 0;

  read(path: string): FileRead {
    try {
      const stat = fs.statSync(path, orUndefined);
      if (stat === undefined) return { ok: false, code: 'absent' };
      if (!stat.isFile()) return { ok: false, code: 'not-a-file' };
      if (stat.size > budgets.file.most) return { ok: false, code: headCode(path) ?? 'too-large' };
      const stamp = stampOf(stat);
      const known = this.#cache.get(path);
      if (known?.stamp === stamp) return known.read;
      const read = readRegular(path);
      this.#remember(path, { stamp, read, weight: read.ok ? read.text.length + path.length : path.length });
      return read;
    } catch (error) {
      return { ok: false, code: isAbsent(error) ? 'absent' : 'unreadable' };
    }
  }

  kind(path: string): FileKind {
    try {
      const stat = fs.lstatSync(path, orUndefined);
      if (stat === undefined) return 'absent';
      if (stat.isFile()) return 'file';
      if (stat.isDirectory()) return 'directory';
      return stat.isSymbolicLink() ? 'symlink' : 'other';
    } catch (error) {
      return isAbsent(error) ? 'absent' : 'unreadable';
    }
  }

  list(path: string): readonly string[] {
    try {
      if (fs.lstatSync(path, orUndefined) === undefined) return [];
      const directory = fs.opendirSync(path);
      try {
        const names: string[] = [];
        while (names.length < budgets.listing.most) {
          const entry = directory.readSync();
          if (entry === null) break;
          names.push(entry.name);
        }
        return names.sort();
      } finally {
        directory.closeSync();
      }
    } catch {
      return [];
    }
  }

  real(path: string): string | undefined {
    try {
      return fs.lstatSync(path, orUndefined) === undefined ? undefined : fs.realpathSync.native(path);
    } catch {
      return undefined;
    }
  }

  bytes(path: string): Uint8Array | undefined {
    try {
      const stat = fs.statSync(path, orUndefined);
      if (!stat?.isFile() || stat.size > budgets.file.most) return undefined;
      const stamp = stampOf(stat);
      const known = this.#bytes.get(path);
      if (known?.stamp === stamp) return known.bytes;
      const bytes = new Uint8Array(fs.readFileSync(path));
      this.#bytes.delete(path);
      this.#bytes.set(path, { stamp, bytes });
      for (const oldest of this.#bytes.keys()) {
        if (this.#bytes.size <= keptBytes) break;
        this.#bytes.delete(oldest);
      }
      return bytes;
    } catch {
      return undefined;
    }
  }

  identity(path: string): { readonly id: string; readonly links: number; readonly size: number } | undefined {
    try {
      const stat = fs.statSync(path, orUndefined);
      return stat?.isFile()
        ? { id: `${stat.dev}:${stat.ino}`, links: stat.nlink, size: stat.size }
        : undefined;
    } catch {
      return undefined;
    }
  }

  #remember(path: string, cached: Cached): void {
    const before = this.#cache.get(path);
    if (before !== undefined) {
      this.#cache.delete(path);
      this.#weight -= before.weight;
    }
    this.#cache.set(path, cached);
    this.#weight += cached.weight;
    for (const [oldest, entry] of this.#cache) {
      if (this.#weight <= largestCache) return;
      this.#cache.delete(oldest);
      this.#weight -= entry.weight;
    }
  }
}

function stampOf(stat: fs.Stats): string {
  return `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`;
}

/** O_NONBLOCK: should the file have become a pipe since it was looked at, opening it does not wait. */
function readRegular(path: string): FileRead {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile()) return { ok: false, code: 'not-a-file' };
    if (stat.size > budgets.file.most) return { ok: false, code: 'too-large' };
    const buffer = Buffer.alloc(stat.size);
    const length = fs.readSync(descriptor, buffer, 0, stat.size, 0);
    return decode(buffer.subarray(0, length));
  } finally {
    fs.closeSync(descriptor);
  }
}

/** What the first bytes of a file too large to be read say that it is; undefined: perhaps text. */
function headCode(path: string): 'binary' | 'program' | undefined {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const head = Buffer.alloc(sniffedBytes);
    const read = decode(head.subarray(0, fs.readSync(descriptor, head, 0, head.length, 0)));
    return !read.ok && (read.code === 'binary' || read.code === 'program') ? read.code : undefined;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** ELF, Mach-O in both orders, fat ones (and Java's classes), WebAssembly; `MZ` is a PE. */
const machineCode = new Set([
  '7f454c46',
  'feedface',
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'cafebabe',
  '0061736d',
]);

function decode(bytes: Buffer): FileRead {
  const hasZeros = bytes.includes(0);
  if (!hasZeros && isUtf8(bytes)) return { ok: true, text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
  if (!hasZeros) return { ok: true, text: bytes.toString('utf8'), lossy: true };
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe)
    return { ok: true, text: new TextDecoder('utf-16le').decode(bytes), lossy: true };
  if (machineCode.has(bytes.toString('hex', 0, 4)) || bytes.toString('latin1', 0, 2) === 'MZ')
    return { ok: false, code: 'program' };
  return beginsAsText(bytes)
    ? { ok: true, text: withoutZeros(bytes), lossy: true }
    : { ok: false, code: 'binary' };
}

function withoutZeros(bytes: Buffer): string {
  const left = Buffer.alloc(bytes.length);
  let length = 0;
  for (const byte of bytes) {
    left[length] = byte;
    if (byte !== 0) length += 1;
  }
  return left.toString('utf8', 0, length);
}

/** Shells look for a zero in the first line; an image or an archive has other bytes there that no text has. */
function beginsAsText(bytes: Buffer): boolean {
  const end = bytes.indexOf(10);
  const line = end < 0 ? bytes : bytes.subarray(0, end);
  return line.length > 0 && isUtf8(line) && line.every(isOfText);
}

/** No control character, but those that move and escape's, which colours begin with. */
function isOfText(byte: number): boolean {
  return byte >= 32 ? byte !== 127 : (byte >= 9 && byte <= 13) || byte === 27;
}

function isAbsent(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}

/** Without a prototype, so that a variable named `constructor` is one only when it is set. */
function copyEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const copy: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(env)) if (value !== undefined) copy[name] = value;
  return copy;
}

const platform = process.platform === 'win32' ? 'win32' : 'posix';

/** One world on the real disk. `files` lets several worlds share one cache. */
export function createWorld(
  cwd: string,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
  files: Files = new DiskFiles(),
  credentials: Readonly<Record<string, string>> = {},
  raw: RawFiles = diskBytes,
): World {
  return { platform, cwd, home, env: copyEnvironment(env), credentials, files, raw };
}

/**
 * The worlds on this machine; they share one cache that follows each file's own stamp. Without a home of the site's own the
 * call's HOME decides, because the tools that it starts would read there; `options.home` stands in where it has none.
 */
export function worldsHere(options: { readonly home?: string } = {}): WorldOf {
  const files = new DiskFiles();
  const fallback = options.home ?? os.homedir();
  return ({ cwd, env, credentials, home, elsewhere }) =>
    elsewhere
      ? unknownWorld(cwd)
      : createWorld(cwd, home ?? homeOf(env) ?? fallback, env, files, credentials);
}

function homeOf(env: Readonly<Record<string, string>>): string | undefined {
  const home = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  return home !== undefined && isAbsolute(home) ? home : undefined;
}
