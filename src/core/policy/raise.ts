import { type Assessment, type Band, bands, type Finding } from '../risk/assessment.js';
import type { Target } from '../target/target.js';
import type { Verb } from '../tool/effect.js';
import { type TeamCall, teamFits } from './team-words.js';
import type { Verdict } from './verdict.js';

/** The least score of a band that a rule gives. */
const floors: Readonly<Record<Exclude<Band, 'quiet'>, number>> = {
  note: 20,
  ask: 40,
  production: 70,
  forbidden: 100,
};

/** The assessment with the bands that the team's rules give: a band, a score, and the rule among the reasons. Only upward. */
export function raised(assessment: Assessment, call: TeamCall | undefined): Assessment {
  if (call === undefined) return assessment;
  const reasons = teamFits(assessment, call).flatMap(({ rule: { id, band } }): readonly Reason[] =>
    band === undefined || bands.indexOf(band) <= bands.indexOf(assessment.band) ? [] : [{ id, band }],
  );
  return reasons.length === 0 ? assessment : raisedBy(assessment, reasons);
}

/** The assessment with the band that the verdict stands for: what is asked is at least an ask. Only upward. */
export function spoken(assessment: Assessment, verdict: Verdict): Assessment {
  const band = bandOf(verdict);
  if (bands.indexOf(band) <= bands.indexOf(assessment.band)) return assessment;
  return { ...assessment, band, score: Math.max(assessment.score, leastOf(band)) };
}

function bandOf(verdict: Verdict): Band {
  if (verdict.kind === 'no-opinion') return 'quiet';
  if (verdict.kind === 'deny') return 'forbidden';
  return verdict.ceremony.kind === 'confirm' ? 'ask' : 'production';
}

function leastOf(band: Band): number {
  return band === 'quiet' ? 0 : floors[band];
}

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
    const weight = Math.max(...effects.map(({ verb }) => seenFloors[verb] ?? floors.production));
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
const seenFloors: Partial<Readonly<Record<Verb, number>>> = { destroy: 95, delete: 80, replace: 80 };

function taggedOf({ effects }: Assessment, system: string): Assessment['effects'] {
  return effects.filter(({ target, verb }) => target.system === system && verb !== 'read');
}

interface Reason {
  readonly id: string;
  readonly band: keyof typeof floors;
}

function raisedBy(assessment: Assessment, reasons: readonly Reason[]): Assessment {
  const added = reasons
    .map(
      ({ id, band }): Finding => ({ id: 'team-rule', term: 'F', weight: floors[band], data: { rule: id } }),
    )
    .sort((a, b) => b.weight - a.weight || ((a.data['rule'] ?? '') < (b.data['rule'] ?? '') ? -1 : 1));
  const band = reasons.reduce<Band>(
    (most, one) => (bands.indexOf(one.band) > bands.indexOf(most) ? one.band : most),
    assessment.band,
  );
  return withFloors(assessment, added, band);
}

/** Heaviest first. */
function withFloors(assessment: Assessment, added: readonly Finding[], band: Band): Assessment {
  const floor = Math.max(...added.map(({ weight }) => weight));
  return {
    ...assessment,
    band: bands.indexOf(band) > bands.indexOf(assessment.band) ? band : assessment.band,
    score: Math.max(assessment.score, floor),
    vector: assessment.vector.replace(/F:[\d.]+$/, (term) =>
      Number(term.slice(2)) < floor ? `F:${floor}` : term,
    ),
    findings: [...added, ...assessment.findings].sort((a, b) => b.weight - a.weight),
  };
}
