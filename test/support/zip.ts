/** One file of a zip archive, found in its central directory. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const endMark = Buffer.from('PK\u0005\u0006', 'latin1');
const entryHead = 46;
const localHead = 30;

export function fileInZip(archive: string, wanted: string): Buffer {
  const bytes = readFileSync(archive);
  const end = bytes.lastIndexOf(endMark);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const path = bytes.toString('utf8', at + entryHead, at + entryHead + (name ?? 0));
    if (path === wanted) return content(bytes, at);
    at += entryHead + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  throw new Error(`expected ${wanted} in ${archive}, got no such file`);
}

function content(bytes: Buffer, entry: number): Buffer {
  const local = bytes.readUInt32LE(entry + 42);
  const start = local + localHead + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
  return bytes.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed);
}
