import { promises } from 'node:fs';
import { dirname } from 'node:path';

/** A file as it is to lie on disk. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** As many are written at once: a disk settles several together faster than one behind the other. */
const atOnce = 16;

/** Writes files where nobody reads them yet; all are on disk, with their names, when it is done. Throws what the disk does. */
export async function writeSettled(files: readonly NewFile[]): Promise<void> {
  const folders = new Set<string>();
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    const first = await promises.mkdir(folder, { recursive: true, mode: 0o755 });
    folders.add(folder);
    // A new folder's own name lies in the one above.
    for (let at = folder; first !== undefined && at.length >= first.length; at = dirname(at))
      folders.add(dirname(at));
  }
  await inTurns(files, async ({ path, bytes }) => {
    const file = await promises.open(path, 'w', 0o644);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  });
  await inTurns([...folders], settleNames);
}

/** Puts files in the place of those that are there, each as a whole or not at all. */
export async function replaceSettled(files: readonly NewFile[]): Promise<void> {
  await writeSettled(files.map(({ path, bytes }) => ({ path: `${path}.new`, bytes })));
  await inTurns(files, ({ path }) => promises.rename(`${path}.new`, path));
  await inTurns([...new Set(files.map(({ path }) => dirname(path)))], settleNames);
}

/** Makes new names in a folder durable; Windows has no such call and needs none. */
async function settleNames(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await promises.open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const turn = async (): Promise<void> => {
    for (let item = items[next]; item !== undefined; item = items[next]) {
      next += 1;
      await work(item);
    }
  };
  const turns = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, turn));
  for (const one of turns) if (one.status === 'rejected') throw one.reason;
}
