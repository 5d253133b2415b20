import type { Anomaly, Invocation } from '../command/invocation.js';
import type { Shell } from '../command/shell-facts.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import type { GrammarName } from '../tool/table.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { Finding } from './assessment.js';

/** What the analysers look at: one call, read. */
export interface Subject {
  readonly call: ToolCall;
  readonly effects: readonly Effect[];
  readonly anomalies: readonly Anomaly[];
  /** The programs that a shell call would start; empty for other calls. */
  readonly invocations: readonly Invocation[];
  /** Files of the workspace with hooks that could rewrite the call; empty when it only reads. */
  readonly hooks: readonly string[];
  /** The terminal guard's folder, where the call's PATH leads through it. */
  readonly terminalGuard?: string;
  readonly wanted: readonly GrammarName[];
  /** What the shell has kept in which the call would run, and the world around it. */
  readonly shell?: { readonly kept: Shell; readonly world: World };
}

/** Answers one question about one effect. */
export type EffectAnalyser = (effect: Effect, subject: Subject) => readonly Finding[];

/** Answers one question about the call as a whole. */
export type CallAnalyser = (subject: Subject) => readonly Finding[];

/** What reading one payload yields; the rest of the subject is the same for every kind of call. */
export type CallReading = Pick<Subject, 'effects' | 'anomalies' | 'invocations'>;
