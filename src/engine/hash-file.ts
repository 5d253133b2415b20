import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Programs are large; what is larger than this is named as not read. */
const largest = 512 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
const remembered = 256;

/**
 * Hashes regular files, whatever is in them. A file whose place, size and times are as before is not read again: its
 * change time moves with every write, and only the system can set it.
 */
export function fileHasher(): (path: string) => string | undefined {
  const known = new Map<string, { readonly stamp: string; readonly sha256: string }>();
  return (path) => {
    try {
      const file = openSync(path, 'r');
      try {
        const stat = fstatSync(file, { bigint: true });
        if (!stat.isFile() || stat.size > largest) return undefined;
        const stamp = `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
        const before = known.get(path);
        if (before?.stamp === stamp) return before.sha256;
        const sha256 = hashOf(file);
        if (known.size >= remembered) known.clear();
        known.set(path, { stamp, sha256 });
        return sha256;
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  };
}

function hashOf(file: number): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(pieceBytes);
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    hash.update(piece.subarray(0, read));
  }
  return hash.digest('hex');
}
