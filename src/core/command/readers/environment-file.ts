import { dotenvOf } from '../../shared/dotenv-text.js';
import type { Value } from '../invocation.js';
import type { ExecutionContext, Machine } from '../machine.js';
import { known } from '../value.js';
import { scriptText } from './script-text.js';

/** What a runner's `--env-file` sets for the program that it starts. What is set already stays, as all of them have it. */
export function withEnvironmentFiles(
  place: ExecutionContext,
  paths: readonly Value[],
  machine: Machine,
): ExecutionContext {
  if (paths.length === 0) return place;
  const exports = [...place.scope.exports()].flatMap(([name, value]) => (value === null ? [] : [name]));
  const before = new Set([...Object.keys(place.scope.world.env), ...exports]);
  const scope = place.scope.child();
  for (const path of paths) {
    const text = scriptText(path, place, machine)?.text ?? '';
    for (const [name, value] of dotenvOf(text)) {
      if (!before.has(name)) scope.assign(name, known(value), true);
    }
  }
  return { ...place, scope };
}
