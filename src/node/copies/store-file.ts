import { createHash, randomBytes } from 'node:crypto';
import { constants, promises, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { privateFolder } from '../files/disk.js';
import { CopyError, unreadableFile } from './copy-error.js';
import { objectPath, objectsIn } from './copy-list.js';

export interface StoredFile {
  readonly mode: number;
  readonly mtimeMs: number;
  readonly size: number;
  readonly sha256: string;
}

const pieceBytes = 1024 * 1024;
/** What is left free for the record and the requests. */
const reserve = 64 * 1024 * 1024;

/** Links are not followed, and opening a pipe does not wait. Windows has neither flag. */
const readOnly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Copies one file under the SHA-256 of its bytes, and to the disk. What stands there by that name already is written anew: it may be damaged. */
export async function storeFile(path: string, folder: string): Promise<StoredFile> {
  const temporary = join(objectsIn(folder), `${randomBytes(8).toString('hex')}.new`);
  try {
    const { sha256, stat } = await copyTo(temporary, path);
    const object = objectPath(folder, sha256);
    privateFolder(dirname(object));
    await promises.rename(temporary, object);
    return { mode: stat.mode & 0o7777, mtimeMs: stat.mtimeMs, size: stat.size, sha256 };
  } finally {
    await promises.rm(temporary, { force: true });
  }
}

async function copyTo(
  temporary: string,
  path: string,
): Promise<{ readonly sha256: string; readonly stat: Stats }> {
  const from = await promises.open(path, readOnly).catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  try {
    const before = await from.stat();
    if (!before.isFile()) throw new CopyError({ code: 'changed', detail: path });
    const to = await promises.open(temporary, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const piece = Buffer.alloc(Math.min(pieceBytes, Math.max(1, before.size)));
      for (let done = 0; ; ) {
        const { bytesRead } = await from.read(piece, 0, piece.length, done);
        if (bytesRead === 0) break;
        hash.update(piece.subarray(0, bytesRead));
        await to.writeFile(piece.subarray(0, bytesRead));
        done += bytesRead;
        if (done > before.size) break;
      }
      await to.datasync();
      const after = await from.stat();
      if (stampOf(before) !== stampOf(after)) throw new CopyError({ code: 'changed', detail: path });
      return { sha256: hash.digest('hex'), stat: after };
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

/** Fails before the first byte where the disk has no room: what is half copied helps nobody. */
export async function roomFor(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await promises.statfs(folder);
  if (bavail * bsize < bytes + reserve) throw new CopyError({ code: 'full', detail: 'ENOSPC' });
}
