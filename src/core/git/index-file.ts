import { hexOf, textOf, uint16, uint32 } from './bytes.js';

/** One path of the index. */
export interface IndexEntry {
  /** Of a sparse index's folder it ends in `/`. */
  readonly path: string;
  readonly id: string;
  /** Of the file in the worktree when it was last compared: bytes, and whole milliseconds. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Octal, as git prints it: `100644`, `120000`, `160000`. */
  readonly mode: string;
  /** 0, or the side of a conflict. */
  readonly stage: number;
}

export interface GitIndex {
  readonly entries: ReadonlyMap<string, IndexEntry>;
  /** The tree that the whole index is, where the index says so: then nothing is staged when HEAD has that tree. */
  readonly tree: string | undefined;
  /** Folders stand for the files in them. */
  readonly isSparse: boolean;
}

const entryLimit = 500_000;
const headerBytes = 12;
const idBytes = 20;
/** Times, device, owner, size and name of the content; then two bytes of flags. */
const fixedBytes = 62;

/** Bytes stay the same object for as long as the file is the same. */
const known = new WeakMap<Uint8Array, { readonly index: GitIndex | undefined }>();

/**
 * An index of version 2, 3 or 4 with SHA-1 names; undefined for what is none, another version, a split index, and what is broken:
 * then nobody knows what git holds.
 */
export function readIndex(bytes: Uint8Array): GitIndex | undefined {
  const before = known.get(bytes);
  if (before !== undefined) return before.index;
  const index = indexIn(bytes);
  known.set(bytes, { index });
  return index;
}

function indexIn(bytes: Uint8Array): GitIndex | undefined {
  if (bytes.length < headerBytes + idBytes) return undefined;
  const version = uint32(bytes, 4);
  const count = uint32(bytes, 8);
  if (textOf(bytes.subarray(0, 4)) !== 'DIRC' || version < 2 || version > 4 || count > entryLimit)
    return undefined;
  const entries = new Map<string, IndexEntry>();
  const body = bytes.length - idBytes;
  let at = headerBytes;
  let before: Uint8Array = new Uint8Array();
  for (let number = 0; number < count; number += 1) {
    const isExtended = (uint16(bytes, at + 60) & 0x4000) !== 0;
    const name = at + fixedBytes + (isExtended ? 2 : 0);
    const read = version === 4 ? packedPath(bytes, name, before) : plainPath(bytes, name, at);
    if (read === undefined || read.end > body || read.path.length === 0) return undefined;
    before = read.path;
    const path = textOf(read.path);
    entries.set(path, new Entry(path, bytes, at));
    at = read.end;
  }
  const { isSplit, ...extensions } = extensionsFrom(bytes, at, body);
  return isSplit ? undefined : { entries, ...extensions };
}

/** What stands beside a path is read when it is asked for: most is not, and an index has a hundred thousand. */
class Entry implements IndexEntry {
  constructor(
    readonly path: string,
    private readonly bytes: Uint8Array,
    private readonly at: number,
  ) {}

  get id(): string {
    return hexOf(this.bytes.subarray(this.at + 40, this.at + 40 + idBytes));
  }

  get size(): number {
    return uint32(this.bytes, this.at + 36);
  }

  get mtimeMs(): number {
    return uint32(this.bytes, this.at + 8) * 1000 + Math.floor(uint32(this.bytes, this.at + 12) / 1_000_000);
  }

  get mode(): string {
    return uint32(this.bytes, this.at + 24).toString(8);
  }

  get stage(): number {
    return (uint16(this.bytes, this.at + 60) >> 12) & 3;
  }
}

interface ReadPath {
  readonly path: Uint8Array;
  /** Where the next entry begins. */
  readonly end: number;
}

function plainPath(bytes: Uint8Array, at: number, start: number): ReadPath | undefined {
  const end = bytes.indexOf(0, at);
  if (end < 0) return undefined;
  // One to eight zeros, so that an entry is a multiple of eight bytes.
  return { path: bytes.subarray(at, end), end: start + ((end - start + 8) & ~7) };
}

function packedPath(bytes: Uint8Array, from: number, before: Uint8Array): ReadPath | undefined {
  let at = from;
  let byte = bytes[at] ?? 0;
  let cut = byte & 0x7f;
  for (at += 1; (byte & 0x80) !== 0; at += 1) {
    byte = bytes[at] ?? 0;
    cut = (cut + 1) * 128 + (byte & 0x7f);
    if (cut > before.length) return undefined;
  }
  const end = bytes.indexOf(0, at);
  if (end < 0 || cut > before.length) return undefined;
  const path = new Uint8Array(before.length - cut + end - at);
  path.set(before.subarray(0, before.length - cut));
  path.set(bytes.subarray(at, end), before.length - cut);
  return { path, end: end + 1 };
}

function extensionsFrom(
  bytes: Uint8Array,
  from: number,
  end: number,
): Pick<GitIndex, 'tree' | 'isSparse'> & { readonly isSplit: boolean } {
  let tree: string | undefined;
  let isSplit = false;
  let isSparse = false;
  for (let at = from; at + 8 <= end; at += 8 + uint32(bytes, at + 4)) {
    const name = textOf(bytes.subarray(at, at + 4));
    if (name === 'link') isSplit = true;
    if (name === 'sdir') isSparse = true;
    if (name === 'TREE') tree = rootTree(bytes.subarray(at + 8, at + 8 + uint32(bytes, at + 4)));
  }
  return { tree, isSplit, isSparse };
}

/** The first entry of the cached trees is the root; its count is -1 where it is out of date. */
function rootTree(bytes: Uint8Array): string | undefined {
  const line = bytes.indexOf(10);
  if (line < 1 || bytes[0] !== 0) return undefined;
  const [count = '-1'] = textOf(bytes.subarray(1, line)).split(' ');
  return Number(count) < 0 ? undefined : hexOf(bytes.subarray(line + 1, line + 1 + idBytes));
}
