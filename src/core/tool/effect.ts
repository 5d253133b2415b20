import type { Value } from '../command/invocation.js';
import type { Span } from '../shared/span.js';
import type { Target } from '../target/target.js';

/** What an effect does, from harmless to final. `unknown` is a program in no table: never read-only. */
export const verbs = [
  'read',
  'unknown',
  'create',
  'modify',
  'stop',
  'execute',
  'replace',
  'expose',
  'delete',
  'destroy',
] as const;

export type Verb = (typeof verbs)[number];

/** One thing that a call would do. */
export interface Effect {
  readonly verb: Verb;
  /** What it does it to, kind first: `environment/cost-explorer-prod`, `deployment/web`, `table orders`, a path. */
  readonly resource: string;
  readonly target: Target;
  readonly argv: readonly string[];
  readonly via: readonly string[];
  /** Where the program starts, when that is known and is not the call's own directory. */
  readonly cwd?: string;
  /** Set when it starts on another machine: the files of this one say nothing about it. */
  readonly elsewhere?: true;
  /** The parts that could not be resolved, as they stand in the command. */
  readonly opaque: readonly string[];
  /** The words that show it, in the judged text. */
  readonly span: Span;
  readonly traits: readonly Trait[];
  /** How many objects it reaches, where that can be known: 1, a number, or uncountable. */
  readonly reach: number | 'uncountable';
  /** A safer command for the same aim (a dry run, a plan, a narrower selector), in words of the tool. */
  readonly safer?: string;
}

/** What a table knows about an effect beyond its verb; each becomes a finding. */
export type Trait =
  | 'recoverable' // tracked and committed, versioned, soft delete: R 0.4 to 0.7
  | 'scratch' // build output, temporary folder, cache
  | 'force'
  | 'privileged' // sudo, admin role
  | 'protection-off' // a guard of the resource is removed
  | 'in-part' // a deploy that deletes and re-creates only what it cannot change in place
  | 'no-filter' // DELETE without WHERE, a selector that takes all
  | 'recursive'
  | 'remote-code' // text from a network runs
  | 'opaque-code'
  | 'opaque-path'
  | 'opaque-selector'
  | 'opaque-program'
  | 'guard' // touches Countersign's or an agent's own configuration
  | 'secret' // reads or writes credentials
  | 'exfiltration'
  | 'control-plane' // through the API that runs things for their owner
  | 'redirect' // what is sent later goes elsewhere
  | 'foreign-code' // installs from a place that no registry stands behind
  | 'ci' // changes what a pipeline runs
  | 'infrastructure'
  | 'rewrites-history'
  | 'outside-workspace'
  | 'unsaved' // loses work that was never committed
  | 'important' // the root, a home, the workspace itself, its history
  | 'system' // what the machine itself runs on: /etc, boot, devices
  | 'startup' // will run later by itself: login, boot, schedule, hook of a tool
  | 'published'; // leaves the machine for others: publish, deploy, push

export type ReadonlyArgv = readonly Value[];
