import { endings } from '../../core/toolcall/endings.js';
import { refusalWordParts } from '../../messages/answers/refusal.js';
import {
  defaultBudgetMs,
  doorbellBudgetMs,
  endingLimitMs,
  hookLimitSeconds,
  payloadLimitBytes,
} from '../../protocol/limits.js';
import type { Runtime } from './launcher.js';
import { type PerlProgram, perlProgram } from './perl-program.js';
import { relayFacts } from './relay-facts.js';

/** The doorbell in Perl: the sources are those of src/native. */
export function hookRelay(
  perl: string,
  root: string,
  runtime: Runtime,
  sources: Pick<PerlProgram, 'bodies' | 'later'>,
): string {
  const budgets = Object.keys(hookLimitSeconds).map((agent) => [agent, seconds(doorbellBudgetMs(agent))]);
  return perlProgram({
    perl,
    mark: '# Countersign doorbell',
    words: refusalWordParts(),
    facts: {
      ...relayFacts(root, runtime),
      budgets: Object.fromEntries(budgets),
      budget_s: seconds(defaultBudgetMs),
      ending_s: seconds(endingLimitMs),
      payload_limit: String(payloadLimitBytes),
      endings,
    },
    ...sources,
  });
}

function seconds(milliseconds: number): string {
  return String(milliseconds / 1_000);
}
