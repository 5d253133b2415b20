import { resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';

/** What lies below some directories. */
export interface Walk {
  readonly files: number;
  /** Directories below the first ones. */
  readonly directories: number;
  /** False when the walk stopped before the end; the numbers are then too small. */
  readonly whole: boolean;
}

/** Names that a walk looks at. */
const nameLimit = 2_000;
const depthLimit = 64;

/** Counts without following symbolic links: deleting a link does not delete what it points to. */
export function walk(folders: readonly string[], world: World): Walk {
  const waiting = folders.map((path) => ({ path, depth: 0 }));
  let files = 0;
  let directories = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of world.files.list(next.path)) {
      if (files + directories >= nameLimit) return { files, directories, whole: false };
      const path = resolvePath(next.path, name);
      if (world.files.kind(path) !== 'directory') {
        files += 1;
        continue;
      }
      directories += 1;
      if (next.depth >= depthLimit) return { files, directories, whole: false };
      waiting.push({ path, depth: next.depth + 1 });
    }
  }
  return { files, directories, whole: true };
}
