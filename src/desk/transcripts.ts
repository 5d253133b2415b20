import { decodeEvent } from '../core/toolcall/decode.js';
import type { HookEvent } from '../core/toolcall/event.js';
import { type ToldCall, toldIn, transcriptOf } from '../core/toolcall/transcript.js';
import type { Clock, TailOf } from '../ports/ports.js';
import type { Ring } from '../protocol/ring.js';
import { evaluateCall } from './evaluate.js';
import { note } from './ledger.js';
import type { DeskParts } from './parts.js';
import { lacksYes, slippedEntry, unpermitted } from './unobserved.js';

export type LookBackParts = Pick<DeskParts, 'record' | 'judge'> & { readonly clock: Pick<Clock, 'now'> };

/** Between two looks at a session's transcript, and how many of them without anything new end the looking. */
const lookMs = 20_000;
const soonMs = 1_000;
const idleLooks = 30;

/** How many entries of the record a later look reads. */
const lookedBack = 5_000;

const mostSessions = 50;
const mostCalls = 1_000;

/** One session's transcript, as far as it has been read. */
interface Session {
  readonly ring: Ring;
  readonly id: string;
  readonly path: string;
  readonly rang: Set<string>;
  readonly begun: Map<string, ToldCall>;
  end: number;
  idle: number;
  /** When it is looked at next. */
  due: number;
  cancel(): void;
}

/**
 * Reads what Claude Code writes of its own calls, from a session's first ring on: a call that ended there and never
 * rang has slipped by. A hook that is taken away in the middle of a session is seen so, although it no longer rings.
 */
export class Transcripts {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly parts: LookBackParts & Pick<DeskParts, 'clock'>,
    private readonly tailOf: TailOf,
  ) {}

  /** Notes a ring, and looks whether calls went by since the last one. */
  rang(ring: Ring, event: Exclude<HookEvent, { kind: 'other' }>): void {
    const { call } = event;
    if (call.agent !== 'claude-code' || call.session === '') return;
    const session = this.sessions.get(call.session) ?? this.begin(ring, call.session);
    if (session === undefined) return;
    session.rang.add(call.callId);
    session.idle = 0;
    // Whoever rings waits for an answer, not for a file to be read.
    this.lookWithin(session, soonMs);
  }

  dispose(): void {
    for (const session of this.sessions.values()) session.cancel();
    this.sessions.clear();
  }

  private begin(ring: Ring, id: string): Session | undefined {
    const path = transcriptOf(ring.payload);
    const start = path === undefined ? undefined : this.tailOf(path, -1);
    if (path === undefined || start === undefined) return undefined;
    const session: Session = {
      ring,
      id,
      path,
      rang: new Set(),
      begun: new Map(),
      end: start.end,
      idle: 0,
      due: Number.POSITIVE_INFINITY,
      cancel: () => undefined,
    };
    this.sessions.set(id, session);
    const [oldest] = this.sessions.keys();
    if (this.sessions.size > mostSessions && oldest !== undefined) this.end(oldest);
    return session;
  }

  private end(id: string): void {
    this.sessions.get(id)?.cancel();
    this.sessions.delete(id);
  }

  private lookWithin(session: Session, milliseconds: number): void {
    const { clock } = this.parts;
    const at = clock.now() + milliseconds;
    if (session.due <= at) return;
    session.cancel();
    session.due = at;
    session.cancel = clock.at(at, () => void this.look(session));
  }

  private async look(session: Session): Promise<void> {
    session.due = Number.POSITIVE_INFINITY;
    const tail = this.tailOf(session.path, session.end);
    session.idle = tail === undefined || tail.end === session.end ? session.idle + 1 : 0;
    if (session.idle < idleLooks) this.lookWithin(session, lookMs);
    else this.end(session.id);
    if (tail === undefined) return;
    session.end = tail.end;
    const told = toldIn(tail.text);
    for (const call of told.begun.slice(-mostCalls)) session.begun.set(call.id, call);
    for (const id of told.ended) {
      const call = session.begun.get(id);
      session.begun.delete(id);
      if (call === undefined) continue;
      const isOdd = !session.rang.has(id) || lacksYes({ session: session.id, callId: id }, this.parts.record);
      if (isOdd) await tellOfTold(session.ring, session.id, call, this.parts);
    }
  }
}

/**
 * Reads what a session's transcript holds already, from the first call on that the record knows: before it the agent was not
 * connected. For whoever looks later, as the doctor does.
 */
export async function lookBack(
  { session: id, cwd, text }: { readonly session: string; readonly cwd: string; readonly text: string },
  parts: LookBackParts,
): Promise<void> {
  const ring: Ring = { agent: 'claude-code', cwd, env: {}, payload: '', budgetMs: 0 };
  const told = toldIn(text);
  const newest = parts.record.newest(lookedBack);
  if (!newest.ok) return;
  const known = new Set(
    newest.value.flatMap(({ body }) => ('callId' in body && body.session === id ? [body.callId] : [])),
  );
  const first = told.begun.findIndex((call) => known.has(call.id));
  if (first < 0) return;
  const ended = new Set(told.ended);
  for (const call of told.begun.slice(first)) {
    if (!ended.has(call.id)) continue;
    const isOdd = !known.has(call.id) || lacksYes({ session: id, callId: call.id }, parts.record);
    if (isOdd) await tellOfTold(ring, id, call, parts);
  }
}

/** Judges what has run already, for the entry to say what it was. */
async function tellOfTold(ring: Ring, id: string, told: ToldCall, parts: LookBackParts): Promise<void> {
  const payload = JSON.stringify({
    hook_event_name: 'PostToolUse',
    session_id: id,
    cwd: ring.cwd,
    tool_name: told.tool,
    tool_input: told.input,
    tool_use_id: told.id,
  });
  const event = decodeEvent('claude-code', payload, ring.cwd);
  if (!event.ok || event.value.kind !== 'after') return;
  const judged = await evaluateCall(ring, event.value, parts);
  const found = judged.ok ? unpermitted(judged.value.facts, parts.record, parts.clock.now()) : undefined;
  if (judged.ok && found) await note(parts.record, slippedEntry(judged.value.facts, found, 'transcript'));
}
