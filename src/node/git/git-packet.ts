import type { Readable } from 'node:stream';

/** One packet of git's protocol; `flush`, `delimiter` and `end` carry nothing. */
export type Packet =
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'flush' | 'delimiter' | 'end' };

export const flushPacket = '0000';
export const delimiterPacket = '0001';

/** A line as a packet: four hex digits of its length, then the line. */
export function packet(line: string): string {
  return `${(Buffer.byteLength(line) + 5).toString(16).padStart(4, '0')}${line}\n`;
}

/** A packet's text without its line feed. */
export function packetText(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\n$/, '');
}

/** Reads packets off a stream as they come. Undefined is the end of the stream, or something that is no packet. */
export class PacketReader {
  private readonly chunks: AsyncIterator<unknown>;
  private rest: Buffer = Buffer.alloc(0);
  private read = 0;

  constructor(stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** Bytes that came so far. */
  get received(): number {
    return this.read;
  }

  async next(): Promise<Packet | undefined> {
    const head = await this.take(4);
    if (head === undefined) return undefined;
    const text = head.toString('latin1');
    if (!/^[0-9a-f]{4}$/i.test(text)) return undefined;
    const length = Number.parseInt(text, 16);
    if (length === 0) return { kind: 'flush' };
    if (length === 1) return { kind: 'delimiter' };
    if (length === 2) return { kind: 'end' };
    const bytes = length < 4 ? undefined : await this.take(length - 4);
    return bytes === undefined ? undefined : { kind: 'data', bytes };
  }

  /** Exactly so many bytes; undefined when the stream ends before. */
  async take(count: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [this.rest];
    let have = this.rest.length;
    while (have < count) {
      const chunk = await this.chunks.next();
      if (chunk.done === true || !Buffer.isBuffer(chunk.value)) return undefined;
      parts.push(chunk.value);
      have += chunk.value.length;
      this.read += chunk.value.length;
    }
    const all = parts.length === 1 ? this.rest : Buffer.concat(parts);
    this.rest = all.subarray(count);
    return all.subarray(0, count);
  }
}
