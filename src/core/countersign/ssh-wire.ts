/**
 * Reads the binary form of SSH (RFC 4251, section 5). Failure stays: after one field that does not fit, every further one
 * is empty and `isDone` is false, so that a caller reads all fields first and asks once.
 */
export class WireReader {
  #at = 0;
  #isBroken = false;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** True when every field fitted and nothing is left over. */
  get isDone(): boolean {
    return !this.#isBroken && this.#at === this.#bytes.length;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  uint32(): number {
    return this.take(4).reduce((value, byte) => value * 256 + byte, 0);
  }

  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** A string whose bytes are printable ASCII: names are compared as text, and nothing else may look like one. */
  text(): string {
    const bytes = this.string();
    if (bytes.some((byte) => byte < 0x20 || byte > 0x7e)) this.#isBroken = true;
    return this.#isBroken ? '' : String.fromCharCode(...bytes);
  }

  /** A positive number in its only spelling, big-endian, without the leading zero. Zero does not fit. */
  positive(): Uint8Array {
    const bytes = this.string();
    const first = bytes[0] ?? 0;
    const second = bytes[1] ?? 0;
    const isMinimal = first > 0 ? first < 0x80 : second >= 0x80;
    if (!isMinimal) this.#isBroken = true;
    if (this.#isBroken) return new Uint8Array();
    return first === 0 ? bytes.subarray(1) : bytes;
  }

  take(count: number): Uint8Array {
    if (this.#isBroken || count > this.#bytes.length - this.#at) {
      this.#isBroken = true;
      return new Uint8Array();
    }
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

export function wireUint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function wireString(value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joined([wireUint32(bytes.length), bytes]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
