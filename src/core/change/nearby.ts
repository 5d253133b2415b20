import { parentOf, resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';

/** Folders beside the code in which teams keep their infrastructure. */
const usualFolders = ['', 'infra', 'infrastructure', 'terraform', 'tf', 'iac', 'deploy', 'deployment', 'ops'];

const levelLimit = 12;

/** Where the effect's program starts. */
export function startOf(effect: Effect, world: World): string {
  return effect.cwd ?? world.cwd;
}

/** The path as a person in `cwd` would write it. */
export function shownPath(path: string, world: World): string {
  const folder = world.cwd.endsWith('/') ? world.cwd : `${world.cwd}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** Files called `name` in `start`, its parents up to the repository's root, and the usual folders of each. */
export function filesNear(name: string, start: string, world: World): readonly string[] {
  return foldersUp(start, world)
    .flatMap((folder) =>
      usualFolders.map((below) => resolvePath(folder, below === '' ? name : `${below}/${name}`)),
    )
    .filter((path) => world.files.kind(path) === 'file');
}

/**
 * `start` and its parents, to the first that holds `.git`; never a home, never the root of the disk. Outside a repository
 * only what lies in the call's own directory: a stranger's state further up says nothing.
 */
function foldersUp(start: string, world: World): readonly string[] {
  const folders: string[] = [];
  let at = start;
  for (let level = 0; level < levelLimit && at !== '/' && at !== world.home; level += 1) {
    folders.push(at);
    if (world.files.kind(resolvePath(at, '.git')) !== 'absent') return folders;
    at = parentOf(at);
  }
  return folders.filter((folder) => folder === start || `${folder}/`.startsWith(`${world.cwd}/`));
}
