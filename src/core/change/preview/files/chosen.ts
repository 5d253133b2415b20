import { compilePattern, matches } from '../../../command/glob.js';
import { resolvePath } from '../../../command/paths.js';
import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import type { Deleted } from '../../deleted-paths.js';
import { startOf } from '../../nearby.js';
import { walkBelow } from '../../walk.js';

/** `find PATHS -name PATTERN -type f -delete`: the files that match. Undefined for a `find` that asks more, and for all others. */
export function foundPaths(effect: Effect, path: string, world: World): Deleted | undefined {
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
  const { files, kinds, whole } = walkBelow(path, world);
  const found = files
    .filter((one) => matches(pattern, one.slice(one.lastIndexOf('/') + 1)) === true)
    .map((one) => ({ path: one, kind: kinds.get(one) ?? 'file' }))
    .filter(({ kind }) => asked.length === 2 || kind === 'file');
  return { found, whole };
}

function isFiles([option, value]: readonly string[]): boolean {
  return option === '-type' && value === 'f';
}
