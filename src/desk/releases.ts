import type { CallFacts } from '../core/record/entry.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { Judged } from './ring.js';

const remembered = 500;

/** One call can ring twice: VS Code runs the hooks of its own files and those of Claude Code's. */
const twinWithinMs = 10_000;

interface Release {
  readonly request: string;
  readonly at: number;
  readonly agents: Set<AgentId>;
}

/** What was let go lately: to know a call's second hook, and to close its entry when it has run. */
export class Releases {
  private readonly facts = new Map<string, CallFacts>();
  private readonly released = new Map<string, Release>();

  /** Notes a call that goes ahead, so that its end can be recorded. */
  passed(judged: Judged): void {
    keep(this.facts, callKey(judged), judged.facts);
  }

  /** Notes the one run that a request was approved for. */
  given(judged: Judged, request: string, now: number): void {
    this.passed(judged);
    keep(this.released, runKey(judged), { request, at: now, agents: new Set([judged.ring.agent]) });
  }

  /** The request whose run this ring belongs to: the same call of the same session through the other hook, once. */
  twinOf(judged: Judged, now: number): string | undefined {
    const release = judged.call.callId === '' ? undefined : this.released.get(runKey(judged));
    if (!release || now - release.at > twinWithinMs || release.agents.has(judged.ring.agent))
      return undefined;
    release.agents.add(judged.ring.agent);
    return release.request;
  }

  /** The facts of a call that has ended, once. */
  ended(session: string, callId: string): CallFacts | undefined {
    const key = JSON.stringify([session, callId]);
    const facts = this.facts.get(key);
    this.facts.delete(key);
    return facts;
  }
}

export function areTwins(a: Judged, b: Judged): boolean {
  return a.call.callId !== '' && runKey(a) === runKey(b) && a.ring.agent !== b.ring.agent;
}

function callKey(judged: Judged): string {
  return JSON.stringify([judged.call.session, judged.call.callId]);
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
