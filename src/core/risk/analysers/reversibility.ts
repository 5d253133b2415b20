import type { Effect } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';
import { loses } from '../whole.js';

/** R: how much of it can be brought back. Only proof lowers it. */
export function reversibility(effect: Effect): readonly Finding[] {
  if (!loses(effect) || !effect.traits.includes('recoverable')) return [];
  return [{ id: 'recoverable', term: 'R', weight: 0, factor: 0.7, data: { resource: effect.resource } }];
}
