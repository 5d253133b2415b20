import { type Assessment, bands } from '../risk/assessment.js';
import { builtInWord } from './built-in.js';
import type { SessionFacts } from './session-facts.js';
import type { PolicySettings } from './settings.js';
import type { Explanation } from './strictest.js';
import { type Said, speaks } from './strictest.js';
import { type TeamCall, teamWords } from './team-words.js';
import type { Verdict } from './verdict.js';

/** Built-in, personal and team rules together: the strictest of all that fit speaks, whatever their order. */
export function ruleOn(
  assessment: Assessment,
  session: SessionFacts,
  settings: PolicySettings,
  team?: TeamCall,
): Verdict {
  return explain(assessment, session, settings, team).verdict;
}

/** `ruleOn`, and which rules fitted. */
export function explain(
  assessment: Assessment,
  session: SessionFacts,
  settings: PolicySettings,
  team?: TeamCall,
): Explanation {
  return speaks([
    ...builtInWord(assessment, session),
    ...userWord(assessment, settings),
    ...(team === undefined ? [] : teamWords(assessment, team)),
  ]);
}

/** Above the band `note` the built-in rules ask anyway. */
function userWord({ score, band }: Assessment, { askFrom }: PolicySettings): readonly Said[] {
  if (score < askFrom || bands.indexOf(band) > bands.indexOf('note')) return [];
  return [{ rule: { id: 'user/ask-from', origin: 'user' }, ceremony: { kind: 'confirm' } }];
}
