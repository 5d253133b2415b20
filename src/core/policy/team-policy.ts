import type { Band } from '../risk/assessment.js';
import type { Environment, System } from '../target/target.js';
import type { Verb } from '../tool/effect.js';
import type { HeldLevel } from '../toolcall/level.js';
import type { CallerId } from '../toolcall/toolcall.js';
import type { Need, Presence } from './verdict.js';

/** What a team agreed on, as `.countersign/policy.json` states it, decoded. */
export interface TeamPolicy {
  /** Counts up by one with each change; a lower one is refused. */
  readonly version: number;
  /** Which places are which environment; the first line that fits speaks. */
  readonly environments: readonly EnvironmentLine[];
  /** Persons by group, as the roster names them. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly TeamRule[];
  /** From this score on a person is asked; the lowest of all settings counts. */
  readonly askFrom?: number;
  readonly expiry: Expiry;
  /** Where requests and answers are carried: one URL. */
  readonly courier: string;
  readonly breakGlass: BreakGlassRule;
  /** Where the record of every machine goes whose person has agreed to it. */
  readonly archive?: ArchiveRule;
  /** What the terminal guard stands before: the terminals of agents, or everyone's. */
  readonly terminalGuard?: 'agents' | 'everyone';
}

/** Globs (minimatch); a line fits when all that it names fit. */
export interface EnvironmentLine {
  readonly environment: Exclude<Environment, 'unknown'>;
  readonly system?: System;
  /** Account id, context, host, project, workspace, database, branch or tag: any of the target's names. */
  readonly name: string;
}

/** A line of the policy. All that `match` names must fit; the strictest of all rules that fit speaks. */
export interface TeamRule {
  /** Kebab-case, unique in the file; shown as `team/ID`. */
  readonly id: string;
  readonly match: RuleMatch;
  readonly ceremony: RuleCeremony;
  /** The least band that the card shows for such a call. */
  readonly band?: Exclude<Band, 'quiet'>;
  /** Shown on the card, as plain text. */
  readonly message?: string;
  /** Whom to ask about the rule. */
  readonly owner?: string;
}

/** Each list fits when one of its members does. Names, paths and persons are globs. */
export interface RuleMatch {
  /** Systems of targets (`aws`, `kubernetes`) or programs (`terraform`). */
  readonly tool?: readonly string[];
  readonly verb?: readonly Verb[];
  readonly target?: readonly string[];
  readonly environment?: readonly Environment[];
  readonly path?: readonly string[];
  /** Who rings: an agent, or Countersign's own terminal guard and MCP gateway. */
  readonly agent?: readonly CallerId[];
  /** How far the agent that asks is held on its machine. */
  readonly level?: readonly HeldLevel[];
  /** The requester, as the roster names them. */
  readonly person?: readonly string[];
  /** From this score on, 0 to 100. */
  readonly scoreFrom?: number;
}

export type RuleCeremony =
  | { readonly kind: 'confirm' | 'typed' | 'forbid' }
  | { readonly kind: 'countersign'; readonly needs: readonly TeamNeed[] };

/** The group that every team has: whoever may approve by its roster. */
export const anyone = 'anyone';

/** A need before its group is looked up. */
export type TeamNeed = Omit<Need, 'from'>;

/** Two clocks, in minutes: to collect signatures, and then to run. */
export interface Expiry {
  readonly approveMinutes: number;
  readonly useMinutes: number;
}

export interface BreakGlassRule {
  readonly allowed: boolean;
  /** What the person's signature has to show. */
  readonly presence: Presence;
  /** Within how many hours another person has to look at it. */
  readonly reviewHours?: number;
}

/** Where the policy does not say it. */
export const defaultExpiry: Expiry = { approveMinutes: 15, useMinutes: 5 };
export const defaultCourier = 'git';
export const defaultBreakGlass: BreakGlassRule = { allowed: true, presence: 'none' };
export const defaultReviewHours = 72;
export const defaultTellAfterHours = 24;

export interface ArchiveRule {
  readonly url: string;
  /** The archive's cosigning key, as a C2SP verifier key. */
  readonly key: string;
  /** After how many hours without its word the person is told. */
  readonly tellAfterHours: number;
}

export function reviewHoursOf({ reviewHours }: BreakGlassRule): number {
  return reviewHours ?? defaultReviewHours;
}
