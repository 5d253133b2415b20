import { resolvePath } from '../../command/paths.js';
import { textOf } from '../../git/bytes.js';
import type { RawFiles, World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import { objectLimit, Pack, type StoredObject, type StoredType } from './pack.js';

const storeLimit = 8;
const packLimit = 200;
const depthLimit = 4;

/** A repository's objects, loose and packed, those of its alternates too. Git itself is never started. */
export class GitObjects {
  private readonly stores: readonly string[];
  private readonly packs: readonly Pack[];
  private readonly read = new Map<string, StoredObject | undefined>();
  private depth = 0;

  /** `folder` holds `objects`. */
  constructor(
    folder: string,
    world: World,
    private readonly raw: RawFiles,
  ) {
    this.stores = storesOf(`${folder}/objects`, world);
    this.packs = this.stores.flatMap((store) =>
      world.files
        .list(`${store}/pack`)
        .filter((name) => name.endsWith('.idx'))
        .slice(0, packLimit)
        .map((name) => new Pack(`${store}/pack/${name.slice(0, -4)}`, raw, (id) => this.nested(id))),
    );
  }

  /** The object of that type; undefined where it is not on this disk, broken or too large. */
  of(id: string, type: StoredType): Uint8Array | undefined {
    const found = this.find(id);
    return found?.type === type ? found.bytes : undefined;
  }

  find(id: string): StoredObject | undefined {
    if (!/^[0-9a-f]{40}$/.test(id)) return undefined;
    if (this.read.has(id)) return this.read.get(id);
    const found = this.loose(id) ?? this.packed(id);
    // Blobs are read once, and they are large.
    if (found?.type !== 'blob') this.read.set(id, found);
    return found;
  }

  private loose(id: string): StoredObject | undefined {
    for (const store of this.stores) {
      const path = `${store}/${id.slice(0, 2)}/${id.slice(2)}`;
      const bytes = this.raw.stat(path) && this.raw.inflated(path, 0, 'zlib', objectLimit);
      if (bytes === undefined) continue;
      const end = bytes.indexOf(0);
      const head = textOf(bytes.subarray(0, Math.max(0, Math.min(end, 32))));
      const [, type, size] = /^(commit|tree|blob|tag) (\d+)$/.exec(head) ?? [];
      const body = bytes.subarray(end + 1);
      if (isType(type) && body.length === Number(size)) return { type, bytes: body };
    }
    return undefined;
  }

  private packed(id: string): StoredObject | undefined {
    for (const pack of this.packs) {
      const found = pack.read(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The base of a delta may itself lie in another store; a circle of packs ends. */
  private nested(id: string): StoredObject | undefined {
    if (this.depth >= depthLimit) return undefined;
    this.depth += 1;
    try {
      return this.find(id);
    } finally {
      this.depth -= 1;
    }
  }
}

function isType(text: string | undefined): text is StoredType {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag';
}

function storesOf(first: string, world: World): readonly string[] {
  const stores = [first];
  for (let at = 0; at < stores.length && stores.length < storeLimit; at += 1) {
    const store = stores[at] ?? first;
    const lines = (fileText(world, `${store}/info/alternates`) ?? '').split('\n');
    for (const line of lines) {
      const path = line.trim() === '' || line.startsWith('#') ? undefined : resolvePath(store, line.trim());
      if (path !== undefined && !stores.includes(path)) stores.push(path);
    }
  }
  return stores.slice(0, storeLimit);
}
