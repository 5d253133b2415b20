import { bytesOfHex, hexOf, uint32 } from '../../git/bytes.js';
import type { RawFiles } from '../../shared/world.js';
import { patched } from './delta.js';

export type StoredType = 'commit' | 'tree' | 'blob' | 'tag';

export interface StoredObject {
  readonly type: StoredType;
  readonly bytes: Uint8Array;
}

/** Larger objects are not read. */
export const objectLimit = 8 * 1024 * 1024;
/** Deltas on deltas. Git writes no more than 50 by default, and 4095 at the most. */
const chainLimit = 200;
const idBytes = 20;
const namesAt = 8 + 256 * 4;

const types: Readonly<Record<number, StoredType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

/** One pack by its index of version 2: only what is asked for is read, however large it is. */
export class Pack {
  private fanout: Uint8Array | undefined;
  private readonly names = new Map<number, Uint8Array>();

  /** `path` without its ending. `other` finds an object that a delta names and that lies elsewhere. */
  constructor(
    private readonly path: string,
    private readonly raw: RawFiles,
    private readonly other: (id: string) => StoredObject | undefined,
  ) {}

  read(id: string): StoredObject | undefined {
    const at = this.offsetOf(id);
    return at === undefined ? undefined : this.readAt(at, 0);
  }

  private offsetOf(id: string): number | undefined {
    const index = `${this.path}.idx`;
    this.fanout ??= this.raw.bytes(index, 0, namesAt) ?? new Uint8Array();
    const { fanout } = this;
    if (fanout.length !== namesAt || uint32(fanout, 0) !== 0xff744f63 || uint32(fanout, 4) !== 2)
      return undefined;
    const first = Number.parseInt(id.slice(0, 2), 16);
    const total = uint32(fanout, 8 + 255 * 4);
    const from = first === 0 ? 0 : uint32(fanout, 8 + (first - 1) * 4);
    const to = uint32(fanout, 8 + first * 4);
    if (to < from || to > total) return undefined;
    const at = this.positionIn(index, first, from, to - from, id);
    if (at === undefined) return undefined;
    const offsets = namesAt + total * (idBytes + 4);
    const small = this.raw.bytes(index, offsets + at * 4, 4);
    if (small?.length !== 4) return undefined;
    const value = uint32(small, 0);
    if (value < 0x80000000) return value;
    const large = this.raw.bytes(index, offsets + total * 4 + (value - 0x80000000) * 8, 8);
    return large?.length === 8 ? uint32(large, 0) * 0x100000000 + uint32(large, 4) : undefined;
  }

  private positionIn(
    index: string,
    first: number,
    from: number,
    count: number,
    id: string,
  ): number | undefined {
    const names =
      this.names.get(first) ??
      this.raw.bytes(index, namesAt + from * idBytes, count * idBytes) ??
      new Uint8Array();
    this.names.set(first, names);
    const wanted = bytesOfHex(id);
    let low = 0;
    let high = Math.floor(names.length / idBytes) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compared(names, middle * idBytes, wanted);
      if (order === 0) return from + middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  private readAt(at: number, depth: number): StoredObject | undefined {
    const pack = `${this.path}.pack`;
    const head = this.raw.bytes(pack, at, 48);
    if (head === undefined || head.length < 2 || depth > chainLimit) return undefined;
    let byte = head[0] ?? 0;
    const kind = (byte >> 4) & 7;
    let size = byte & 15;
    let read = 1;
    for (let shift = 4; (byte & 0x80) !== 0 && shift < 49; shift += 7) {
      byte = head[read] ?? 0;
      read += 1;
      size += (byte & 0x7f) * 2 ** shift;
    }
    if (size > objectLimit) return undefined;
    const type = types[kind];
    if (type !== undefined) {
      const bytes = this.raw.inflated(pack, at + read, 'zlib', size);
      return bytes?.length === size ? { type, bytes } : undefined;
    }
    const { base, length } = this.baseOf(kind, head, read, at, depth);
    const delta = this.raw.inflated(pack, at + read + length, 'zlib', size);
    const bytes = base && delta && patched(base.bytes, delta, objectLimit);
    return base && bytes ? { type: base.type, bytes } : undefined;
  }

  private baseOf(
    kind: number,
    head: Uint8Array,
    read: number,
    at: number,
    depth: number,
  ): { readonly base: StoredObject | undefined; readonly length: number } {
    if (kind === 7) {
      const id = hexOf(head.subarray(read, read + idBytes));
      const here = this.offsetOf(id);
      const base = here === undefined ? this.other(id) : this.readAt(here, depth + 1);
      return { base, length: idBytes };
    }
    if (kind !== 6) return { base: undefined, length: 0 };
    let length = 1;
    let byte = head[read] ?? 0;
    let back = byte & 0x7f;
    while ((byte & 0x80) !== 0 && length < 8) {
      byte = head[read + length] ?? 0;
      length += 1;
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    return { base: back > 0 && back <= at ? this.readAt(at - back, depth + 1) : undefined, length };
  }
}

function compared(names: Uint8Array, at: number, wanted: Uint8Array): number {
  for (let byte = 0; byte < idBytes; byte += 1) {
    const order = (names[at + byte] ?? 0) - (wanted[byte] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
