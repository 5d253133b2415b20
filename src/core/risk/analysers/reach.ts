import type { Effect } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';
import { isWhole, loses } from '../whole.js';

/** B: how many things it reaches: 1 + 0.1 x log10, at most 1.4; 1.2 when they cannot be counted. */
export function reach(effect: Effect): readonly Finding[] {
  if (effect.verb === 'read') return [];
  if (
    effect.reach === 'uncountable' ||
    effect.traits.includes('no-filter') ||
    (loses(effect) && isWhole(effect))
  ) {
    return [
      { id: 'reach-uncountable', term: 'B', weight: 0, factor: 1.2, data: { resource: effect.resource } },
    ];
  }
  if (effect.reach <= 1) return [];
  const factor = Math.min(1.4, Math.round((1 + 0.1 * Math.log10(effect.reach)) * 100) / 100);
  return [{ id: 'reach-many', term: 'B', weight: 0, factor, data: { count: String(effect.reach) } }];
}
