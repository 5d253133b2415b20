import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';

const objectTypes = ['commit', 'tree', 'blob', 'tag'] as const;
export type ObjectType = (typeof objectTypes)[number];
/** What a repository names its objects by. */
export type ObjectFormat = 'sha1' | 'sha256';

export interface GitObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

export function objectId(object: GitObject, format: ObjectFormat): string {
  return createHash(format)
    .update(`${object.type} ${object.bytes.length}\0`)
    .update(object.bytes)
    .digest('hex');
}

/** The bytes of the object's own file below `objects/`. */
export function looseBytes(object: GitObject): Buffer {
  return deflateSync(Buffer.concat([Buffer.from(`${object.type} ${object.bytes.length}\0`), object.bytes]));
}

/** `more`: the pack's first object is not there yet. `delta`: it is told as a difference, which this does not undo. */
export type FirstObject = GitObject | 'more' | 'delta' | 'too-large' | 'malformed';

/** The first object of a pack, of which `pack` is the beginning. Its size is looked at before anything is unpacked. */
export function firstInPack(pack: Buffer, mostBytes: number): FirstObject {
  if (pack.length < 13) return 'more';
  if (pack.toString('latin1', 0, 4) !== 'PACK' || pack.readUInt32BE(4) !== 2 || pack.readUInt32BE(8) === 0) {
    return 'malformed';
  }
  const header = headerAt(pack, 12);
  if (header === undefined) return pack.length > 30 ? 'malformed' : 'more';
  if (header.size > mostBytes) return 'too-large';
  const type = objectTypes[header.code - 1];
  if (type === undefined) return header.code === 6 || header.code === 7 ? 'delta' : 'malformed';
  try {
    const bytes = inflateSync(pack.subarray(header.end), { maxOutputLength: header.size + 1 });
    return bytes.length === header.size ? { type, bytes } : 'malformed';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR' ? 'more' : 'malformed';
  }
}

/** Type in three bits, size in groups of four and then seven bits, least first. */
function headerAt(
  pack: Buffer,
  start: number,
): { readonly code: number; readonly size: number; readonly end: number } | undefined {
  let byte = pack[start] ?? 0;
  const code = (byte >> 4) & 7;
  let size = byte & 15;
  let factor = 16;
  let end = start + 1;
  while ((byte & 128) !== 0) {
    const next = pack[end];
    if (next === undefined || end - start > 8) return undefined;
    byte = next;
    size += (byte & 127) * factor;
    factor *= 128;
    end += 1;
  }
  return { code, size, end };
}

export interface TreeEntry {
  readonly name: string;
  readonly id: string;
  readonly isFolder: boolean;
  /** An ordinary file: neither a link nor a submodule. */
  readonly isFile: boolean;
}

/** The entries of a tree; undefined when it is none. */
export function treeEntries(bytes: Buffer, format: ObjectFormat): readonly TreeEntry[] | undefined {
  const length = format === 'sha1' ? 20 : 32;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, at);
    if (space < 0 || end < space || end + 1 + length > bytes.length) return undefined;
    const mode = bytes.toString('latin1', at, space);
    entries.push({
      name: bytes.toString('utf8', space + 1, end),
      id: bytes.toString('hex', end + 1, end + 1 + length),
      isFolder: mode === '40000' || mode === '040000',
      isFile: mode === '100644' || mode === '100755',
    });
    at = end + 1 + length;
  }
  return entries;
}
