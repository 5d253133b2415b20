import { defaultSettings, type PolicySettings } from './settings.js';
import { strictness } from './strictest.js';
import type { TeamInForce } from './team-in-force.js';
import {
  defaultBreakGlass,
  defaultCourier,
  defaultExpiry,
  type EnvironmentLine,
  reviewHoursOf,
  type TeamPolicy,
  type TeamRule,
} from './team-policy.js';
import type { RuleReference } from './verdict.js';

export type Origin = RuleReference['origin'];

/** A rule that holds. */
export type EffectiveRule =
  | {
      readonly origin: 'built-in';
      readonly id: string;
      readonly ceremony: 'confirm' | 'typed' | 'forbid';
    }
  | { readonly origin: 'team'; readonly rule: TeamRule };

/** A value that holds, and whose it is. */
export interface EffectiveValue {
  readonly name: 'ask-from' | keyof Omit<PolicySettings, 'askFrom'> | TeamValue;
  readonly value: string;
  readonly origin: Origin;
}

type TeamValue =
  | 'approveMinutes'
  | 'useMinutes'
  | 'courier'
  | 'breakGlass'
  | 'reviewHours'
  | 'archive'
  | 'terminalGuard';

/** Everything that decides, merged: rules strictest first, values with their origin, the team's map. */
export interface EffectivePolicy {
  readonly rules: readonly EffectiveRule[];
  readonly values: readonly EffectiveValue[];
  /** `counts` is false for a line that would make a place harmless and comes from a policy that nobody has accepted yet. */
  readonly environments: readonly (EnvironmentLine & { readonly counts: boolean })[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

const builtIn: readonly EffectiveRule[] = [
  { origin: 'built-in', id: 'built-in/forbidden', ceremony: 'forbid' },
  { origin: 'built-in', id: 'built-in/guard', ceremony: 'typed' },
  { origin: 'built-in', id: 'built-in/production-write', ceremony: 'typed' },
  { origin: 'built-in', id: 'built-in/unknown-loss', ceremony: 'typed' },
  { origin: 'built-in', id: 'built-in/ask', ceremony: 'confirm' },
  { origin: 'built-in', id: 'built-in/production-touch', ceremony: 'confirm' },
];

export function effectivePolicy(settings: PolicySettings, team?: TeamInForce): EffectivePolicy {
  const ofTeam = (team?.policy.rules ?? []).map((rule): EffectiveRule => ({ origin: 'team', rule }));
  return {
    rules: [...ofTeam, ...builtIn].sort((a, b) => rankOf(b) - rankOf(a)),
    values: [
      askFrom(settings, team),
      ...ownValues(settings),
      ...(team === undefined ? [] : teamValues(team)),
    ],
    environments: (team?.policy.environments ?? []).map((line) => ({
      ...line,
      counts: line.environment === 'production' || team?.isPinned === true,
    })),
    groups: team?.policy.groups ?? {},
  };
}

export function ceremonyOf(rule: EffectiveRule): (typeof strictness)[number] {
  return rule.origin === 'team' ? rule.rule.ceremony.kind : rule.ceremony;
}

function rankOf(rule: EffectiveRule): number {
  return strictness.indexOf(ceremonyOf(rule));
}

/** The lowest counts. The band `ask` begins at the built-in score whatever is set. */
function askFrom(settings: PolicySettings, team: TeamInForce | undefined): EffectiveValue {
  const ofTeam = team?.policy.askFrom;
  const own = Math.min(settings.askFrom, defaultSettings.askFrom);
  if (ofTeam !== undefined && ofTeam <= own) {
    return { name: 'ask-from', value: String(ofTeam), origin: 'team' };
  }
  const origin = settings.askFrom < defaultSettings.askFrom ? 'user' : 'built-in';
  return { name: 'ask-from', value: String(own), origin };
}

function ownValues(settings: PolicySettings): readonly EffectiveValue[] {
  return (['holdMinutes', 'approvalMinutes', 'pendingHours', 'keepMonths'] as const).map((name) => ({
    name,
    value: String(settings[name]),
    origin: settings[name] === defaultSettings[name] ? 'built-in' : 'user',
  }));
}

type Valued = Pick<TeamPolicy, 'expiry' | 'courier' | 'breakGlass' | 'archive' | 'terminalGuard'>;

/** What no policy has to say is the product's own word, as long as a policy says nothing else. */
function teamValues({ policy }: TeamInForce): readonly EffectiveValue[] {
  const builtIn = new Map(
    valuesIn({ expiry: defaultExpiry, courier: defaultCourier, breakGlass: defaultBreakGlass }),
  );
  return valuesIn(policy).map(([name, value]) => ({
    name,
    value,
    origin: builtIn.get(name) === value ? 'built-in' : 'team',
  }));
}

function valuesIn({
  expiry,
  courier,
  breakGlass,
  archive,
  terminalGuard,
}: Valued): readonly (readonly [TeamValue, string])[] {
  return [
    ['approveMinutes', String(expiry.approveMinutes)],
    ['useMinutes', String(expiry.useMinutes)],
    ['courier', courier],
    ['breakGlass', breakGlass.allowed ? breakGlass.presence : 'off'],
    ...(breakGlass.allowed ? [['reviewHours', String(reviewHoursOf(breakGlass))] as const] : []),
    ...(archive === undefined ? [] : [['archive', archive.url] as const]),
    ...(terminalGuard === undefined ? [] : [['terminalGuard', terminalGuard] as const]),
  ];
}
