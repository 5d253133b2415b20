import type { Drift } from '../toolcall/health.js';
import { agentIds } from '../toolcall/toolcall.js';
import type { Entry } from './entry.js';

/** The drifts that the record tells of and no repair of, over entries that come newest first. */
export function openDrifts(entries: readonly Entry[]): readonly Drift[] {
  const latest = new Map<string, Drift | undefined>();
  for (const { body } of entries) {
    if (body.type !== 'guard.drifted' && body.type !== 'guard.repaired') continue;
    const agent = agentIds.find((id) => id === body.agent);
    if (agent === undefined) continue;
    const { problem, file, line } = body;
    const drift = { agent, problem, file, line };
    const key = driftKey(drift);
    if (!latest.has(key)) latest.set(key, body.type === 'guard.drifted' ? drift : undefined);
  }
  return [...latest.values()].filter((drift) => drift !== undefined);
}

/** The same for the same drift. */
export function driftKey({ agent, problem, file, line }: Drift): string {
  return JSON.stringify([agent, problem, file, line]);
}
