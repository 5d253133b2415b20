import { err, ok, type Result } from '../../shared/result.js';

/** C2SP tlog-tiles: as many hashes in a tile, and as many entries in a bundle. */
export const perTile = 256;

/** As many entries stand under one hash of the tiles' third level; a record lets go of whole such parts. */
export const perPart = perTile ** 2;

/** As many whole parts are in one tile. */
export const mostParts = perTile - 1;

/** Lengths in a bundle have 16 bits. */
export const longestEntryBytes = 65_535;

/** `tile/0/x001/x234/067`, `tile/entries/000.p/17`. `width`: how many hashes or entries, where it is not full. */
export function tilePath(level: number | 'entries', index: number, width = perTile): string {
  const parts = [String(index % 1_000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000))
    parts.unshift(`x${String(rest % 1_000).padStart(3, '0')}`);
  return `tile/${level}/${parts.join('/')}${width === perTile ? '' : `.p/${width}`}`;
}

/** Entries one behind the other, each behind its length. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.alloc(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    bytes.writeUInt16BE(entry.length, at);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The first `count` entries of a bundle; how many there are where it is cut, or holds fewer. */
export function readBundle(bytes: Uint8Array, count: number): Result<readonly Uint8Array[], number> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < count) {
    const length = at + 2 <= view.length ? view.readUInt16BE(at) : Number.POSITIVE_INFINITY;
    if (at + 2 + length > view.length) return err(entries.length);
    entries.push(view.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return ok(entries);
}
