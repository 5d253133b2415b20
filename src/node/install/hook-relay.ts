import { endings } from '../../core/toolcall/endings.js';
import { type AgentId, callerIds } from '../../core/toolcall/toolcall.js';
import { refusalWordParts } from '../../messages/answers/refusal.js';
import { dialects } from '../../protocol/dialects.js';
import {
  defaultBudgetMs,
  doorbellBudgetMs,
  endingLimitMs,
  payloadLimitBytes,
} from '../../protocol/limits.js';
import type { Runtime } from './launcher.js';
import { type PerlProgram, perlProgram } from './perl-program.js';
import { relayFacts } from './relay-facts.js';

/** What a doorbell that root owns is told besides. */
export interface LockedRelay {
  /** The folder of the programs: absolute, and root's. */
  readonly bin: string;
  /** The organisation's policy; where it lies, a program of its own looks at every answer before it counts. */
  readonly policy: string;
}

/**
 * Agents for which a no that is only an exit code is weaker than one that is printed: another hook's yes beats it, or the model does
 * not read why.
 */
const printed: readonly AgentId[] = ['qwen-code', 'copilot-cli'];

/** The doorbell in Perl: the sources are those of src/native, and a locked one finds the home of who runs it. */
export function hookRelay(
  perl: string,
  root: string,
  runtime: Runtime,
  sources: Pick<PerlProgram, 'bodies' | 'later'>,
  locked?: LockedRelay,
): string {
  const budgets = callerIds.map((agent) => [agent, seconds(doorbellBudgetMs(agent))]);
  return perlProgram({
    perl,
    mark: '# Countersign doorbell',
    words: refusalWordParts(),
    facts: {
      ...relayFacts(root, runtime, locked?.bin),
      ...(locked === undefined ? {} : { is_locked: '1', policy: locked.policy, denials }),
      budgets: Object.fromEntries(budgets),
      budget_s: seconds(defaultBudgetMs),
      ending_s: seconds(endingLimitMs),
      payload_limit: String(payloadLimitBytes),
      endings,
    },
    ...sources,
  });
}

/** The object that says no, with the place for the words. */
export const denials: Readonly<Record<string, string>> = Object.fromEntries(
  printed.map((agent) => {
    const { deny } = dialects[agent];
    return [agent, deny === 'exit-code' ? '' : JSON.stringify(deny('%s'))];
  }),
);

function seconds(milliseconds: number): string {
  return String(milliseconds / 1_000);
}
