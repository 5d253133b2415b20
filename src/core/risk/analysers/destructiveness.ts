import { assertNever } from '../../shared/assert-never.js';
import type { Effect, Verb } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';
import { isWhole } from '../whole.js';

/** D: what the verb does, 0 to 40. Replacing is deleting first, so it weighs as much. */
export function destructiveness(effect: Effect): readonly Finding[] {
  const weight = weightOf(effect);
  if (weight === 0) return [];
  return [
    {
      id: effect.traits.includes('in-part') ? `verb-${effect.verb}-in-part` : `verb-${effect.verb}`,
      term: 'D',
      weight,
      data: { resource: effect.resource, target: effect.target.name },
      span: effect.span,
    },
  ];
}

function weightOf(effect: Effect): number {
  const loses = effect.verb === 'delete' || effect.verb === 'replace';
  return loses && isWhole(effect) ? 40 : weightOfVerb(effect.verb);
}

function weightOfVerb(verb: Verb): number {
  switch (verb) {
    case 'read':
      return 0;
    case 'unknown':
    case 'create':
      return 8;
    case 'modify':
      return 16;
    case 'stop':
      return 22;
    case 'execute':
      return 24;
    case 'expose':
      return 30;
    case 'replace':
    case 'delete':
      return 34;
    case 'destroy':
      return 40;
    default:
      return assertNever(verb);
  }
}
