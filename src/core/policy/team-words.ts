import type { Assessment } from '../risk/assessment.js';
import type { Effect } from '../tool/effect.js';
import type { HeldLevel } from '../toolcall/level.js';
import type { CallerId } from '../toolcall/toolcall.js';
import { heaviestName } from './name.js';
import type { Said } from './strictest.js';
import type { PolicyQuestion, TeamInForce } from './team-in-force.js';
import { anyone, type TeamNeed, type TeamRule } from './team-policy.js';
import type { Need, RuleReference } from './verdict.js';

/** A team's policy, and what it looks at besides the assessment. */
export interface TeamCall {
  readonly team: TeamInForce;
  /** Absent where nobody says who asks, and then every rule about agents fits. */
  readonly caller?: CallerId;
  /** Of the caller; absent where nobody has looked, and then every rule about levels fits. */
  readonly level?: HeldLevel;
  /** Absolute. */
  readonly cwd: string;
  /** The person whose agent asks, as the roster names them; absent when they have no name there. */
  readonly requester?: string;
}

/** A rule that fits, and the effects on which it does. */
export interface TeamFit {
  readonly rule: TeamRule;
  readonly effects: readonly Effect[];
}

export function teamFits(assessment: Assessment, call: TeamCall): readonly TeamFit[] {
  return [...ownFits(assessment, call), ...othersOf(call).flatMap((one) => teamFits(assessment, one))];
}

/** The other teams' rosters may name the requester otherwise: there every rule about persons fits. */
function othersOf({ team, requester: _, ...call }: TeamCall): readonly TeamCall[] {
  return (team.also ?? []).map((one) => ({ ...call, team: one }));
}

function ownFits(assessment: Assessment, call: TeamCall): readonly TeamFit[] {
  const asked = askedOf(assessment, call);
  return call.team.rules.flatMap(({ rule, fits }) => {
    const effects = fits(asked);
    return effects === undefined ? [] : [{ rule, effects }];
  });
}

/** What the team's rules that fit say. */
export function teamWords(assessment: Assessment, call: TeamCall): readonly Said[] {
  const { policy } = call.team;
  const own = ownFits(assessment, call).map(({ rule, effects }) =>
    saidBy(rule, effects, assessment, call.team),
  );
  const said = [...own, ...othersOf(call).flatMap((one) => teamWords(assessment, one))];
  if (policy.askFrom === undefined || assessment.score < policy.askFrom) return said;
  return [...said, { rule: { id: 'team/ask-from', origin: 'team' }, ceremony: { kind: 'confirm' } }];
}

function askedOf(
  { effects, score }: Assessment,
  { caller, level, cwd, requester }: TeamCall,
): PolicyQuestion {
  return {
    effects,
    score,
    cwd,
    ...(caller === undefined ? {} : { caller }),
    ...(level === undefined ? {} : { level }),
    ...(requester === undefined ? {} : { requester }),
  };
}

function saidBy(
  rule: TeamRule,
  effects: readonly Effect[],
  { targets }: Assessment,
  team: TeamInForce,
): Said {
  const { ceremony } = rule;
  const reference = referenceTo(rule);
  const name = heaviestName({ effects, targets });
  switch (ceremony.kind) {
    case 'confirm':
    case 'forbid':
      return { rule: reference, ceremony: { kind: ceremony.kind } };
    case 'typed':
      return { rule: reference, ceremony: { kind: 'typed', name } };
    case 'countersign': {
      const needs = ceremony.needs.map((need) => needOf(need, team));
      return { rule: reference, ceremony: { kind: 'countersign', name, needs } };
    }
  }
}

function referenceTo({ id, message, owner }: TeamRule): RuleReference {
  return {
    id: `team/${id}`,
    origin: 'team',
    ...(message === undefined ? {} : { message }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** The group's persons who may approve by the roster. Fewer than `count` leaves a need that nobody can meet, and holds. */
function needOf(need: TeamNeed, { policy, approvers }: TeamInForce): Need {
  const group = Object.hasOwn(policy.groups, need.group) ? (policy.groups[need.group] ?? []) : [];
  const from = need.group === anyone ? approvers : approvers.filter((person) => group.includes(person));
  return { ...need, from: [...new Set(from)].sort() };
}
