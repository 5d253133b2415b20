import type { FileKind, World } from '../shared/world.js';

/** What lies below a directory. */
export interface Walk {
  /** Absolute paths of all that is no directory. */
  readonly files: readonly string[];
  /** Of those that are no regular files: what they are. */
  readonly kinds: ReadonlyMap<string, FileKind>;
  /** Directories below the first one. */
  readonly directories: number;
  /** False when the walk stopped before the end; the numbers are then too small. */
  readonly whole: boolean;
}

/** How long a preview looks at a disk before it says what it has seen until then. */
export const lookingMs = 150;

/** Names that a walk looks at: where a listing says the kinds too, and where each has to be asked for. */
const nameLimit = 200_000;
const askedLimit = 2_000;
const depthLimit = 64;

/** Two previewers and the copy of one call ask for the same folders. */
const walked = new WeakMap<World, Map<string, Walk>>();

/** Without following symbolic links: deleting a link does not delete what it points to. */
export function walkBelow(folder: string, world: World): Walk {
  const known = walked.get(world) ?? new Map<string, Walk>();
  walked.set(world, known);
  const walk = known.get(folder) ?? walkedBelow(folder, world);
  known.set(folder, walk);
  return walk;
}

function walkedBelow(folder: string, world: World): Walk {
  const waiting = [{ path: folder, depth: 0 }];
  const files: string[] = [];
  const kinds = new Map<string, FileKind>();
  const limit = world.raw === undefined ? askedLimit : nameLimit;
  let directories = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (world.isLate?.()) return { files, kinds, directories, whole: false };
    const start = next.path.endsWith('/') ? next.path : `${next.path}/`;
    for (const { name, kind } of entriesOf(next.path, world)) {
      if (files.length + directories >= limit) return { files, kinds, directories, whole: false };
      const path = start + name;
      if (kind !== 'directory') {
        files.push(path);
        if (kind !== 'file') kinds.set(path, kind);
        continue;
      }
      directories += 1;
      if (next.depth >= depthLimit) return { files, kinds, directories, whole: false };
      waiting.push({ path, depth: next.depth + 1 });
    }
  }
  if (world.isLate?.()) return { files, kinds, directories, whole: false };
  return { files, kinds, directories, whole: true };
}

/** Everything in a folder, with what each is. */
export function entriesOf(
  path: string,
  world: World,
): readonly { readonly name: string; readonly kind: FileKind }[] {
  if (world.raw !== undefined) return world.raw.entries(path, world.isLate);
  const start = path.endsWith('/') ? path : `${path}/`;
  return world.files.list(path).map((name) => ({ name, kind: world.files.kind(start + name) }));
}
