import type { CallFacts, Despite, Entry, EntryBody } from '../core/record/entry.js';
import { sameButSecrets } from '../core/record/redact.js';
import { hourMs } from '../core/shared/durations.js';
import { agentIds } from '../core/toolcall/toolcall.js';
import type { RecordStore } from '../ports/ports.js';

/** First where a call nearly always stands, then as far back as a long call's beginning can be. */
const near = 100;
const far = 5_000;

/** A call may have begun before its agent was connected, and end now. */
const settledMs = hourMs;

/** A call that ran though it should not have: it never rang before, or it rang and had no yes. */
export interface Unpermitted {
  readonly despite?: Despite;
}

/**
 * What is wrong with a call that has run, by the record: another window and a restart leave their entries there too. Undefined
 * for one that was let go, and where the record cannot be read: that accuses nobody.
 */
export function unpermitted(facts: CallFacts, record: RecordStore, now: number): Unpermitted | undefined {
  if (!agentIds.some((id) => id === facts.agent)) return undefined;
  for (const limit of [near, far]) {
    const newest = record.newest(limit);
    if (!newest.ok) return undefined;
    const own = newest.value.filter((entry) => isOf(entry, facts)).map(({ body }) => body);
    if (own.length > 0) return withoutYes(own, facts.callId !== '');
    if (newest.value.length < limit || limit === far)
      return wasHeld(newest.value, facts, now) ? {} : undefined;
  }
  return undefined;
}

/** True when a call that rang has no yes in the record: what a look costs before the call is judged once more. */
export function lacksYes(call: Pick<CallFacts, 'session' | 'callId'>, record: RecordStore): boolean {
  const newest = record.newest(near);
  if (!newest.ok || call.callId === '') return false;
  const own = newest.value.filter(
    ({ body }) => 'callId' in body && body.session === call.session && body.callId === call.callId,
  );
  return (
    withoutYes(
      own.map(({ body }) => body),
      true,
    ) !== undefined
  );
}

/** The entry that tells of it. */
export function slippedEntry(
  facts: CallFacts,
  { despite }: Unpermitted,
  seen: 'after' | 'transcript',
): EntryBody & { readonly type: 'call.slipped' } {
  return { ...facts, type: 'call.slipped', seen, ...(despite === undefined ? {} : { despite }) };
}

/**
 * Over a call's own entries, newest first. One with an id is one call: a release after the no makes it good, nothing else does. One
 * without may be several alike: the newest word counts, and a no is no accusation while an earlier one may still run.
 */
function withoutYes(own: readonly Entry['body'][], hasId: boolean): Unpermitted | undefined {
  let despite: Despite | undefined;
  let ended = 0;
  for (const body of own) {
    if (body.type === 'newer') return undefined;
    // It is told already.
    if (body.type === 'call.slipped' && despite === undefined) return undefined;
    if (body.type === 'call.finished') ended += 1;
    if (hasId && body.type === 'call.released') break;
    if (!hasId && (body.type === 'call.passed' || body.type === 'call.released')) {
      if (despite === undefined || ended === 0) return undefined;
      ended -= 1;
    }
    despite ??= noOf(body);
  }
  return despite === undefined ? undefined : { despite };
}

function noOf(body: EntryBody): Despite | undefined {
  switch (body.type) {
    case 'call.held':
      return 'held';
    case 'call.parked':
      return 'parked';
    case 'call.denied':
      return 'denied';
    case 'call.expired':
      return 'expired';
    case 'call.void':
      // Without a request it tells of a call that was let go and rewritten; the other follows an alarm.
      return body.request === '' || body.code === 'ran-anyway' ? undefined : 'void';
    default:
      return undefined;
  }
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
