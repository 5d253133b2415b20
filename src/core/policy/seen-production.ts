import type { Assessment, Finding } from '../risk/assessment.js';
import type { Target } from '../target/target.js';
import type { Verb } from '../tool/effect.js';
import { withFloors } from './raise.js';

/** A place that was looked at, with the tags there that say production. */
type Looked = readonly {
  readonly production?: { readonly system: string; readonly tags: readonly string[] };
}[];

/**
 * The assessment where what was looked at is tagged as production: a band, a score, and the tags among the reasons. Only upward.
 * What the call was judged to touch stays, as a yes is bound to it.
 */
export function raisedBySeen(assessment: Assessment, looked: Looked | undefined): Assessment {
  const before = assessment.findings.filter(({ id }) => id !== 'seen-production');
  const added = (looked ?? []).flatMap(({ production }): readonly Finding[] => {
    const effects = production === undefined ? [] : taggedOf(assessment, production.system);
    if (production === undefined || effects.length === 0) return [];
    const weight = Math.max(...effects.map(({ verb }) => seenFloors[verb] ?? leastFloor));
    return [{ id: 'seen-production', term: 'F', weight, data: { tags: production.tags.join(', ') } }];
  });
  return added.length === 0
    ? assessment
    : withFloors({ ...assessment, findings: before }, added, 'production');
}

/** The same for the rules, which ask where an effect goes. */
export function ruledBySeen(assessment: Assessment, looked: Looked | undefined): Assessment {
  const systems = new Set((looked ?? []).flatMap(({ production }) => production?.system ?? []));
  if (systems.size === 0) return assessment;
  const seen = (target: Target): Target =>
    systems.has(target.system) ? { ...target, environment: 'production' } : target;
  return {
    ...assessment,
    effects: assessment.effects.map((effect) => ({ ...effect, target: seen(effect.target) })),
    targets: assessment.targets.map(seen),
  };
}

/** As for what is known to be production from the first. */
const leastFloor = 70;
const seenFloors: Partial<Readonly<Record<Verb, number>>> = { destroy: 95, delete: 80, replace: 80 };

function taggedOf({ effects }: Assessment, system: string): Assessment['effects'] {
  return effects.filter(({ target, verb }) => target.system === system && verb !== 'read');
}
