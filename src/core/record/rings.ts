import type { CallerId } from '../toolcall/toolcall.js';
import { isCanaryCall } from './canary-call.js';
import type { Entry } from './entry.js';

/** What the record tells of one agent. Unix milliseconds. */
export interface Rings {
  /** When its hook rang last. */
  readonly lastSeen?: number;
  /** When calls slipped by, newest first. */
  readonly slipped: readonly number[];
  /** When calls ran despite what they were answered, newest first. */
  readonly ranAnyway: readonly number[];
}

export function ringsIn(entries: readonly Entry[], agent: CallerId): Rings {
  const lastSeen = lastSeenIn(entries).get(agent);
  const slipped: number[] = [];
  const ranAnyway: number[] = [];
  for (const { body, ts } of entries)
    if (body.type === 'call.slipped' && body.agent === agent)
      (body.despite === undefined ? slipped : ranAnyway).push(ts);
  return { ...(lastSeen === undefined ? {} : { lastSeen }), slipped, ranAnyway };
}

/** When each agent's hook rang last, Unix milliseconds, over entries that come newest first. Canary calls do not count. */
function lastSeenIn(entries: readonly Entry[]): ReadonlyMap<CallerId, number> {
  const seen = new Map<CallerId, number>();
  for (const { body, ts } of entries) {
    if ('callId' in body && !isCanaryCall(body) && !seen.has(body.agent)) seen.set(body.agent, ts);
  }
  return seen;
}
