import type { CallFacts, Entry } from '../core/record/entry.js';
import { sameButSecrets } from '../core/record/redact.js';
import { agentIds } from '../core/toolcall/toolcall.js';
import type { RecordStore } from '../ports/ports.js';

/** First where a call nearly always stands, then as far back as a long call's beginning can be. */
const near = 100;
const far = 5_000;

/** A call may have begun before its agent was connected, and end now. */
const settledMs = 60 * 60_000;

/**
 * True when the record knows nothing of a call that has run, though its agent's hook should have rung before it: another
 * window and a restart leave their entries there too. A record that cannot be read accuses nobody.
 */
export function hasSlipped(facts: CallFacts, record: RecordStore, now: number): boolean {
  if (!agentIds.some((id) => id === facts.agent)) return false;
  for (const limit of [near, far]) {
    const newest = record.newest(limit);
    if (!newest.ok || newest.value.some((entry) => isOf(entry, facts))) return false;
    if (newest.value.length < limit) return wasHeld(newest.value, facts, now);
  }
  const all = record.newest(far);
  return all.ok && wasHeld(all.value, facts, now);
}

function isOf({ body }: Entry, facts: CallFacts): boolean {
  if (body.type === 'newer') {
    const { session, callId } = body.call ?? { session: '', callId: '' };
    return callId !== '' && session === facts.session && callId === facts.callId;
  }
  if (!('callId' in body) || body.session !== facts.session || body.callId !== facts.callId) return false;
  // An agent that gives its calls no id has them known by what they are.
  return facts.callId !== '' || (body.tool === facts.tool && sameButSecrets(body.summary, facts.summary));
}

/** The session rang before, or its agent has been connected for longer than a call lasts. */
function wasHeld(entries: readonly Entry[], { agent, session }: CallFacts, now: number): boolean {
  if (entries.some(({ body }) => 'callId' in body && body.session === session)) return true;
  const connected = entries.find(({ body }) => body.type === 'agent.connected' && body.agent === agent);
  return connected === undefined ? entries.length >= far : now - connected.ts > settledMs;
}
