/** A delta of a pack, applied to its base; undefined where the two do not fit, or the result is larger than `most`. */
export function patched(base: Uint8Array, delta: Uint8Array, most: number): Uint8Array | undefined {
  const cursor = { at: 0 };
  const from = varint(delta, cursor);
  const size = varint(delta, cursor);
  if (from !== base.length || size > most) return undefined;
  const out = new Uint8Array(size);
  let filled = 0;
  while (cursor.at < delta.length) {
    const order = delta[cursor.at] ?? 0;
    cursor.at += 1;
    if (order === 0) return undefined;
    const piece = (order & 0x80) === 0 ? given(delta, cursor, order) : copied(base, delta, cursor, order);
    if (piece === undefined || filled + piece.length > size) return undefined;
    out.set(piece, filled);
    filled += piece.length;
  }
  return filled === size ? out : undefined;
}

interface Cursor {
  at: number;
}

function given(delta: Uint8Array, cursor: Cursor, length: number): Uint8Array | undefined {
  const piece = delta.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  return piece.length === length ? piece : undefined;
}

function copied(base: Uint8Array, delta: Uint8Array, cursor: Cursor, order: number): Uint8Array | undefined {
  const field = (bits: number, first: number): number => {
    let value = 0;
    for (let bit = 0; bit < bits; bit += 1) {
      if ((order & (1 << (first + bit))) === 0) continue;
      value += (delta[cursor.at] ?? 0) * 2 ** (8 * bit);
      cursor.at += 1;
    }
    return value;
  };
  const offset = field(4, 0);
  const length = field(3, 4) || 0x10000;
  return offset + length <= base.length ? base.subarray(offset, offset + length) : undefined;
}

function varint(bytes: Uint8Array, cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 49; shift += 7) {
    const byte = bytes[cursor.at] ?? 0;
    cursor.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) return value;
  }
  return -1;
}
