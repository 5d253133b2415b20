import { sha256Bytes } from '../../shared/digest.js';

/** Bytes of a hash. */
export const hashBytes = 32;

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

/** RFC 6962: the hash of one raw line, without its line feed. */
export function leafHash(line: string | Uint8Array): Uint8Array {
  return sha256Bytes(leafMark, line);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256Bytes(nodeMark, left, right);
}

/** The root over nothing. */
export function emptyRoot(): Uint8Array {
  return sha256Bytes('');
}

export function sameHash(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.length === other.length &&
    one.every((byte, at) => byte === other[at])
  );
}
