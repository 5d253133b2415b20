import { compilePattern, matches } from '../../../command/glob.js';
import { resolvePath } from '../../../command/paths.js';
import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import { startOf } from '../../nearby.js';
import { walkBelow } from '../../walk.js';

const matchLimit = 5_000;

/** `find PATHS -name PATTERN -type f -delete`: the files that match. Undefined for a `find` that asks more, and for all others. */
export function foundPaths(effect: Effect, path: string, world: World): readonly string[] | undefined {
  const words = effect.argv.slice(1);
  if (!/(?:^|\/)g?find$/.test(effect.argv[0] ?? '') || words.at(-1) !== '-delete') return undefined;
  const from = words.findIndex((word) => word.startsWith('-'));
  const starts = words.slice(0, from).map((word) => resolvePath(startOf(effect, world), word));
  const asked = words.slice(from, -1);
  const isSimple =
    asked.length === 4 ? isFiles(asked.slice(0, 2)) || isFiles(asked.slice(2)) : asked.length === 2;
  const at = asked.indexOf('-name');
  const pattern = at < 0 ? undefined : compilePattern(asked[at + 1] ?? '');
  if (!isSimple || pattern === undefined || (starts.length > 0 && !starts.includes(path))) return undefined;
  const walk = walkBelow(path, world);
  if (!walk.whole) return undefined;
  const found = walk.files.filter((one) => matches(pattern, one.slice(one.lastIndexOf('/') + 1)) === true);
  return found.length > matchLimit ? undefined : found;
}

function isFiles([option, value]: readonly string[]): boolean {
  return option === '-type' && value === 'f';
}
