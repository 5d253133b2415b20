import { environmentOfName } from '../target/environment.js';
import { decodeTeamPolicy } from './decode-team-policy.js';
import { exactName, lookAtName } from './glob.js';
import { type Loosening, loosenings } from './loosening.js';
import type { PolicyPlace, PolicyProblem } from './policy-error.js';
import { type PolicyText, readPolicyText } from './policy-text.js';
import { strictness } from './strictest.js';
import type { EnvironmentLine, TeamPolicy, TeamRule } from './team-policy.js';

/** Something in a valid policy that is probably not meant. `about` is the other line, the group or the name; data. */
export interface PolicyRemark extends PolicyPlace {
  readonly code:
    | 'never-fits'
    | 'shadowed'
    | 'no-stricter'
    | 'place-shadowed'
    | 'place-loosens'
    | 'unmeetable'
    | 'group-unused';
  readonly about: string;
}

/** What an editor says about a policy beside what its JSON Schema says: problems make it invalid, remarks do not. */
export interface Linted {
  readonly problems: readonly PolicyProblem[];
  readonly remarks: readonly PolicyRemark[];
  /** Where it asks for less than the policy in force, and so stays without effect until maintainers have endorsed it. */
  readonly looser: readonly (PolicyPlace & { readonly loosening: Loosening })[];
}

/** Problems of these kinds are the schema's to tell. */
const ofSchema: ReadonlySet<PolicyProblem['code']> = new Set(['syntax', 'unknown-field', 'duplicate-key']);

export function lintPolicy(text: string, inForce?: TeamPolicy): Linted {
  const policy = decodeTeamPolicy(text);
  if (!policy.ok) {
    const { problems } = policy.error;
    return {
      problems: problems.filter((one) => one.isShape !== true && !ofSchema.has(one.code)),
      remarks: [],
      looser: [],
    };
  }
  const read = readPolicyText(text);
  if (!read.ok) return { problems: [], remarks: [], looser: [] };
  return {
    problems: [],
    remarks: remarksOn(policy.value, read.value),
    looser: inForce === undefined ? [] : looserThan(inForce, policy.value, read.value),
  };
}

/** A rule that asks for less at its own place; what is gone, where the version is counted up. */
function looserThan(inForce: TeamPolicy, policy: TeamPolicy, text: PolicyText): Linted['looser'] {
  return loosenings(inForce, policy).map((loosening) => {
    const index = policy.rules.findIndex(({ id }) => id === loosening.about);
    const isOfRule = loosening.code === 'rule-weaker' || loosening.code === 'rule-narrower';
    const place = text.place(isOfRule && index >= 0 ? ['rules', index, 'id'] : ['version']);
    return { ...place, loosening };
  });
}

function remarksOn(policy: TeamPolicy, text: PolicyText): readonly PolicyRemark[] {
  return [
    ...policy.environments.flatMap((line, index) => onPlace(line, index, policy, text)),
    ...policy.rules.flatMap((rule, index) => onRule(rule, index, policy, text)),
    ...onGroups(policy, text),
  ].sort((a, b) => a.offset - b.offset);
}

function onPlace(
  line: EnvironmentLine,
  index: number,
  { environments }: TeamPolicy,
  text: PolicyText,
): readonly PolicyRemark[] {
  const place = text.place(['environments', index, 'name']);
  const before = environments.slice(0, index).find((one) => covers(one, line));
  if (before) return [{ ...place, code: 'place-shadowed', about: before.name }];
  const isProduction = line.environment === 'production';
  const says = environmentOfName(line.name.replaceAll('*', ' '))?.environment;
  if (isProduction || (says !== 'production' && !/^[*?]+$/.test(line.name))) return [];
  return [{ ...place, code: 'place-loosens', about: line.name }];
}

/** True when the first line fits whatever the second fits. */
function covers(first: EnvironmentLine, second: EnvironmentLine): boolean {
  if (first.system !== undefined && first.system !== second.system) return false;
  return (
    first.name === second.name ||
    (!/[*?[]/.test(second.name) && exactName(first.name)(lookAtName(second.name)))
  );
}

function onRule(
  rule: TeamRule,
  index: number,
  policy: TeamPolicy,
  text: PolicyText,
): readonly PolicyRemark[] {
  const at = ['rules', index] as const;
  const remarks: PolicyRemark[] = [];
  for (const [position, glob] of (rule.match.path ?? []).entries()) {
    if (/^[.~]{1,2}(?:\/|$)|\/\.{1,2}(?:\/|$)/.test(glob)) {
      remarks.push({ ...text.place([...at, 'match', 'path', position]), code: 'never-fits', about: glob });
    }
  }
  const id = text.place([...at, 'id']);
  const stricter = policy.rules.find(
    (other, place) => other !== rule && shadows(other, rule) && (!shadows(rule, other) || place < index),
  );
  if (stricter) remarks.push({ ...id, code: 'shadowed', about: stricter.id });
  else if (isNoStricter(rule)) remarks.push({ ...id, code: 'no-stricter', about: rule.id });
  return [...remarks, ...onNeeds(rule, index, policy, text)];
}

/** Both look at the same, and the first asks for at least as much. */
function shadows(first: TeamRule, second: TeamRule): boolean {
  if (first.ceremony.kind === 'countersign' && second.ceremony.kind === 'countersign') return false;
  return (
    JSON.stringify(sorted(first.match)) === JSON.stringify(sorted(second.match)) &&
    strictness.indexOf(first.ceremony.kind) >= strictness.indexOf(second.ceremony.kind)
  );
}

function sorted(match: TeamRule['match']): readonly unknown[] {
  return Object.entries(match)
    .map(([key, value]) => [key, Array.isArray(value) ? [...value].sort() : value])
    .sort();
}

/** The built-in rules have the name typed for every write to production. */
function isNoStricter({ ceremony, match }: TeamRule): boolean {
  const { environment = [], verb = ['read'] } = match;
  return (
    (ceremony.kind === 'confirm' || ceremony.kind === 'typed') &&
    environment.length > 0 &&
    environment.every((one) => one === 'production') &&
    verb.every((one) => one !== 'read' && one !== 'unknown')
  );
}

function onNeeds(
  rule: TeamRule,
  index: number,
  { groups }: TeamPolicy,
  text: PolicyText,
): readonly PolicyRemark[] {
  if (rule.ceremony.kind !== 'countersign') return [];
  return rule.ceremony.needs.flatMap(({ group, count }, position) => {
    const persons = Object.hasOwn(groups, group) ? new Set(groups[group]).size : undefined;
    if (persons === undefined || persons >= count) return [];
    return [{ ...text.place(['rules', index, 'by', position]), code: 'unmeetable', about: group }];
  });
}

function onGroups({ groups, rules }: TeamPolicy, text: PolicyText): readonly PolicyRemark[] {
  const used = new Set(
    rules.flatMap(({ ceremony }) =>
      ceremony.kind === 'countersign' ? ceremony.needs.map((need) => need.group) : [],
    ),
  );
  return Object.keys(groups)
    .filter((group) => !used.has(group))
    .map((group) => ({ ...text.place(['groups', group], true), code: 'group-unused', about: group }));
}
