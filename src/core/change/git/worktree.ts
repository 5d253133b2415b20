import { diffLines } from 'diff';
import { hexOf, textOf } from '../../git/bytes.js';
import { type GitIndex, type IndexEntry, readIndex } from '../../git/index-file.js';
import { gitBlobId } from '../../shared/digest.js';
import type { RawFiles, World } from '../../shared/world.js';
import { commitOf } from './commits.js';
import { idOf } from './references.js';
import type { LocalRepository } from './repository.js';
import { Trees } from './trees.js';

/** What git has of a file as it stands in the worktree. */
export type FileFate = 'committed' | 'staged' | 'modified' | 'untracked' | 'unknown';

export interface ModifiedFile {
  /** Seen from the worktree's root. */
  readonly path: string;
  /** Lines that would be gone, and lines that would come back; undefined for what is no text or too large. */
  readonly lines: { readonly removed: number; readonly added: number } | undefined;
  readonly isGone: boolean;
}

/** Files of one preview whose bytes are compared, because their times say nothing. */
const hashLimit = 2_000;
const hashedBytes = 64 * 1024 * 1024;
const diffedBytes = 512 * 1024;
const diffMs = 100;

/** Files that were compared in the time that there was, and those that were not. */
export interface Compared {
  readonly found: readonly IndexEntry[];
  /** Undefined where all were; else how many were, and why no more. */
  readonly stopped?: { readonly after: number; readonly of: number; readonly isLate: boolean };
}

/** Several effects of one call ask for the same index. */
const opened = new WeakMap<World, Map<string, Worktree | undefined>>();

const emptyIndex: GitIndex = { entries: new Map(), tree: undefined, isSparse: false };

/** A worktree against its index and HEAD. Nothing is refreshed, no filter and no helper runs. */
export class Worktree {
  private readonly trees: Trees | undefined;
  private readonly head: string | undefined;
  private hashed = 0;
  private asked = 0;
  private isLate = false;
  private hashedSize = 0;

  private constructor(
    private readonly repository: LocalRepository,
    readonly root: string,
    readonly index: GitIndex,
  ) {
    const { objects } = repository;
    this.trees = objects && new Trees(objects);
    const head = idOf(repository, 'HEAD');
    this.head = objects && head !== undefined ? commitOf(objects, head)?.tree : undefined;
  }

  /** Undefined for a bare repository, and where the index cannot be read. */
  static of(repository: LocalRepository): Worktree | undefined {
    const { own, world } = repository;
    const known = opened.get(world) ?? new Map<string, Worktree | undefined>();
    opened.set(world, known);
    if (!known.has(own)) known.set(own, Worktree.open(repository));
    return known.get(own);
  }

  private static open(repository: LocalRepository): Worktree | undefined {
    const { root, own, world } = repository;
    if (root === undefined || world.raw === undefined) return undefined;
    const index = indexAt(`${own}/index`, world.raw);
    return index && !index.isSparse ? new Worktree(repository, root, index) : undefined;
  }

  /** `path` seen from the root. */
  fateOf(path: string): FileFate {
    const entry = this.index.entries.get(path);
    if (entry === undefined) return 'untracked';
    this.asked += 1;
    if (this.asked % 64 === 1) this.isLate ||= this.repository.world.isLate?.() === true;
    if (this.isLate) return 'unknown';
    const isSame = this.isAsIndexed(entry);
    if (isSame === undefined) return 'unknown';
    if (!isSame) return 'modified';
    return this.isInHead(entry);
  }

  /** Files of the index whose bytes in the worktree are others, or that are not there. */
  modified(isWanted: (path: string) => boolean): Compared {
    return this.compare(isWanted, (entry) => {
      const isSame = this.isAsIndexed(entry);
      return isSame === undefined ? undefined : !isSame;
    });
  }

  /** Files that are staged and in no commit. */
  staged(isWanted: (path: string) => boolean): Compared {
    if (this.index.tree !== undefined && this.index.tree === this.head) return { found: [] };
    return this.compare(isWanted, (entry) => {
      const fate = this.isInHead(entry);
      return fate === 'unknown' ? undefined : fate === 'staged';
    });
  }

