import { peerReviewIds } from './peer-review.js';
import type { PolicyProblem } from './policy-error.js';
import type { PolicyText } from './policy-text.js';
import { anyone } from './team-policy.js';
import type { PolicyFile } from './team-schema.js';

type FileRule = PolicyFile['rules'][number];

/** What the shape of a policy cannot say: ids that stand twice, groups that are nowhere, rules that say nothing. */
export function policyProblems(file: PolicyFile, text: PolicyText): readonly PolicyProblem[] {
  const ids = new Set<string>();
  const ofRules = file.rules.flatMap((rule, index) => {
    const isTwice = ids.has(rule.id) || rule.id === 'ask-from' || peerReviewIds.includes(rule.id);
    ids.add(rule.id);
    return [
      ...(isTwice ? [duplicate(rule, index, text)] : []),
      ...saysNothing(rule, index, text),
      ...unknownGroups(rule, index, file, text),
    ];
  });
  return [...reservedGroup(file, text), ...ofRules];
}

function duplicate(rule: FileRule, index: number, text: PolicyText): PolicyProblem {
  return text.problem('duplicate-id', ['rules', index, 'id'], {
    expected: 'an id that no other rule has; ask-from and those of peerReview are taken',
    got: JSON.stringify(rule.id),
  });
}

function saysNothing(rule: FileRule, index: number, text: PolicyText): readonly PolicyProblem[] {
  const path = ['rules', index] as const;
  const problems: PolicyProblem[] = [];
  if (Object.keys(rule.match).length === 0) {
    const expected = 'one criterion or more; "scoreFrom": 0 fits every call';
    problems.push(text.problem('missing-field', [...path, 'match'], { expected, got: 'nothing' }));
  }
  if (rule.ceremony === undefined && rule.band === undefined) {
    problems.push(text.problem('missing-field', path, { expected: '"ceremony" or "band"', got: 'nothing' }));
  }
  if (rule.by !== undefined && rule.ceremony !== 'countersign') {
    const expected = '"by" only beside "ceremony": "countersign"';
    const got = JSON.stringify(rule.ceremony ?? 'none');
    problems.push(text.problem('wrong-value', [...path, 'by'], { expected, got, isKey: true }));
  }
  return problems;
}

function unknownGroups(
  rule: FileRule,
  index: number,
  file: PolicyFile,
  text: PolicyText,
): readonly PolicyProblem[] {
  return (rule.by ?? []).flatMap(({ group }, position) => {
    if (group === anyone || Object.hasOwn(file.groups, group)) return [];
    const known = [...Object.keys(file.groups), anyone].map((name) => JSON.stringify(name));
    return [
      text.problem('unknown-group', ['rules', index, 'by', position, 'group'], {
        expected: `one of ${known.slice(0, 10).join(', ')}`,
        got: JSON.stringify(group),
      }),
    ];
  });
}

function reservedGroup(file: PolicyFile, text: PolicyText): readonly PolicyProblem[] {
  if (!Object.hasOwn(file.groups, anyone)) return [];
  const expected = `another name: ${anyone} is whoever may approve`;
  return [
    text.problem('wrong-value', ['groups', anyone], { expected, got: JSON.stringify(anyone), isKey: true }),
  ];
}
