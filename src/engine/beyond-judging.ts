import type { Change } from '../core/change/change.js';
import { type Assessment, bands, type Finding } from '../core/risk/assessment.js';
import { bandOf, scoreOf, termsOf, vectorOf } from '../core/risk/score.js';
import type { Effect } from '../core/tool/effect.js';

/** Why judging a call came to no answer of its own. */
const failures = ['judging-overrun', 'judging-out-of-memory', 'judging-broke', 'judging-garbage'] as const;

export type JudgingFailure = (typeof failures)[number];

/** All that can be said of a call that could not be judged: it may do anything, anywhere. Fits every rule about what hides. */
function anything(failure: JudgingFailure): Effect {
  return {
    verb: 'execute',
    resource: 'code',
    target: {
      system: 'host',
      name: 'unjudged',
      environment: 'unknown',
      confidence: 0,
      evidence: [],
    },
    argv: [],
    via: [],
    opaque: [failure],
    span: [0, 0],
    traits: ['opaque-program', 'opaque-code', 'opaque-path', 'opaque-selector'],
    reach: 'uncountable',
  };
}

/**
 * The assessment of a call whose judging did not end, ended badly or answered nonsense: an ask, the same for every such
 * call, whatever else the machine was doing.
 */
export function unjudged(failure: JudgingFailure): Assessment {
  const effect = anything(failure);
  const findings: readonly Finding[] = [
    { id: failure, term: 'F', weight: 60, data: {} },
    { id: 'opaque-code', term: 'O', weight: 20, data: { parts: failure } },
  ];
  const terms = termsOf(effect, findings);
  const score = scoreOf(terms);
  return {
    score,
    band: bandOf(score),
    vector: vectorOf(terms),
    targets: [effect.target],
    effects: [effect],
    findings,
    safer: [],
  };
}

/** True for what `unjudged` gives. */
export function isUnjudged({ findings: [first] }: Assessment): boolean {
  return failures.some((failure) => failure === first?.id);
}

const lostFloor = 50;

/** The assessment of a call in a shell of which what it had kept is lost: judged as in an unknown one, and an ask. */
export function inLostShell(assessment: Assessment): Assessment {
  const finding: Finding = { id: 'shell-lost', term: 'F', weight: lostFloor, data: {} };
  const least = bandOf(lostFloor);
  return {
    ...assessment,
    score: Math.max(assessment.score, lostFloor),
    band: bands.indexOf(assessment.band) < bands.indexOf(least) ? least : assessment.band,
    vector: assessment.vector.replace(/F:[\d.]+$/, (term) =>
      Number(term.slice(2)) < lostFloor ? `F:${lostFloor}` : term,
    ),
    findings: [...assessment.findings, finding].sort((left, right) => right.weight - left.weight),
  };
}

/** What is shown where a preview could not be had. */
export const changeUnread: Change = { items: [], sources: [], unknown: [{ what: 'code', of: '' }] };
