import type { Doorbell } from '../agents/adapter.js';
import { applyEdit } from '../agents/connect.js';
import { hooksToTrust, planTrust, planUntrust } from '../agents/trust.js';
import { trustFailureText, trustText } from '../messages/agents/hook-trust.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { codexTrust } from '../node/agents/codex-trust.js';
import { type AgentSetup, diffOf } from './agent-setup.js';

/** What became of an agent's trust in our hook, for a person and for a program. */
export interface TrustStep {
  readonly state: 'trusted' | 'planned' | 'untrusted' | 'failed';
  readonly diff: string;
  readonly words: string;
}

/** After connecting: asks the agent to trust exactly our hook. Undefined for an agent that asks for no trust. */
export async function trustHook(setup: AgentSetup, doorbell: Doorbell): Promise<TrustStep | undefined> {
  const { adapter, scope, places, files, isDryRun } = setup;
  const hooks = hooksToTrust(adapter, scope, places, doorbell);
  if (hooks === undefined) return undefined;
  if (isDryRun) return { state: 'planned', diff: '', words: trustText.planned };
  const ask = codexTrust();
  const plan = await planTrust(hooks, ask, files);
  if (!plan.ok) return failed(wordsOf(plan.error));
  if (plan.value.before === plan.value.after) return { state: 'trusted', diff: '', words: trustText.already };
  const written = applyEdit(plan.value, files);
  if (!written.ok) return failed(planErrorText(written.error));
  const diff = diffOf(plan.value);
  const confirmed = await ask.isTrusted(hooks);
  return confirmed.ok && confirmed.value
    ? { state: 'trusted', diff, words: trustText.trusted }
    : { state: 'failed', diff, words: trustText.unconfirmed };
}

/** Before disconnecting, while the hook still says which trust is ours. */
export function untrustHook(setup: AgentSetup): TrustStep | undefined {
  const { adapter, scope, places, files, isDryRun } = setup;
  const plan = planUntrust(adapter, scope, places, files);
  if (plan === undefined) return undefined;
  const diff = diffOf(plan);
  if (isDryRun) return { state: 'planned', diff, words: trustText.untrusted };
  const written = applyEdit(plan, files);
  if (!written.ok) return failed(planErrorText(written.error));
  return { state: 'untrusted', diff, words: trustText.untrusted };
}

type Failure = Parameters<typeof planErrorText>[0] | Parameters<typeof trustFailureText>[0];

function wordsOf(failure: Failure): string {
  return 'path' in failure ? planErrorText(failure) : trustFailureText(failure);
}

function failed(words: string): TrustStep {
  return { state: 'failed', diff: '', words };
}
