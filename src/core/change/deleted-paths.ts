import { compilePattern, isGlob, matches } from '../command/glob.js';
import { parentOf, resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import { startOf } from './nearby.js';

/** Which paths a deletion takes; undefined when only the program itself will know. */
export type Deleted = readonly string[] | undefined;

const matchLimit = 200;

/**
 * The paths behind an effect on `path`. A table gives a folder both for `rm -rf folder` and for what is chosen in it
 * (`folder/*`, `find folder -delete`); the words of the command tell which.
 */
export function deletedPaths(effect: Effect, path: string, world: World): Deleted {
  const pattern = path.slice(path.lastIndexOf('/') + 1);
  if (isGlob(pattern) && world.files.kind(path) === 'absent') {
    return matched(parentOf(path), pattern, world);
  }
  if (world.files.kind(path) !== 'directory' || isNamed(effect, path, world)) return [path];
  return effect.argv.some((word) => word === '*' || word.endsWith('/*'))
    ? matched(path, '*', world)
    : undefined;
}

/** The directory itself stands among the words. `find` and its like start there and choose. */
function isNamed(effect: Effect, path: string, world: World): boolean {
  const program = effect.argv[0]?.slice((effect.argv[0]?.lastIndexOf('/') ?? -1) + 1) ?? '';
  if (/^(g?find|bfs|fd|fdfind)$/.test(program)) return false;
  const start = startOf(effect, world);
  return effect.argv.slice(1).some((word) => resolvePath(start, word) === path);
}

/** As a shell matches in one folder: a name with a leading dot only when the pattern has one. */
function matched(folder: string, pattern: string, world: World): Deleted {
  const compiled = compilePattern(pattern);
  if (compiled === undefined || isGlob(folder)) return undefined;
  const names = world.files
    .list(folder)
    .filter((name) => (pattern.startsWith('.') || !name.startsWith('.')) && matches(compiled, name) === true);
  return names.length > matchLimit ? undefined : names.map((name) => resolvePath(folder, name));
}
