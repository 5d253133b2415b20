import { isCanaryCall } from '../canary-call.js';
import { requestOf } from '../decode-record-receipt.js';
import type { CallFacts, Entry } from '../entry.js';

/** What the record says of a stretch of time, folded entry by entry. */
export interface Incident {
  /** Calls that were let through unasked, by agent and session. */
  readonly unasked: ReadonlyMap<string, number>;
  /** How often Countersign tried a doorbell by a call of its own. */
  readonly canaries: number;
  /** In the order in which they were first held. */
  readonly stories: readonly RequestStory[];
  /** Calls that were refused without a request: no window was open, a rule forbade it, something broke. */
  readonly refused: readonly Entry[];
  /** What a person has to look at: calls that slipped by, guards that drifted, a policy that was loosened. */
  readonly alarms: readonly Entry[];
  /** What else happened: policies, connections, witnesses, repairs. */
  readonly events: readonly Entry[];
}

/** One request from its first entry to its last, within the stretch. */
export interface RequestStory {
  readonly request: string;
  readonly facts: CallFacts | undefined;
  readonly entries: readonly Entry[];
  /** The run that followed a release, where one was seen. */
  readonly ran: Entry | undefined;
  /** What its session did unasked just before it was held, and just after it was decided. */
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
}

/** So many calls before and after a held one say what the agent was about. */
const mostAround = 6;
const mostSessions = 1_000;

interface OpenStory {
  entries: Entry[];
  ran?: Entry;
  before: Entry[];
  after: Entry[];
}

interface Session {
  newest: Entry[];
  /** The last story of it that was decided. */
  follows?: OpenStory;
}

const decided = new Set(['call.denied', 'call.expired', 'call.void', 'call.released']);

const alarming = new Set(['call.slipped', 'guard.drifted', 'policy.loosening']);

/** Collects a report; memory grows with what was decided, not with what passed. */
export class IncidentFold {
  private readonly unasked = new Map<string, number>();
  private readonly stories = new Map<string, OpenStory>();
  /** By agent and session, in the order in which they were last heard of. */
  private readonly sessions = new Map<string, Session>();
  private readonly refused: Entry[] = [];
  private readonly alarms: Entry[] = [];
  private readonly events: Entry[] = [];
  private canaries = 0;
  /** Released calls whose end has not come yet, by digest. */
  private readonly running = new Map<string, string>();

  take(entry: Entry): void {
    const { body } = entry;
    const request = requestOf(entry);
    if (request !== '') this.told(request, entry);
    else if (isCanaryCall(body)) this.canaries += 1;
    else if (body.type === 'call.passed') {
      const who = `${body.agent} ${body.session}`;
      this.unasked.set(who, (this.unasked.get(who) ?? 0) + 1);
      this.passed(who, entry);
    } else if (body.type === 'call.finished') this.ended(entry, body.digest);
    else if (body.type === 'call.denied') this.refused.push(entry);
    else if (!alarming.has(body.type)) this.events.push(entry);
    if (alarming.has(body.type)) this.alarms.push(entry);
    if (body.type === 'call.released') this.running.set(body.digest, request);
  }

  done(): Incident {
    const stories = [...this.stories].map(([request, { entries, ran, before, after }]) => ({
      request,
      entries,
      facts: factsIn(entries),
      ran,
      before,
      after,
    }));
    const { unasked, canaries, refused, alarms, events } = this;
    return { unasked, canaries, stories, refused, alarms, events };
  }

  private told(request: string, entry: Entry): void {
    const story = this.of(request);
    story.entries.push(entry);
    const { body } = entry;
    if (!('session' in body && 'agent' in body)) return;
    const session = this.sessionOf(`${body.agent} ${body.session}`);
    if (body.type === 'call.held' && story.entries.length === 1) story.before.push(...session.newest);
    if (decided.has(body.type)) session.follows = story;
  }

  private passed(who: string, entry: Entry): void {
    const session = this.sessionOf(who);
    session.newest.push(entry);
    if (session.newest.length > mostAround) session.newest.shift();
    const { after } = session.follows ?? { after: undefined };
    if (after !== undefined && after.length < mostAround) after.push(entry);
  }

  private sessionOf(who: string): Session {
    const known = this.sessions.get(who) ?? { newest: [] };
    this.sessions.delete(who);
    this.sessions.set(who, known);
    const [oldest] = this.sessions.keys();
    if (this.sessions.size > mostSessions && oldest !== undefined) this.sessions.delete(oldest);
    return known;
  }

  private of(request: string): OpenStory {
    const known = this.stories.get(request) ?? { entries: [], before: [], after: [] };
    this.stories.set(request, known);
    return known;
  }

  private ended(entry: Entry, digest: string): void {
    const request = this.running.get(digest);
    if (request === undefined) return;
    this.of(request).ran = entry;
    this.running.delete(digest);
  }
}

function factsIn(entries: readonly Entry[]): CallFacts | undefined {
  for (const { body } of entries) if ('vector' in body) return body;
  return undefined;
}
