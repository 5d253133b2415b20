import type { Arguments } from '../command/arguments.js';
import type { Invocation, Value } from '../command/invocation.js';
import type { World } from '../shared/world.js';
import type { Evidence, System } from './target.js';

/** One program, its words sorted, in the world in which it would run. What resolvers and tables look at. */
export interface ToolInvocation {
  readonly invocation: Invocation;
  readonly args: Arguments;
  /** Files and environment as the program would find them. Empty of files when it runs elsewhere. */
  readonly world: World;
  /** What earlier commands of the same line switched: `kubernetes.context` is `prod` after `kubectl config use-context prod`. */
  readonly switches: ReadonlyMap<string, string>;
}

/**
 * A text that may tell the environment. `selector`: a name that somebody gave to a place (profile, context, namespace,
 * workspace, database, host). `resource`: the name of one thing in it. `mention`: any other word of the command.
 * Only a selector may say that a place is harmless.
 */
export interface Clue extends Evidence {
  readonly rank: 'selector' | 'resource' | 'mention';
}

/** What sends a connection elsewhere than its place's name says, and where to, if it says so. */
export interface Bend extends Evidence {
  readonly goesTo?: string;
}

/** What a resolver found, before anyone says production. */
export interface Whereabouts {
  readonly system: System;
  /** What a person calls the place; the resource's own name may replace it where `namedByResource`. */
  readonly name: string;
  readonly namedByResource?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly scope?: string;
  readonly identity?: string;
  readonly clues: readonly Clue[];
  /** Known by its nature: a loopback address, a socket, a file, a cluster of kind or minikube. */
  readonly local?: Evidence;
  /** Known by its own evidence to be made for a try and thrown away: a cluster of kind, LocalStack. Counts where `local` does. */
  readonly throwaway?: Evidence;
  /** Known by convention: a branch that production is built from. */
  readonly production?: Evidence;
  /** The rights look like an administrator's. */
  readonly privileged?: Evidence;
  /** The place that another machine or container, on which the program starts, is reached through. */
  readonly around?: Whereabouts;
  /** Where there is one, no name of the place makes it harmless. */
  readonly bends?: readonly Bend[];
  /** Selectors that could not be resolved (`--context $X`). */
  readonly opaque?: readonly string[];
}

/** Finds where a call goes, in the order in which the tool itself looks. Reads files only through `setting.world`. */
export type Resolver = (setting: ToolInvocation) => Whereabouts;

/** A variable as the program would see it: set by the command, else by the world. Undefined when unset. */
export function variable(setting: ToolInvocation, name: string): Value | undefined {
  const set = setting.invocation.env.get(name);
  if (set !== undefined) return set ?? undefined;
  const text = setting.world.env[name];
  return text === undefined || text === '' ? undefined : { text, opaque: [] };
}

/** A clue, or none when the text is empty. */
export function clue(rank: Clue['rank'], source: string, value: string | undefined): readonly Clue[] {
  return value === undefined || value === '' ? [] : [{ rank, source, value }];
}
