import { untold } from '../../target/bends.js';
import type { Environment } from '../../target/target.js';
import type { Effect } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';

const factors: Readonly<Record<Environment, number>> = {
  local: 0.5,
  development: 0.5,
  staging: 0.8,
  unknown: 1,
  production: 1.5,
};

/** C: what stands on it. The surer the environment, the further the factor moves away from 1. */
export function criticality(effect: Effect): readonly Finding[] {
  const { environment, confidence, name, evidence } = effect.target;
  if (effect.traits.includes('scratch')) {
    return [{ id: 'target-scratch', term: 'C', weight: 0, factor: 0.3, data: { target: name } }];
  }
  const first = evidence[0];
  return [
    {
      id: `target-${environment}`,
      term: 'C',
      weight: 0,
      factor: round(1 + (factors[environment] - 1) * confidence),
      data: { target: name, source: first?.source ?? '', value: first?.value ?? '' },
    },
    ...conflict(effect),
    ...bent(effect),
  ];
}

/** Production credentials with a harmless name, or the other way round. */
function conflict(effect: Effect): readonly Finding[] {
  const { conflict: others, name } = effect.target;
  if (others === undefined || others.length === 0) return [];
  return [{ id: 'target-conflict', term: 'V', weight: 3, data: { target: name, also: others.join(', ') } }];
}

/** A name that something else than the name leads elsewhere; where production is known already it adds nothing. */
function bent(effect: Effect): readonly Finding[] {
  const { bends = [], environment, name } = effect.target;
  if (bends.length === 0 || effect.verb === 'read' || environment === 'production') return [];
  const value = bends.find((bend) => bend.value !== untold)?.value ?? '';
  const sources = bends.map(({ source }) => source).join(', ');
  return [{ id: 'target-bent', term: 'V', weight: 3, data: { target: name, sources, value } }];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