  private compare(
    isWanted: (path: string) => boolean,
    isOther: (entry: IndexEntry) => boolean | undefined,
  ): Compared {
    const { isLate } = this.repository.world;
    const found: IndexEntry[] = [];
    let after = 0;
    let unread = 0;
    for (const entry of this.index.entries.values()) {
      if (!isWanted(entry.path) || entry.mode === '160000') continue;
      if (after % 64 === 0 && isLate?.())
        return { found, stopped: { after, of: this.index.entries.size, isLate: true } };
      after += 1;
      const is = isOther(entry);
      if (is === undefined) unread += 1;
      else if (is) found.push(entry);
    }
    if (unread === 0) return { found };
    return { found, stopped: { after: after - unread, of: this.index.entries.size, isLate: false } };
  }

  /** What going back to the index or to HEAD does to the file. */
  compared(entry: IndexEntry, to: 'index' | 'head'): ModifiedFile {
    const { path } = entry;
    const there = to === 'index' || this.head === undefined ? entry.id : this.trees?.blobAt(this.head, path);
    const { raw } = this.repository.world;
    const stat = raw?.stat(`${this.root}/${path}`);
    const bytes =
      stat && stat.size <= diffedBytes ? raw?.bytes(`${this.root}/${path}`, 0, stat.size) : undefined;
    const kept = there === undefined ? new Uint8Array() : this.repository.objects?.of(there, 'blob');
    const isGone = stat === undefined;
    if (bytes === undefined || kept === undefined || kept.length > diffedBytes)
      return { path, lines: undefined, isGone };
    if (bytes.includes(0) || kept.includes(0)) return { path, lines: undefined, isGone };
    const parts = diffLines(textOf(bytes), textOf(kept), { timeout: diffMs });
    if (parts === undefined) return { path, lines: undefined, isGone };
    const of = (is: 'added' | 'removed'): number =>
      parts.filter((part) => part[is]).reduce((sum, part) => sum + (part.count ?? 0), 0);
    return { path, lines: { removed: of('removed'), added: of('added') }, isGone };
  }

  /** By its stamp, else by its bytes; undefined once too many would have to be read. */
  private isAsIndexed(entry: IndexEntry): boolean | undefined {
    const { raw, files } = this.repository.world;
    const path = `${this.root}/${entry.path}`;
    if (entry.mode === '120000') return files.kind(path) === 'symlink';
    const stat = raw?.stat(path);
    if (stat === undefined) return false;
    if (stat.size === entry.size && stat.mtimeMs === entry.mtimeMs) return true;
    if (this.hashed >= hashLimit || this.hashedSize + stat.size > hashedBytes) return undefined;
    this.hashed += 1;
    this.hashedSize += stat.size;
    const bytes = raw?.bytes(path, 0, stat.size);
    return (
      bytes !== undefined && (gitBlobId(bytes) === entry.id || gitBlobId(withoutReturns(bytes)) === entry.id)
    );
  }

  private isInHead({ path, id }: IndexEntry): 'committed' | 'staged' | 'unknown' {
    // Git notes in the index which tree it is as a whole, for as long as nothing is staged.
    if (this.index.tree !== undefined && this.index.tree === this.head) return 'committed';
    if (this.head === undefined) return idOf(this.repository, 'HEAD') === undefined ? 'staged' : 'unknown';
    const there = this.trees?.blobAt(this.head, path) ?? undefined;
    if (there === 'unread') return 'unknown';
    return there === id ? 'committed' : 'staged';
  }
}

/** The last few that were read, by where they lie, their stamps and their own checksums. */
const kept = new Map<string, GitIndex | undefined>();
const keptIndexes = 3;
const checksumBytes = 20;

function indexAt(path: string, raw: RawFiles): GitIndex | undefined {
  const stat = raw.stat(path);
  if (stat === undefined) return emptyIndex;
  const { size, mtimeMs } = stat;
  const checksum = raw.bytes(path, Math.max(0, size - checksumBytes), checksumBytes);
  const key = `${path} ${size} ${mtimeMs} ${checksum && hexOf(checksum)}`;
  if (kept.has(key)) return kept.get(key);
  const bytes = raw.bytes(path, 0, size);
  const index = bytes && readIndex(bytes);
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size + 1 - keptIndexes)))
    kept.delete(oldest);
  kept.set(key, index);
  return index;
}

/** Git may write a text with other line ends than it keeps. */
function withoutReturns(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(13)) return bytes;
  return bytes.filter((byte, at) => byte !== 13 || bytes[at + 1] !== 10);
}
