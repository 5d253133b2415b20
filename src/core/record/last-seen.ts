import { canarySession } from '../toolcall/health.js';
import type { CallerId } from '../toolcall/toolcall.js';
import type { Entry } from './entry.js';

/** When each agent's hook rang last, Unix milliseconds, over entries that come newest first. Canary calls do not count. */
export function lastSeenIn(entries: readonly Entry[]): ReadonlyMap<CallerId, number> {
  const seen = new Map<CallerId, number>();
  for (const { body, ts } of entries) {
    if ('callId' in body && body.session !== canarySession && !seen.has(body.agent)) seen.set(body.agent, ts);
  }
  return seen;
}
