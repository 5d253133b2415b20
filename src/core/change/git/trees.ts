import { hexOf, textOf } from '../../git/bytes.js';
import type { GitObjects } from './objects.js';

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
}

const idBytes = 20;
/** Trees that one preview reads. */
const treeLimit = 4_000;

/** The files of a tree, folder by folder as they are asked for. */
export class Trees {
  private readonly read = new Map<string, ReadonlyMap<string, TreeEntry> | undefined>();

  constructor(private readonly objects: GitObjects) {}

  /** The blob at a path below a tree; undefined where there is none, `unread` where that cannot be told. */
  blobAt(tree: string, path: string): string | 'unread' | undefined {
    let at = tree;
    const parts = path.split('/');
    for (const [depth, part] of parts.entries()) {
      const entries = this.entriesOf(at);
      if (entries === undefined) return 'unread';
      const entry = entries.get(part);
      if (entry === undefined) return undefined;
      if (depth === parts.length - 1) return entry.mode === '40000' ? undefined : entry.id;
      if (entry.mode !== '40000') return undefined;
      at = entry.id;
    }
    return undefined;
  }

  /** Paths that differ between two trees; undefined where there are more than `most`, or a tree cannot be read. */
  differing(left: string, right: string | undefined, most: number): readonly string[] | undefined {
    const paths: string[] = [];
    return this.compare(left, right, '', paths, most) ? paths : undefined;
  }

  private compare(
    left: string | undefined,
    right: string | undefined,
    folder: string,
    paths: string[],
    most: number,
  ): boolean {
    if (left === right) return true;
    const before = left === undefined ? new Map<string, TreeEntry>() : this.entriesOf(left);
    const after = right === undefined ? new Map<string, TreeEntry>() : this.entriesOf(right);
    if (before === undefined || after === undefined) return false;
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [one, other] = [before.get(name), after.get(name)];
      if (one?.id === other?.id && one?.mode === other?.mode) continue;
      const path = `${folder}${name}`;
      const [from, to] = [folderId(one), folderId(other)];
      if (from !== undefined || to !== undefined) {
        if (!this.compare(from, to, `${path}/`, paths, most)) return false;
      }
      if ((one && from === undefined) || (other && to === undefined)) paths.push(path);
      if (paths.length > most) return false;
    }
    return true;
  }

  private entriesOf(id: string): ReadonlyMap<string, TreeEntry> | undefined {
    if (this.read.has(id)) return this.read.get(id);
    const bytes = this.read.size >= treeLimit ? undefined : this.objects.of(id, 'tree');
    const entries = bytes && readTree(bytes);
    this.read.set(id, entries);
    return entries;
  }
}

function folderId(entry: TreeEntry | undefined): string | undefined {
  return entry?.mode === '40000' ? entry.id : undefined;
}

function readTree(bytes: Uint8Array): ReadonlyMap<string, TreeEntry> | undefined {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + idBytes >= bytes.length + 1) return undefined;
    entries.set(textOf(bytes.subarray(space + 1, end)), {
      mode: textOf(bytes.subarray(at, space)),
      id: hexOf(bytes.subarray(end + 1, end + 1 + idBytes)),
    });
    at = end + 1 + idBytes;
  }
  return entries;
}
