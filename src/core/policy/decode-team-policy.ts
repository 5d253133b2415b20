import * as v from 'valibot';
import { err, ok, type Result } from '../shared/result.js';
import { peerReviewRules } from './peer-review.js';
import { policyProblems } from './policy-checks.js';
import type { PolicyError, PolicyProblem } from './policy-error.js';
import { mostProblems, type Path, type PolicyText, readPolicyText } from './policy-text.js';
import { anyone, type RuleCeremony, type TeamPolicy, type TeamRule } from './team-policy.js';
import { ceremonies, type PolicyFile, policyFile } from './team-schema.js';

/** Characters of the file that a problem quotes. */
const longestGot = 80;

type FileRule = PolicyFile['rules'][number];

/** A team's policy from the text of `.countersign/policy.json`. Closed: what is not understood is refused, with its place. */
export function decodeTeamPolicy(text: string): Result<TeamPolicy, PolicyError> {
  const read = readPolicyText(text);
  if (!read.ok) return read;
  const shape = v.safeParse(policyFile, read.value.value, { abortPipeEarly: true });
  if (!shape.success) {
    return fail(
      shape.issues
        .slice(0, mostProblems)
        .map((issue) => ({ ...problemOf(issue, read.value), isShape: true })),
    );
  }
  const problems = policyProblems(shape.output, read.value);
  return problems.length > 0 ? fail(problems) : ok(policyOf(shape.output));
}

function fail(problems: readonly PolicyProblem[]): { readonly ok: false; readonly error: PolicyError } {
  return err({ problems: [...problems].sort((a, b) => a.offset - b.offset) });
}

function policyOf(file: PolicyFile): TeamPolicy {
  const {
    version,
    environments,
    groups,
    rules,
    peerReview,
    askFrom,
    expiry,
    courier,
    breakGlass,
    archive,
    terminalGuard,
  } = file;
  return {
    version,
    environments,
    groups,
    rules: [...(peerReview === undefined ? [] : peerReviewRules(peerReview)), ...rules.map(ruleOf)],
    ...(askFrom === undefined ? {} : { askFrom }),
    expiry,
    courier,
    breakGlass,
    ...(archive === undefined ? {} : { archive }),
    ...(terminalGuard === undefined ? {} : { terminalGuard }),
  };
}

function ruleOf({ ceremony, by, ...rule }: FileRule): TeamRule {
  const kinds = [ceremony, rule.band === undefined ? undefined : ceremonyOfBand[rule.band]];
  const strictest = [...ceremonies].reverse().find((kind) => kinds.includes(kind)) ?? 'confirm';
  return { ...rule, ceremony: ceremonyOf(strictest, by) };
}

/** A band asks for no less than the built-in rules do. */
const ceremonyOfBand = { note: undefined, ask: 'confirm', production: 'typed', forbidden: 'forbid' } as const;

function ceremonyOf(kind: (typeof ceremonies)[number], by: FileRule['by']): RuleCeremony {
  if (kind === 'countersign') return { kind, needs: by ?? [{ group: anyone, count: 1, presence: 'none' }] };
  return { kind };
}

function problemOf(issue: v.BaseIssue<unknown>, text: PolicyText): PolicyProblem {
  const steps = issue.path ?? [];
  const path = steps.flatMap(
    ({ key }): Path => (typeof key === 'string' || typeof key === 'number' ? [key] : []),
  );
  const isKey = steps.at(-1)?.origin === 'key';
  const isMember = issue.type === 'strict_object' && isKey;
  if (isMember && issue.expected === 'never') {
    return text.problem('unknown-field', path, {
      expected: 'a field of the format',
      got: gotOf(issue),
      isKey,
    });
  }
  if (isMember) {
    return text.problem('missing-field', path, { expected: issue.expected ?? 'a value', got: 'nothing' });
  }
  return text.problem('wrong-value', path, { expected: expectedOf(issue), got: gotOf(issue), isKey });
}

/** What the format wants, in its own words. */
function expectedOf(issue: v.BaseIssue<unknown>): string {
  const limit = (issue.expected ?? '').replace(/^>=/, 'at least ').replace(/^<=/, 'at most ');
  switch (issue.type) {
    case 'regex':
      return issue.message;
    case 'picklist':
      return limit
        .replace(/^\(|\)$/g, '')
        .replaceAll(' | ', ', ')
        .replace(/, (?=[^,]*$)/, ' or ');
    case 'min_length':
    case 'max_length':
      return `${limit} ${typeof issue.input === 'string' ? 'characters' : 'entries'}`;
    case 'max_entries':
      return `${limit} entries`;
    case 'integer':
      return 'a whole number';
    case 'min_value':
    case 'max_value':
      return limit;
    case 'strict_object':
    case 'record':
      return 'an object';
    default:
      return /^[aeiou]/i.test(limit) ? `an ${limit.toLowerCase()}` : `a ${limit.toLowerCase()}`;
  }
}

function gotOf(issue: v.BaseIssue<unknown>): string {
  const { received } = issue;
  return received.length > longestGot ? `${received.slice(0, longestGot)}…` : received;
}
