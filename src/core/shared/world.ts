import type { Spending } from './budgets.js';
/**
 * What judging may look at: files and an environment, read-only and synchronous.
 * It never spawns, never writes, never reaches a network; an adapter in `node/` answers it from the real disk,
 * a test from a map.
 */
export interface World extends Spending {
  readonly platform: 'posix' | 'win32';
  /** Absolute directory in which the call would run. */
  readonly cwd: string;
  /** Absolute home directory of the person whose rights the call would use. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Variables whose values are not known here, each by a salted digest. */
  readonly credentials?: Readonly<Record<string, string>>;
  readonly files: Files;
  /** Absent where nothing of this machine is looked at, and while judging: only previews read bytes. */
  readonly raw?: RawFiles;
  /** True once a preview has looked for as long as it may, and so many milliseconds more; absent where nobody waits. Judging never asks. */
  readonly isLate?: (graceMs?: number) => boolean;
}

export interface Files {
  /** The file's text as UTF-8, the same object for as long as the file is the same. Files over 8 MiB, binary files, directories and devices are refused with a code. */
  read(path: string): FileRead;
  /** What stands at `path` without following a last symbolic link. */
  kind(path: string): FileKind;
  /** Names in a directory, sorted; empty when it cannot be read. At most 4096. */
  list(path: string): readonly string[];
  /** The path with every symbolic link resolved; undefined when absent or in a loop. */
  real(path: string): string | undefined;
  /** Which file stands behind every link of `path`, how many names it has, and its size in bytes; undefined for all but regular files. */
  identity(path: string): { readonly id: string; readonly links: number; readonly size: number } | undefined;
  /** The file's bytes, the same object for as long as the file is the same; undefined where it cannot be had or is over 8 MiB. */
  bytes(path: string): Uint8Array | undefined;
}

/** Bytes of files, for what is not text. Links are not followed; every failure is undefined. */
export interface RawFiles {
  /** Of a regular file: its bytes, and when it was last written in whole milliseconds. */
  stat(path: string): { readonly size: number; readonly mtimeMs: number } | undefined;
  /** What is in a directory, at most 200,000 names and as far as `isLate` lets it; empty when it cannot be read. */
  entries(
    path: string,
    isLate?: () => boolean,
  ): readonly { readonly name: string; readonly kind: FileKind }[];
  /** At most 64 MiB; fewer at the file's end. */
  bytes(path: string, from: number, length: number): Uint8Array | undefined;
  /** What a deflated stream that begins at `from` unpacks to; undefined where it is broken or larger than `most`. */
  inflated(path: string, from: number, form: 'zlib' | 'raw', most: number): Uint8Array | undefined;
}

export type FileKind = 'file' | 'directory' | 'symlink' | 'other' | 'absent' | 'unreadable';

export type FileRead =
  /** `lossy`: bytes that are no UTF-8 are replaced in it, and zeros left out, as shells leave them out. */
  | { readonly ok: true; readonly text: string; readonly lossy?: true }
  /** `program`: machine code, which no interpreter reads; `binary`: some other file that is no text. */
  | {
      readonly ok: false;
      readonly code: 'absent' | 'unreadable' | 'too-large' | 'binary' | 'program' | 'not-a-file';
    };
