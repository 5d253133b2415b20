import type { PolicyError, PolicyProblem } from '../../core/policy/policy-error.js';
import type { Said } from '../../core/policy/strictest.js';
import type { RuleCeremony, RuleMatch, TeamNeed } from '../../core/policy/team-policy.js';
import type { Presence } from '../../core/policy/verdict.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';

const todo: Readonly<Record<PolicyProblem['code'], string>> = {
  'too-large': 'make it smaller',
  'too-deep': 'take levels out',
  syntax: 'mend the JSON',
  'duplicate-key': 'take one of them out',
  'duplicate-id': 'give it another id',
  'unknown-field': 'take it out or mend its name',
  'missing-field': 'put it there',
  'wrong-value': 'mend the value',
  'unknown-group': 'name the group under "groups", or take another one',
};

/** "expected a whole number, got 1.5 at rules[0].match.scoreFrom: mend the value" */
export function policyProblemText({ code, at, expected, got }: PolicyProblem): string {
  const where = at === '' ? '' : ` at ${inertLine(at)}`;
  return `expected ${inertLine(expected)}, got ${inertLine(got)}${where}: ${todo[code]}`;
}

/** "line 3, column 12: expected …", and how many more there are. */
export function policyErrorText({ problems }: PolicyError): string {
  const [first] = problems;
  if (first === undefined) return 'expected a policy, got a text that is none';
  const more = problems.length - 1;
  const rest = more === 0 ? '' : ` (and ${countText(more, 'problem', 'problems')} more)`;
  return `line ${first.line}, column ${first.column}: ${policyProblemText(first)}${rest}`;
}

/** "verb is delete or destroy, environment is production": what a rule looks at. */
export function matchText(match: RuleMatch): string {
  const parts = [
    listed('tool is', match.tool),
    listed('verb is', match.verb),
    listed('target is', match.target),
    listed('environment is', match.environment),
    listed('path is', match.path),
    listed('agent is', match.agent),
    listed('its lock is', match.level),
    listed('asked by', match.person),
    match.scoreFrom === undefined ? '' : `score from ${match.scoreFrom}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function listed(what: string, members: readonly string[] | undefined): string {
  return members === undefined ? '' : `${what} ${orText(members.map(inertLine))}`;
}

/** "a, b or c" */
function orText(members: readonly string[]): string {
  const last = members.at(-1) ?? '';
  return members.length < 2 ? last : `${members.slice(0, -1).join(', ')} or ${last}`;
}

const presenceText: Readonly<Record<Presence, string>> = {
  none: '',
  touch: ', touching a security key',
  pin: ', with a security key and its PIN',
};

/** "2 of owners, touching a security key" */
function teamNeedText({ group, count: persons, presence }: TeamNeed): string {
  const from = group === 'anyone' ? 'the roster' : inertLine(group);
  return `${persons} of ${from}${presenceText[presence]}`;
}

export const ceremonyText: Readonly<Record<RuleCeremony['kind'], string>> = {
  confirm: 'confirm',
  typed: 'type the name',
  countersign: 'countersign',
  forbid: 'forbidden',
};

/** "countersign by 1 of owners and 1 of security" */
export function askedText(ceremony: RuleCeremony): string {
  const kind = ceremonyText[ceremony.kind];
  return ceremony.kind === 'countersign'
    ? `${kind} by ${ceremony.needs.map(teamNeedText).join(' and ')}`
    : kind;
}

/** The same of what a rule asks for now: "type the name cost-explorer-prod" */
export function saidText(ceremony: Said['ceremony']): string {
  switch (ceremony.kind) {
    case 'forbid':
    case 'confirm':
      return ceremonyText[ceremony.kind];
    case 'typed':
      return `${ceremonyText.typed} ${inertLine(ceremony.name)}`;
    case 'countersign':
      return askedText(ceremony);
  }
}
