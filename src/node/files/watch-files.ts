import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { WatchFiles } from '../../ports/ports.js';
import { errorCode } from './disk.js';

/** Writes that come together are told together. */
const gatherMilliseconds = 200;

/** Where the system tells nothing (a network disk, too many watches, a folder that is not there yet), looking does. */
const lookMilliseconds = 5_000;

/** Watches the folders of the files, since a file that is replaced as a whole is another one, and looks now and then. */
export const watchFiles: WatchFiles = (paths, changed) => {
  const watchers = new Map<string, FSWatcher>();
  let signs = paths.map(signOf);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    timer = undefined;
    arm();
    const now = paths.map(signOf);
    const isSame = now.every((sign, at) => sign === signs[at]);
    signs = now;
    if (!isSame) changed();
  };
  const gather = (): void => {
    timer ??= setTimeout(look, gatherMilliseconds);
  };
  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const arm = (): void => {
    for (const folder of new Set(paths.map((path) => dirname(path)))) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, gather);
        watcher.on('error', () => drop(folder));
        watchers.set(folder, watcher);
      } catch {
        // Not there, or no watches left: looking finds what changes.
      }
    }
  };

  arm();
  const looking = setInterval(look, lookMilliseconds);
  looking.unref();
  return () => {
    clearTimeout(timer);
    clearInterval(looking);
    for (const folder of [...watchers.keys()]) drop(folder);
  };
};

/** A file that was written, replaced or removed has another sign. */
function signOf(path: string): string {
  try {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
  } catch (error) {
    return errorCode(error);
  }
}
