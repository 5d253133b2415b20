import { type Assessment, type Band, bands, type Finding } from '../risk/assessment.js';
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

/** The assessment with a band and what gives it, heaviest first. Only upward. */
export function withFloors(assessment: Assessment, added: readonly Finding[], band: Band): Assessment {
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
