import type { Target } from '../target/target.js';
import type { Effect } from '../tool/effect.js';
import { bypassed } from './analysers/bypassed.js';
import { criticality } from './analysers/criticality.js';
import { destructiveness } from './analysers/destructiveness.js';
import { downloaded } from './analysers/downloaded.js';
import { exfiltration } from './analysers/exfiltration.js';
import { floors } from './analysers/floors.js';
import { keptShell } from './analysers/kept-shell.js';
import { opacity } from './analysers/opacity.js';
import { privilege } from './analysers/privilege.js';
import { provenance } from './analysers/provenance.js';
import { reach } from './analysers/reach.js';
import { reversibility } from './analysers/reversibility.js';
import { rewriting } from './analysers/rewriting.js';
import { typedInput } from './analysers/typed-input.js';
import { unreadable } from './analysers/unreadable.js';
import type { Assessment, Finding } from './assessment.js';
import { bandOf, scoreOf, type Terms, termsOf, vectorOf } from './score.js';
import type { CallAnalyser, EffectAnalyser, Subject } from './subject.js';

/** One question each. A new question is a new file and a line here. */
const effectAnalysers: readonly EffectAnalyser[] = [
  destructiveness,
  reversibility,
  criticality,
  reach,
  privilege,
  floors,
];

const callAnalysers: readonly CallAnalyser[] = [
  opacity,
  provenance,
  rewriting,
  bypassed,
  exfiltration,
  downloaded,
  typedInput,
  unreadable,
  keptShell,
];

interface Judged {
  readonly effect: Effect | null;
  readonly findings: readonly Finding[];
  readonly terms: Terms;
  readonly score: number;
  /** Its score without what belongs to the call as a whole. */
  readonly own: number;
}

/** The strongest effect decides; what is opaque or odd about the call as a whole counts for every effect. */
export function assess(subject: Subject): Assessment {
  const ofCall = callAnalysers.flatMap((analyser) => analyser(subject));
  const judged = subject.effects.map((effect) => judge(effect, subject, ofCall));
  const worst = strongestFirst(judged)[0] ?? judgeNothing(ofCall);
  return {
    score: worst.score,
    band: bandOf(worst.score),
    vector: vectorOf(worst.terms),
    targets: targetsOf(judged),
    effects: strongestFirst(judged).flatMap(({ effect }) => effect ?? []),
    findings: gather(worst, judged, ofCall),
    safer: [...new Set(judged.flatMap(({ effect, score }) => (score >= 20 ? (effect?.safer ?? []) : [])))],
    ...(subject.wanted.length > 0 ? { wanted: subject.wanted } : {}),
  };
}

function judge(effect: Effect, subject: Subject, ofCall: readonly Finding[]): Judged {
  const own = effectAnalysers.flatMap((analyser) => analyser(effect, subject));
  const findings = [...own, ...ofCall];
  const terms = termsOf(effect, findings);
  return { effect, findings: own, terms, score: scoreOf(terms), own: scoreOf(termsOf(effect, own)) };
}

function judgeNothing(ofCall: readonly Finding[]): Judged {
  const terms = termsOf(null, ofCall);
  return { effect: null, findings: ofCall, terms, score: scoreOf(terms), own: 0 };
}

/** The strongest effect's reasons, and every other effect's floors: two dangers in one call are both told. */
function gather(worst: Judged, judged: readonly Judged[], ofCall: readonly Finding[]): readonly Finding[] {
  const others = judged.flatMap((one) =>
    one === worst ? [] : one.findings.filter(({ term }) => term === 'F'),
  );
  const all = [...worst.findings, ...(worst.effect === null ? [] : ofCall), ...others];
  return distinct(all)
    .map(withoutEmptySpan)
    .sort((left, right) => right.weight - left.weight);
}

/** A call without a text has nothing to point at. */
function withoutEmptySpan(finding: Finding): Finding {
  if (finding.span === undefined || finding.span[1] > finding.span[0]) return finding;
  const { span: _span, ...rest } = finding;
  return rest;
}

function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.id}\n${finding.term}\n${JSON.stringify(finding.data)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Stable: effects of equal weight stay in the order of the command. */
function strongestFirst(judged: readonly Judged[]): readonly Judged[] {
  return [...judged].sort((left, right) => right.score - left.score || right.own - left.own);
}

/** Strongest first; one target is listed once. */
function targetsOf(judged: readonly Judged[]): readonly Target[] {
  const seen = new Set<string>();
  return strongestFirst(judged)
    .flatMap(({ effect }) => (effect === null ? [] : [effect.target]))
    .filter((target) => {
      const key = [target.system, target.name, target.account, target.region, target.scope].join('\n');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
