import type { CallDecision } from '../core/record/replay.js';
import type { Assessment, Band } from '../core/risk/assessment.js';
import type { Target } from '../core/target/target.js';
import { findingText } from '../messages/cards/finding.js';

/** `allow` means that the gate stays out of the way. */
function decisionOf(band: Band): CallDecision {
  if (band === 'forbidden') return 'deny';
  return band === 'quiet' || band === 'note' ? 'allow' : 'ask';
}

/** The output object of `check --json` and `--jsonl`. */
export function verdictObject(
  cmd: string,
  assessment: Assessment,
  decision: CallDecision = decisionOf(assessment.band),
): object {
  const { score, band, vector } = assessment;
  return {
    cmd,
    decision,
    band,
    score,
    vector,
    targets: assessment.targets.map(targetObject),
    effects: assessment.effects.map(({ verb, resource, argv, via, opaque }) => ({
      verb,
      resource,
      argv,
      via,
      opaque,
    })),
    findings: assessment.findings.map((finding) => ({
      id: finding.id,
      weight: finding.weight,
      ...(finding.factor === undefined ? {} : { factor: finding.factor }),
      text: findingText(finding),
      ...(finding.span === undefined ? {} : { span: finding.span }),
    })),
    ...(assessment.safer.length > 0 ? { safer: assessment.safer } : {}),
  };
}

/** A line that could not be judged asks: an error is never a yes. */
export function errorObject(cmd: string, error: string): object {
  return {
    cmd,
    decision: 'ask',
    band: 'ask',
    score: 50,
    vector: 'CS1/D:0/R:1/C:-/B:1/P:0/O:0/V:0/F:50',
    targets: [],
    effects: [],
    findings: [],
    error,
  };
}

function targetObject(target: Target): object {
  const { system, name, account, region, scope, identity, environment, confidence } = target;
  return {
    system,
    name,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(scope === undefined ? {} : { scope }),
    ...(identity === undefined ? {} : { identity }),
    environment,
    confidence,
    evidence: target.evidence.map(({ source, value }) => `${source}: ${value}`),
  };
}
