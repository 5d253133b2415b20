import type { Effect, Trait } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';

const points: readonly (readonly [trait: Trait, weight: number])[] = [
  ['protection-off', 6],
  ['privileged', 5],
  ['force', 3],
];

/** P: rights beyond the ordinary, at most 10 in all. */
export function privilege(effect: Effect): readonly Finding[] {
  if (effect.verb === 'read') return [];
  return points
    .filter(([trait]) => effect.traits.includes(trait) || (trait === 'privileged' && isRoot(effect)))
    .map(([trait, weight]) => ({
      id: trait,
      term: 'P',
      weight,
      data: { target: effect.target.name },
      span: effect.span,
    }));
}

function isRoot(effect: Effect): boolean {
  return effect.via.some((link) => /^(?:sudo|doas|su|pkexec|runas|gsudo)\b/.test(link));
}
