import { applyEdit } from '../agents/connect.js';
import { planOffer } from '../agents/offer.js';
import { offerText } from '../messages/agents/coverage.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { strictWritesText } from '../messages/cli/agents.js';
import { type AgentSetup, diffOf } from './agent-setup.js';
import { fail, type Terminal } from './command.js';

/** After connecting: the setting that closes what the agent's hooks do not see. Written where `--strict` asks for it. */
export async function offerStep(setup: AgentSetup, terminal: Terminal): Promise<void> {
  const { adapter, places, files, isDryRun, isStrict, isJson } = setup;
  const plan = planOffer(adapter, places, files);
  if (plan === undefined || (isJson && !isStrict)) return;
  if (!plan.ok) {
    if (isStrict) await fail(terminal, planErrorText(plan.error));
    return;
  }
  if (plan.value.before === plan.value.after) return;
  const words = adapter.offer === undefined ? '' : (offerText[adapter.offer.gap] ?? '');
  if (!isStrict || isDryRun) {
    if (!isJson) await terminal.out(`${strictWritesText(words)}\n${diffOf(plan.value)}`);
    return;
  }
  const written = applyEdit(plan.value, files);
  if (!written.ok) await fail(terminal, planErrorText(written.error));
  else if (!isJson) await terminal.out(`${diffOf(plan.value)}${words}\n`);
}
