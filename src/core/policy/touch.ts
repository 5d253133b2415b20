import type { Assessment } from '../risk/assessment.js';
import type { Target } from '../target/target.js';

/** One text for one target, so that a session can remember it. */
export function targetKey(target: Target): string {
  return JSON.stringify([
    target.system,
    target.account ?? '',
    target.region ?? '',
    target.name,
    target.scope ?? '',
  ]);
}

/** Reading the workspace's own files and history is no touch of production, whatever a file or branch is called. */
const atHand = new Set(['filesystem', 'git']);

/** The production targets that a call touches, reads included. */
export function productionTouched(assessment: Assessment): readonly Target[] {
  return assessment.targets.filter(
    (target) => target.environment === 'production' && !atHand.has(target.system),
  );
}
