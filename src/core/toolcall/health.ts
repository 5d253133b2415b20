import * as v from 'valibot';
import { type Shape, text } from '../shared/shape.js';
import type { Level, LockHealth } from './level.js';
/** How well one agent is held: facts that the command line, the views and the status bar word alike. Times are Unix milliseconds. */
import type { AgentId } from './toolcall.js';

/** The session that canary calls name: nobody works in it. */
export const canarySession = 'countersign-doctor';

/** How our hook stands in one configuration file. */
export type Connection =
  | 'absent'
  | 'present'
  /** Ours, in another form than Countersign writes. */
  | 'drifted'
  /** Countersign had put it there, and it is gone. */
  | 'removed'
  /** The file is no text that could be looked at. */
  | 'unreadable';

export interface ConnectionHealth {
  readonly scope: 'user' | 'workspace';
  readonly file: string;
  readonly connection: Connection;
}

/** How the installed doorbell answered a call that every gate lets through. */
const canaryShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('passed') }),
  v.strictObject({ kind: v.literal('refused'), words: text }),
  v.strictObject({ kind: v.literal('failed'), words: text }),
]);
export type Canary = Shape<typeof canaryShape>;

export const verifiedShape = v.strictObject({ at: v.number(), canary: canaryShape });
export type Verified = Shape<typeof verifiedShape>;

/** What keeps an agent from being held. Lines count from 1. */
export type HealthProblem =
  | { readonly kind: 'drifted' | 'removed' | 'untrusted'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly line?: number }
  /** The agent drops the whole file for one entry of somebody else's that it cannot read. */
  | { readonly kind: 'dropped'; readonly file: string; readonly line: number }
  | { readonly kind: 'switched-off'; readonly file: string; readonly line: number }
  | { readonly kind: 'canary'; readonly canary: Exclude<Canary, { kind: 'passed' }> }
  /** Calls that ran and never rang before, or despite what they were answered, since a person looked last. `last`: when. */
  | { readonly kind: 'slipped' | 'ran-anyway'; readonly count: number; readonly last: number }
  | { readonly kind: 'too-old'; readonly version: string; readonly least: string }
  /** Another hook of the workspace can change a call after it was judged. */
  | { readonly kind: 'rewritable'; readonly file: string; readonly line: number };

/**
 * `absent`: not connected. `unverified`: connected, no canary call yet. `held`: a canary call came back and nothing is
 * wrong. `weak`: held, but not in every failure. `alarm`: connected, and not held.
 */
export type GuardState = 'absent' | 'unverified' | 'held' | 'weak' | 'alarm';

export interface AgentHealth {
  readonly agent: AgentId;
  readonly isFound: boolean;
  readonly version?: string;
  readonly state: GuardState;
  readonly level: Level;
  readonly lock: LockHealth;
  readonly connections: readonly ConnectionHealth[];
  readonly verified?: Verified;
  /** When its hook rang last. */
  readonly lastSeen?: number;
  readonly problems: readonly HealthProblem[];
}

export function guardState(
  connections: readonly ConnectionHealth[],
  verified: Verified | undefined,
  problems: readonly HealthProblem[],
): GuardState {
  const isLost = problems.some((problem) => problem.kind === 'unreadable');
  if (!isLost && !connections.some(isConnected)) return 'absent';
  if (problems.some(isAlarm)) return 'alarm';
  if (verified === undefined) return 'unverified';
  return problems.some((problem) => problem.kind === 'too-old') ? 'weak' : 'held';
}

/** What can take a guard away while nobody looks: each becomes an entry of the record. */
export const driftKinds = [
  'drifted',
  'removed',
  'untrusted',
  'unreadable',
  'dropped',
  'switched-off',
  /** Of the doorbell itself: bytes that no install has left there. */
  'replaced',
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One drift of a file: the same drift has the same fields. */
export interface Drift {
  readonly agent: AgentId;
  readonly problem: DriftKind;
  readonly file: string;
  /** From 1; 0 for the whole file. */
  readonly line: number;
}

export function driftsOf({ agent, problems }: Pick<AgentHealth, 'agent' | 'problems'>): readonly Drift[] {
  return problems.flatMap((one) => {
    const problem = driftKinds.find((kind) => kind === one.kind);
    if (problem === undefined || !('file' in one)) return [];
    return [{ agent, problem, file: one.file, line: ('line' in one && one.line) || 0 }];
  });
}

/** True where Countersign is, or was put and should be. */
export function isConnected({ connection }: ConnectionHealth): boolean {
  return connection !== 'absent' && connection !== 'unreadable';
}

/** A problem by which calls run that nobody has judged. */
export function isAlarm(problem: HealthProblem): boolean {
  return problem.kind !== 'too-old' && problem.kind !== 'rewritable';
}
