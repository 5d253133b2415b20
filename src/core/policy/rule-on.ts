import type { Assessment } from '../risk/assessment.js';
import { type Effect, verbs } from '../tool/effect.js';
import type { PolicySettings } from './settings.js';
import { productionTouched, targetKey } from './touch.js';
import type { RuleReference, Verdict } from './verdict.js';

/** What a session's person has let pass. */
export interface SessionFacts {
  /** True when reads on the target with this key pass for the rest of the session. */
  readsPass(targetKey: string): boolean;
}

/** The built-in rules, strictest first: the first that speaks is the answer. */
export function ruleOn(assessment: Assessment, session: SessionFacts, settings: PolicySettings): Verdict {
  if (assessment.band === 'forbidden') return { kind: 'deny', rule: rule('forbidden') };
  const guard = assessment.effects.find(
    (effect) => effect.traits.includes('guard') && effect.verb !== 'read',
  );
  if (guard && assessment.band !== 'quiet') return typed(nameOf(guard), 'guard');
  if (assessment.band === 'production') return typed(heaviestName(assessment), 'production-write');
  if (assessment.band === 'ask') return { kind: 'hold', ceremony: { kind: 'confirm' }, rule: rule('ask') };
  if (productionTouched(assessment).some((target) => !session.readsPass(targetKey(target)))) {
    return { kind: 'hold', ceremony: { kind: 'confirm' }, rule: rule('production-touch') };
  }
  if (assessment.score >= settings.askFrom) {
    return { kind: 'hold', ceremony: { kind: 'confirm' }, rule: { id: 'user/ask-from', origin: 'user' } };
  }
  return { kind: 'no-opinion' };
}

function rule(name: string): RuleReference {
  return { id: `built-in/${name}`, origin: 'built-in' };
}

function typed(name: string, id: string): Verdict {
  return { kind: 'hold', ceremony: { kind: 'typed', name }, rule: rule(id) };
}

/** The name to type: that of the heaviest effect on production, else of the heaviest effect of all. */
function heaviestName(assessment: Assessment): string {
  const production = assessment.effects.filter((effect) => effect.target.environment === 'production');
  const heaviest = [...(production.length > 0 ? production : assessment.effects)].sort(
    (a, b) => verbs.indexOf(b.verb) - verbs.indexOf(a.verb),
  )[0];
  if (heaviest) return nameOf(heaviest);
  return assessment.targets[0]?.name || 'production';
}

function nameOf(effect: Effect): string {
  return effect.target.name || effect.resource || effect.target.system || 'production';
}
