import { joined } from './ssh-wire.js';

/** The little of DER (X.690) that `node:crypto` needs in order to read a key or an ECDSA signature. */
export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0x30, joined(parts));
}

/** `value` is unsigned, big-endian, without leading zeros. */
export function integer(value: Uint8Array): Uint8Array {
  const isHigh = (value[0] ?? 0) >= 0x80;
  return tagged(0x02, isHigh ? joined([Uint8Array.of(0), value]) : value);
}

export function bitString(value: Uint8Array): Uint8Array {
  return tagged(0x03, joined([Uint8Array.of(0), value]));
}

export function identifier(...bytes: readonly number[]): Uint8Array {
  return tagged(0x06, Uint8Array.from(bytes));
}

export const derNull: Uint8Array = Uint8Array.of(0x05, 0x00);

function tagged(tag: number, content: Uint8Array): Uint8Array {
  return joined([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(count: number): Uint8Array {
  if (count < 0x80) return Uint8Array.of(count);
  return count < 0x100 ? Uint8Array.of(0x81, count) : Uint8Array.of(0x82, count >> 8, count & 0xff);
}
