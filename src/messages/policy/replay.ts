import type { After, Before, CallDecision } from '../../core/record/replay.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';
import { ceremonyText } from './policy.js';

/** One call of the record: what was decided, what would be, and on what that rests. */
export interface Replayed {
  readonly before: Before;
  readonly after: After;
  /** `command`: judged again as recorded. `facts`: by its recorded score, band and targets alone. */
  readonly by: 'command' | 'facts';
  readonly differs: boolean;
}

const decisions: Readonly<Record<CallDecision, string>> = {
  allow: 'let pass',
  ask: 'asked',
  deny: 'forbidden',
};

const longestSummary = 100;

/** Counts, then every call that would have gone another way, oldest first. */
export function replayText(replayed: readonly Replayed[], path: string): string {
  const byFacts = replayed.filter(({ by }) => by === 'facts').length;
  const others = replayed.filter(({ differs }) => differs);
  const lines = [
    `${countText(replayed.length, 'call', 'calls')} of the record, asked of ${inertLine(path)}`,
    ...(byFacts === 0
      ? []
      : [
          `${countText(byFacts, 'call is', 'calls are')} told by recorded facts alone, marked *: rules about verbs and paths count as fitting there`,
        ]),
    '',
    `${''.padEnd(10)}${'then'.padStart(8)}${'with it'.padStart(10)}`,
    ...(['allow', 'ask', 'deny'] as const).map((decision) => {
      const before = replayed.filter((one) => one.before.decision === decision).length;
      const after = replayed.filter((one) => one.after.decision === decision).length;
      return `${decisions[decision].padEnd(10)}${String(before).padStart(8)}${String(after).padStart(10)}`;
    }),
    '',
    others.length === 0
      ? 'Every call would have gone as it did.'
      : `${countText(others.length, 'call', 'calls')} would have gone another way:`,
    ...others.map(differenceLine),
  ];
  return `${lines.join('\n')}\n`;
}

function differenceLine({ before, after, by }: Replayed): string {
  const summary = inertLine(before.facts.summary).slice(0, longestSummary);
  const asked = after.ceremony === undefined ? decisions[after.decision] : ceremonyText[after.ceremony];
  const rule = after.rule === undefined ? '' : ` by ${inertLine(after.rule)}`;
  const was =
    before.rule === undefined
      ? decisions[before.decision]
      : `${decisions[before.decision]} by ${inertLine(before.rule)}`;
  return `  ${dateAndTime(before.ts)}${by === 'facts' ? ' *' : '  '} ${was} -> ${asked}${rule}: ${summary}`;
}
