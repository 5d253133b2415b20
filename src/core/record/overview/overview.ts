import { bands } from '../../risk/assessment.js';

/** How a call that was asked about ended. */
export const callEndings = ['approved', 'denied', 'refused', 'expired', 'void'] as const;
export type Ending = (typeof callEndings)[number];

/** The upper ends of the spans in which decisions are counted, in seconds; the last span has none. */
export const waitEnds = [10, 60, 300, 900, 3_600] as const;

/** What is counted of one day, one agent or one target. */
export interface CallTally {
  /** By band, in the order of `bands`. */
  readonly bands: number[];
  asked: number;
  parked: number;
  alarms: number;
  /** By ending, in the order of `callEndings`. */
  readonly ended: number[];
  /** Decisions by how long they took, in the order of `waitEnds`, and those that took longer. */
  readonly waits: number[];
  /** Five-minute spans in which a session called. */
  spans: number;
  /** Calls that were stopped and would have destroyed something. */
  spared: number;
}

/** A call that was stopped and would have destroyed something. */
export interface Stopped {
  readonly seq: number;
  readonly ts: number;
  readonly summary: string;
  readonly targets: readonly string[];
  readonly band: string;
  readonly agent: string;
  readonly ending: Ending;
}

/** What a part of the record comes to. Two parts are added up. */
export interface Overview {
  /** By day in UTC, `2026-11-29`, and in it by agent. */
  readonly days: Map<string, Map<string, CallTally>>;
  /** By day, and in it by target. */
  readonly targets: Map<string, Map<string, CallTally>>;
  readonly stopped: Stopped[];
}

/** As many are kept, the newest. */
export const mostStopped = 200;
/** As many targets a day; those that were asked about first. */
const mostTargets = 40;

export function emptyOverview(): Overview {
  return { days: new Map(), targets: new Map(), stopped: [] };
}

function emptyTally(): CallTally {
  const none = (count: number): number[] => Array.from({ length: count }, () => 0);
  return {
    bands: none(bands.length),
    asked: 0,
    parked: 0,
    alarms: 0,
    ended: none(callEndings.length),
    waits: none(waitEnds.length + 1),
    spans: 0,
    spared: 0,
  };
}

function addTally(to: CallTally, more: CallTally): void {
  addAll(to.bands, more.bands);
  addAll(to.ended, more.ended);
  addAll(to.waits, more.waits);
  to.asked += more.asked;
  to.parked += more.parked;
  to.alarms += more.alarms;
  to.spans += more.spans;
  to.spared += more.spared;
}

export function sumOf(tallies: Iterable<CallTally>): CallTally {
  const all = emptyTally();
  for (const one of tallies) addTally(all, one);
  return all;
}

function addAll(to: number[], more: readonly number[]): void {
  for (const [at, value] of more.entries()) to[at] = (to[at] ?? 0) + value;
}

/** Adds a later part to an earlier one. */
export function addOverview(to: Overview, more: Overview): void {
  addDays(to.days, more.days);
  addDays(to.targets, more.targets);
  to.stopped.push(...more.stopped);
  to.stopped.splice(0, Math.max(0, to.stopped.length - mostStopped));
}

function addDays(to: Overview['days'], more: Overview['days']): void {
  for (const [day, names] of more) {
    const there = namesOf(to, day);
    for (const [name, tally] of names) addTally(tallyOf(there, name), tally);
  }
}

export function namesOf(days: Overview['days'], day: string): Map<string, CallTally> {
  const known = days.get(day);
  if (known !== undefined) return known;
  const made = new Map<string, CallTally>();
  days.set(day, made);
  return made;
}

export function tallyOf(names: Map<string, CallTally>, name: string): CallTally {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = emptyTally();
  names.set(name, made);
  return made;
}

export function callsIn({ bands: counts }: CallTally): number {
  return counts.reduce((sum, one) => sum + one, 0);
}

export function endedOf({ ended }: CallTally, ending: Ending): number {
  return ended[callEndings.indexOf(ending)] ?? 0;
}

/** Targets that nothing was asked about go first where a day has many. */
export function withFewTargets(overview: Overview): Overview {
  for (const [day, names] of overview.targets) {
    if (names.size <= mostTargets) continue;
    const first = [...names].sort(([, a], [, b]) => b.asked - a.asked || callsIn(b) - callsIn(a));
    overview.targets.set(day, new Map(first.slice(0, mostTargets)));
  }
  return overview;
}
