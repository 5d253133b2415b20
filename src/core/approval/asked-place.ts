import { isExact, type PlaceKey, placeOf } from '../target/said-place.js';
import type { Effect } from '../tool/effect.js';
import { awaitsDecision } from './lifecycle.js';
import type { Request } from './request.js';

/** A place of which nobody knows what it is, as a held card asks about it. */
export interface AskedPlace {
  readonly place: PlaceKey;
  /** False where nothing says for sure what its name stands for, or a file could make it another place: then only "production" can be said. */
  readonly canBeHarmless: boolean;
}

/** The place that a held card asks its person about: where most is at stake, the first that something nameable selects. */
export function askedPlace(request: Request): AskedPlace | undefined {
  if (!awaitsDecision(request)) return undefined;
  const { effects } = request.assessment;
  const writes = effects.filter(({ verb }) => verb !== 'read');
  for (const effect of [...writes, ...effects]) {
    const place = nameable(effect) ? placeOf(effect.target) : undefined;
    if (place !== undefined) return { place, canBeHarmless: isExact(effect.target) };
  }
  return undefined;
}

function nameable({ target, traits }: Effect): boolean {
  return target.environment === 'unknown' && !traits.includes('opaque-selector');
}
