import type { CallFacts } from '../core/record/entry.js';
import { canonical } from '../core/shared/canonical.js';
import { keepsShell } from '../core/toolcall/kept-shell.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';
import type { Judged, Kept } from './ring.js';
import { SecondLine } from './second-line.js';
import type { Sessions } from './sessions.js';

const remembered = 500;

/** One call can ring twice: VS Code runs the hooks of its own files and those of Claude Code's, Copilot CLI likewise. */
const twinWithinMs = 10_000;

/** A call that went ahead, and the text of what it was to run. */
interface Passed {
  readonly facts: CallFacts;
  readonly payload: string;
}

interface Release {
  readonly request: string;
  readonly at: number;
  readonly agents: Set<CallerId>;
}

/** What was let go lately: to know a call's second hook, and to close its entry when it has run. */
export class Releases {
  private readonly ahead = new Map<string, Passed>();
  private readonly released = new Map<string, Release>();
  private readonly secondLine = new SecondLine();

  constructor(
    private readonly sessions: Sessions,
    /** Hears of each call that goes ahead. */
    private readonly onAhead: (judged: Judged) => void = () => undefined,
  ) {}

  /** What is remembered of a call's session. */
  keptFor(call: ToolCall): Kept {
    const session = this.sessions.factsOf(call.session);
    return { session, shells: keepsShell(call) ? this.sessions.shellsOf(call, callKey(call)) : [] };
  }

  /** Notes a call that goes ahead unasked. */
  passed(judged: Judged, now: number): void {
    this.goesAhead(judged);
    this.secondLine.released(judged, '', now);
  }

  /** Notes a call that goes ahead, so that its end can be recorded. */
  private goesAhead(judged: Judged): void {
    const { call, facts, shell } = judged;
    keep(this.ahead, callKey(call), { facts, payload: textOf(call) });
    if (shell !== undefined) this.sessions.began(call, callKey(call), shell.after);
    this.onAhead(judged);
  }

  /** Notes the one run that a request was approved for. */
  given(judged: Judged, request: string, now: number): void {
    this.goesAhead(judged);
    keep(this.released, runKey(judged), { request, at: now, agents: new Set([judged.ring.agent]) });
    this.secondLine.released(judged, request, now);
  }

  /** The request whose run this ring belongs to: the same call through the other hook, or at the second line, once. */
  twinOf(judged: Judged, now: number): string | undefined {
    return this.hookTwin(judged, now) ?? this.secondLine.requestOf(judged, now);
  }

  private hookTwin(judged: Judged, now: number): string | undefined {
    const release = isKnown(judged.call) ? this.released.get(runKey(judged)) : undefined;
    if (!release || now - release.at > twinWithinMs || release.agents.has(judged.ring.agent))
      return undefined;
    release.agents.add(judged.ring.agent);
    return release.request;
  }

  /** A call that has ended, once: its facts, and whether what ran is what was let go. */
  ended(
    call: ToolCall,
    outcome: 'ran' | 'failed',
  ): { readonly facts: CallFacts; readonly isSame: boolean } | undefined {
    const passed = this.ahead.get(callKey(call));
    this.ahead.delete(callKey(call));
    this.sessions.ended(call, callKey(call), outcome);
    this.secondLine.ended(call.session, call.callId);
    return passed && { facts: passed.facts, isSame: passed.payload === textOf(call) };
  }
}

export function areTwins(a: Judged, b: Judged): boolean {
  return isKnown(a.call) && runKey(a) === runKey(b) && a.ring.agent !== b.ring.agent;
}

/** Copilot CLI gives its calls no id: there the session and what the call is must do. */
function isKnown(call: ToolCall): boolean {
  return call.callId !== '' || (call.agent === 'copilot-cli' && call.session !== '');
}

/** An agent that gives its calls no id has them known by what they are. */
function callKey(call: ToolCall): string {
  return JSON.stringify([call.session, call.callId === '' ? `=${textOf(call)}` : call.callId]);
}

function textOf(call: ToolCall): string {
  const text = canonical(call.payload);
  return text.ok ? text.value : '';
}

function runKey(judged: Judged): string {
  return JSON.stringify([judged.call.session, judged.call.callId, judged.digest]);
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= remembered) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
