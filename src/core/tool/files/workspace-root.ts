import { parentOf, resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';

/** A judging makes a world of its own, so nothing is kept beyond it. */
const known = new WeakMap<World, { readonly root: string | undefined }>();

/** `resolvePath` answers `C:/x` as `C:/x`, and `/x` as `/x`; an UNC path keeps one slash. */
export function withoutRootedDrive(path: string): string {
  return path.replace(/^\/([A-Za-z]:\/)/, '$1');
}

/**
 * The top of the repository that holds the working directory, else that directory. Undefined when it is a home or the root:
 * then nothing is inside a workspace.
 */
export function workspaceRoot(world: World): string | undefined {
  const before = known.get(world);
  if (before !== undefined) return before.root;
  const root = findRoot(world);
  known.set(world, { root });
  return root;
}

function findRoot(world: World): string | undefined {
  const cwd = withoutRootedDrive(resolvePath('/', world.cwd.replace(/\\/g, '/')));
  if (isTop(cwd, world)) return undefined;
  let at = cwd;
  for (let level = 0; level < 32 && !isTop(at, world); level += 1) {
    if (world.files.kind(`${at}/.git`) !== 'absent') return at;
    at = parentOf(at);
  }
  return cwd;
}

/** The root of a disk, and homes. */
export function isTop(path: string, world: World): boolean {
  return path === '/' || /^[A-Za-z]:\/?$/.test(path) || path === world.home || isHomeOfSomebody(path);
}

function isHomeOfSomebody(path: string): boolean {
  return (
    /^\/(?:root|home|home\/[^/]+|users|users\/[^/]+)$/i.test(path) ||
    /^[a-z]:\/users(?:\/[^/]+)?$/i.test(path)
  );
}
