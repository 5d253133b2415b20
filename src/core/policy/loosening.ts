import { defaultSettings } from './settings.js';
import { strictness } from './strictest.js';
import {
  type BreakGlassRule,
  reviewHoursOf,
  type TeamNeed,
  type TeamPolicy,
  type TeamRule,
} from './team-policy.js';
import { presences } from './verdict.js';

/** One way in which a policy asks for less than another. `about` is the rule's id, the name of a place, or a value; data. */
export interface Loosening {
  readonly code:
    | 'rule-removed'
    | 'rule-weaker'
    | 'rule-narrower'
    | 'place-removed'
    | 'place-harmless'
    | 'group-wider'
    | 'asks-later'
    | 'longer-expiry'
    | 'break-glass'
    | 'later-review'
    | 'archive'
    | 'terminal-guard';
  readonly about: string;
}

/** What `next` asks less for than `now` does. What cannot be compared counts as less. */
export function loosenings(now: TeamPolicy, next: TeamPolicy): readonly Loosening[] {
  return [
    ...now.rules.flatMap((rule) => ruleLoosenings(rule, next)),
    ...placeLoosenings(now, next),
    ...groupLoosenings(now, next),
    ...valueLoosenings(now, next),
  ];
}

function ruleLoosenings(rule: TeamRule, next: TeamPolicy): readonly Loosening[] {
  const about = rule.id;
  const after = next.rules.find((one) => one.id === rule.id);
  if (after === undefined) return [{ code: 'rule-removed', about }];
  const found: Loosening[] = [];
  if (isWeaker(rule, after)) found.push({ code: 'rule-weaker', about });
  if (isNarrower(rule.match, after.match)) found.push({ code: 'rule-narrower', about });
  return found;
}

function isWeaker(now: TeamRule, next: TeamRule): boolean {
  const [before, after] = [now.ceremony, next.ceremony];
  if (strictness.indexOf(after.kind) < strictness.indexOf(before.kind)) return true;
  if (before.kind !== 'countersign' || after.kind !== 'countersign') return false;
  return before.needs.some((need) => !after.needs.some((one) => isAsStrong(one, need)));
}

function isAsStrong(next: TeamNeed, now: TeamNeed): boolean {
  return (
    next.group === now.group &&
    next.count >= now.count &&
    presences.indexOf(next.presence) >= presences.indexOf(now.presence)
  );
}

/** Fits less: a criterion more, or a member less of one. */
function isNarrower(now: TeamRule['match'], next: TeamRule['match']): boolean {
  if ((next.scoreFrom ?? 0) > (now.scoreFrom ?? 0)) return true;
  return (['tool', 'verb', 'target', 'environment', 'path', 'agent', 'level', 'person'] as const).some(
    (key) => {
      const after: readonly string[] | undefined = next[key];
      const before: readonly string[] | undefined = now[key];
      if (after === undefined) return false;
      return before === undefined || before.some((member) => !after.includes(member));
    },
  );
}

function placeLoosenings(now: TeamPolicy, next: TeamPolicy): readonly Loosening[] {
  const key = ({ system, name, environment }: TeamPolicy['environments'][number]): string =>
    JSON.stringify([environment, system ?? '', name]);
  const [before, after] = [new Set(now.environments.map(key)), new Set(next.environments.map(key))];
  const removed = now.environments.filter(
    (line) => line.environment === 'production' && !after.has(key(line)),
  );
  const added = next.environments.filter(
    (line) => line.environment !== 'production' && !before.has(key(line)),
  );
  return [
    ...removed.map(({ name }): Loosening => ({ code: 'place-removed', about: name })),
    ...added.map(({ name }): Loosening => ({ code: 'place-harmless', about: name })),
  ];
}

/** Whoever comes into a group may sign for it. */
function groupLoosenings(now: TeamPolicy, next: TeamPolicy): readonly Loosening[] {
  return Object.entries(next.groups).flatMap(([group, persons]): readonly Loosening[] => {
    const known = Object.hasOwn(now.groups, group) ? (now.groups[group] ?? []) : undefined;
    if (known === undefined || persons.every((person) => known.includes(person))) return [];
    return [{ code: 'group-wider', about: group }];
  });
}

function valueLoosenings(now: TeamPolicy, next: TeamPolicy): readonly Loosening[] {
  const found: Loosening[] = [];
  const askFrom = ({ askFrom: score }: TeamPolicy): number => Math.min(score ?? 100, defaultSettings.askFrom);
  if (askFrom(next) > askFrom(now)) found.push({ code: 'asks-later', about: String(askFrom(next)) });
  if (
    next.expiry.approveMinutes > now.expiry.approveMinutes ||
    next.expiry.useMinutes > now.expiry.useMinutes
  ) {
    found.push({ code: 'longer-expiry', about: `${next.expiry.approveMinutes}, ${next.expiry.useMinutes}` });
  }
  if (glassRank(next.breakGlass) < glassRank(now.breakGlass)) {
    found.push({ code: 'break-glass', about: next.breakGlass.presence });
  }
  if (reviewHoursOf(next.breakGlass) > reviewHoursOf(now.breakGlass)) {
    found.push({ code: 'later-review', about: String(reviewHoursOf(next.breakGlass)) });
  }
  if (now.archive && (now.archive.url !== next.archive?.url || now.archive.key !== next.archive.key))
    found.push({ code: 'archive', about: next.archive?.url ?? '' });
  if (now.terminalGuard === 'everyone' && next.terminalGuard !== 'everyone') {
    found.push({ code: 'terminal-guard', about: next.terminalGuard ?? 'agents' });
  }
  return found;
}

/** Off is the strictest. */
function glassRank({ allowed, presence }: BreakGlassRule): number {
  return allowed ? presences.indexOf(presence) : presences.length;
}
