import type { Assessment } from '../risk/assessment.js';
import { ruleOn } from './rule-on.js';
import type { SessionFacts } from './session-facts.js';
import { defaultSettings } from './settings.js';
import { strictness } from './strictest.js';
import type { TeamCall } from './team-words.js';

/** The assessment that the rules are strictest on, where a call may mean one of several things; the first of equals. */
export function strictestOf<T extends { readonly assessment: Assessment }>(
  readings: readonly [T, ...T[]],
  session: SessionFacts,
  team?: TeamCall,
): T {
  const [first, ...others] = readings;
  const rank = ({ assessment }: T): readonly [number, number] => [
    rankOf(assessment, session, team),
    assessment.score,
  ];
  return others.reduce((strictest, reading) => {
    const [rule, score] = rank(reading);
    const [itsRule, itsScore] = rank(strictest);
    return rule > itsRule || (rule === itsRule && score > itsScore) ? reading : strictest;
  }, first);
}

function rankOf(assessment: Assessment, session: SessionFacts, team: TeamCall | undefined): number {
  const verdict = ruleOn(assessment, session, defaultSettings, team);
  if (verdict.kind === 'no-opinion') return -1;
  return verdict.kind === 'deny' ? strictness.length : strictness.indexOf(verdict.ceremony.kind);
}
