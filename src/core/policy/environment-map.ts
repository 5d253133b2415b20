import { stricter } from '../target/environment.js';
import { isExact, placeOf, type SaidPlace, saidOf } from '../target/said-place.js';
import type { Environment, EnvironmentMap } from '../target/target.js';
import { exactName, type Looked, lookAtName, tighteningName } from './glob.js';
import type { EnvironmentLine } from './team-policy.js';

interface Line {
  readonly environment: Environment;
  readonly system?: string;
  fits(looked: Looked): boolean;
}

/**
 * The team's own map, with what the person has said of places. For each name of a place the first line that fits speaks, and the strictest over all names counts.
 * Lines that make a place harmless are read only from a policy that a person has accepted (`isPinned`), and only to the
 * letter: whatever else says less, tightens.
 */
export function environmentMap(
  lines: readonly EnvironmentLine[],
  isPinned: boolean,
  said: readonly SaidPlace[] = [],
): EnvironmentMap {
  const read = lines
    .filter((line) => isPinned || line.environment === 'production')
    .map(({ environment, system, name }): Line => {
      const fits = environment === 'production' ? tighteningName(name) : exactName(name);
      return system === undefined ? { environment, fits } : { environment, system, fits };
    });
  return {
    classify: ({ system, names }) => {
      const found = names.flatMap((name) => {
        const looked = lookAtName(name);
        const line = read.find((one) => (one.system ?? system) === system && one.fits(looked));
        return line === undefined ? [] : [line.environment];
      });
      return found.length === 0 ? undefined : found.reduce(stricter);
    },
    ...(said.length === 0
      ? {}
      : {
          said: (target, isWhole) => {
            const place = placeOf(target);
            return place && saidOf(place, isWhole && isExact(target), said);
          },
        }),
  };
}
