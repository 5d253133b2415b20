import { resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';

/** What lies below a directory. */
export interface Walk {
  readonly files: number;
  /** Directories below the first. */
  readonly directories: number;
  /** False when the walk stopped before the end; the numbers are then too small. */
  readonly whole: boolean;
}

/** Names that a walk looks at. */
const nameLimit = 5_000;
const depthLimit = 64;

/** Counts without following symbolic links: deleting a link does not delete what it points to. */
export function walk(folder: string, world: World): Walk {
  const waiting = [{ path: folder, depth: 0 }];
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
