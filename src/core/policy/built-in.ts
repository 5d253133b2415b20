import type { Assessment } from '../risk/assessment.js';
import { heaviestName, nameOf } from './name.js';
import type { SessionFacts } from './session-facts.js';
import type { Said } from './strictest.js';
import { productionTouched, targetKey } from './touch.js';
import type { RuleReference } from './verdict.js';

/** What the rules that ship say: the first that speaks, strictest first. */
export function builtInWord(assessment: Assessment, session: SessionFacts): readonly Said[] {
  if (assessment.band === 'forbidden') return [{ rule: rule('forbidden'), ceremony: { kind: 'forbid' } }];
  const guard = assessment.effects.find(
    (effect) => effect.traits.includes('guard') && effect.verb !== 'read',
  );
  if (guard && assessment.band !== 'quiet') return [typed(nameOf(guard), 'guard')];
  if (assessment.band === 'production') return [typed(heaviestName(assessment), reasonOf(assessment))];
  if (assessment.band === 'ask') return [confirm('ask')];
  const asks = productionTouched(assessment).some((target) => !session.readsPass(targetKey(target)));
  return asks ? [confirm('production-touch')] : [];
}

function reasonOf({ findings, targets }: Assessment): string {
  const unknown = findings.some(({ id }) => id === 'unknown-loss' || id === 'public-release');
  return unknown && targets.every(({ environment }) => environment !== 'production')
    ? 'unknown-loss'
    : 'production-write';
}

function rule(name: string): RuleReference {
  return { id: `built-in/${name}`, origin: 'built-in' };
}

function typed(name: string, id: string): Said {
  return { rule: rule(id), ceremony: { kind: 'typed', name } };
}

function confirm(id: string): Said {
  return { rule: rule(id), ceremony: { kind: 'confirm' } };
}
