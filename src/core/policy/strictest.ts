import { type Ceremony, type Need, presences, type RuleReference, type Verdict } from './verdict.js';

/** What one rule that fits asks for. */
export interface Said {
  readonly rule: RuleReference;
  readonly ceremony: Ceremony | { readonly kind: 'forbid' };
}

/** From weak to strict. */
export const strictness = ['confirm', 'typed', 'countersign', 'forbid'] as const;

/** The strictest word is the verdict. At one strictness the team's own rule is named first: it has a message and an owner. */
export function speaks(said: readonly Said[]): Explanation {
  const fitted = [...said].sort(
    (a, b) =>
      strictness.indexOf(b.ceremony.kind) - strictness.indexOf(a.ceremony.kind) ||
      origins.indexOf(a.rule.origin) - origins.indexOf(b.rule.origin) ||
      (a.rule.id < b.rule.id ? -1 : 1),
  );
  return { verdict: verdictOf(fitted), fitted };
}

const origins: readonly RuleReference['origin'][] = ['team', 'built-in', 'user'];

function verdictOf(fitted: readonly Said[]): Verdict {
  const [first] = fitted;
  if (first === undefined) return { kind: 'no-opinion' };
  const { rule, ceremony } = first;
  if (ceremony.kind === 'forbid') return { kind: 'deny', rule };
  if (ceremony.kind !== 'countersign') return { kind: 'hold', ceremony, rule };
  const signing = fitted.filter((one) => one.ceremony.kind === 'countersign');
  const needs = signing.flatMap((one) => (one.ceremony.kind === 'countersign' ? one.ceremony.needs : []));
  const also = signing.slice(1).map((one) => one.rule);
  return {
    kind: 'hold',
    ceremony: { ...ceremony, needs: united(needs) },
    rule,
    ...(also.length > 0 ? { also } : {}),
  };
}

/** One need a group: the larger count and the stronger presence of all that name it. */
function united(needs: readonly Need[]): readonly Need[] {
  const groups = new Map<string, Need>();
  for (const need of needs) {
    const known = groups.get(need.group);
    groups.set(need.group, known === undefined ? need : stricterNeed(known, need));
  }
  return [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : 1));
}

function stricterNeed(a: Need, b: Need): Need {
  const presence = presences.indexOf(a.presence) >= presences.indexOf(b.presence) ? a.presence : b.presence;
  return { ...a, count: Math.max(a.count, b.count), presence };
}

/** The verdict, and every rule that fitted with what it asked for, strictest first. */
export interface Explanation {
  readonly verdict: Verdict;
  readonly fitted: readonly Said[];
}
