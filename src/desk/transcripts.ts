import { decodeEvent } from '../core/toolcall/decode.js';
import type { HookEvent } from '../core/toolcall/event.js';
import { type ToldCall, toldIn, transcriptOf } from '../core/toolcall/transcript.js';
import type { TailOf } from '../ports/ports.js';
import type { Ring } from '../protocol/ring.js';
import { evaluateCall } from './evaluate.js';
import { note } from './ledger.js';
import type { DeskParts } from './parts.js';
import { hasSlipped } from './unobserved.js';

type TranscriptParts = Pick<DeskParts, 'clock' | 'record' | 'judge'>;

/** Between two looks at a session's transcript, and how many of them without anything new end the looking. */
const lookMs = 20_000;
const soonMs = 1_000;
const idleLooks = 30;

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
    private readonly parts: TranscriptParts,
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
      if (call !== undefined && !session.rang.has(id)) await this.judge(session, call);
    }
  }

  /** Judges what has run already, for the entry to say what it was. */
  private async judge({ ring, id }: Session, { id: callId, tool, input }: ToldCall): Promise<void> {
    const payload = JSON.stringify({
      hook_event_name: 'PostToolUse',
      session_id: id,
      cwd: ring.cwd,
      tool_name: tool,
      tool_input: input,
      tool_use_id: callId,
    });
    const event = decodeEvent('claude-code', payload, ring.cwd);
    if (!event.ok || event.value.kind !== 'after') return;
    const judged = await evaluateCall(ring, event.value, this.parts);
    if (!judged.ok || !hasSlipped(judged.value.facts, this.parts.record, this.parts.clock.now())) return;
    await note(this.parts.record, { ...judged.value.facts, type: 'call.slipped', seen: 'transcript' });
  }
}
