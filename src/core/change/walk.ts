import { resolvePath } from '../command/paths.js';
import type { FileKind, World } from '../shared/world.js';

/** What lies below a directory. */
export interface Walk {
  /** Absolute paths of all that is no directory. */
  readonly files: readonly string[];
  /** Directories below the first one. */
  readonly directories: number;
  /** False when the walk stopped before the end; the numbers are then too small. */
  readonly whole: boolean;
}

/** Names that a walk looks at: where a listing says the kinds too, and where each has to be asked for. */
const nameLimit = 120_000;
const askedLimit = 2_000;
const depthLimit = 64;

/** Without following symbolic links: deleting a link does not delete what it points to. */
export function walkBelow(folder: string, world: World): Walk {
  const waiting = [{ path: folder, depth: 0 }];
  const files: string[] = [];
  const limit = world.raw === undefined ? askedLimit : nameLimit;
  let directories = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { name, kind } of entriesOf(next.path, world)) {
      if (files.length + directories >= limit) return { files, directories, whole: false };
      const path = resolvePath(next.path, name);
      if (kind !== 'directory') {
        files.push(path);
        continue;
      }
      directories += 1;
      if (next.depth >= depthLimit) return { files, directories, whole: false };
      waiting.push({ path, depth: next.depth + 1 });
    }
  }
  return { files, directories, whole: true };
}

function entriesOf(
  path: string,
  world: World,
): readonly { readonly name: string; readonly kind: FileKind }[] {
  if (world.raw !== undefined) return world.raw.entries(path);
  return world.files.list(path).map((name) => ({ name, kind: world.files.kind(resolvePath(path, name)) }));
}
