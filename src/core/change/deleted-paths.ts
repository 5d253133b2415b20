import { compilePattern, isGlob, matches } from '../command/glob.js';
import { parentOf, resolvePath } from '../command/paths.js';
import type { FileKind, World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import { startOf } from './nearby.js';
import { entriesOf } from './walk.js';

/** Which paths a deletion takes, and what stands there. */
export interface Deleted {
  readonly found: readonly { readonly path: string; readonly kind: FileKind }[];
  /** False where there was no time to find all. */
  readonly whole: boolean;
}

/**
 * The paths behind an effect on `path`. A table gives a folder both for `rm -rf folder` and for what is chosen in it
 * (`folder/*`, `find folder -delete`); the words of the command tell which.
 */
export function deletedPaths(effect: Effect, path: string, world: World): Deleted | undefined {
  const pattern = path.slice(path.lastIndexOf('/') + 1);
  if (isGlob(pattern) && world.files.kind(path) === 'absent') {
    return matched(parentOf(path), pattern, world);
  }
  if (world.files.kind(path) !== 'directory' || isNamed(effect, path, world))
    return { found: [{ path, kind: world.files.kind(path) }], whole: true };
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
function matched(folder: string, pattern: string, world: World): Deleted | undefined {
  const compiled = compilePattern(pattern);
  if (compiled === undefined || isGlob(folder)) return undefined;
  const start = folder.endsWith('/') ? folder : `${folder}/`;
  const found: { readonly path: string; readonly kind: FileKind }[] = [];
  for (const { name, kind } of entriesOf(folder, world)) {
    if (world.isLate?.()) return { found, whole: false };
    if (name.startsWith('.') && !pattern.startsWith('.')) continue;
    if (matches(compiled, name) === true) found.push({ path: start + name, kind });
  }
  return { found, whole: world.isLate?.() !== true };
}
