import type { Assessment } from '../risk/assessment.js';
import { type Effect, verbs } from '../tool/effect.js';

/** The name to type: that of the heaviest effect on production, else of the heaviest effect of all. */
export function heaviestName({ effects, targets }: Pick<Assessment, 'effects' | 'targets'>): string {
  const production = effects.filter((effect) => effect.target.environment === 'production');
  const heaviest = [...(production.length > 0 ? production : effects)].sort(
    (a, b) => verbs.indexOf(b.verb) - verbs.indexOf(a.verb),
  )[0];
  if (heaviest) return nameOf(heaviest);
  return targets[0]?.name || 'production';
}

export function nameOf(effect: Effect): string {
  return effect.target.name || effect.resource || effect.target.system || 'production';
}
