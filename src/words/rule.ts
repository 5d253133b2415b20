import type { RuleReference } from '../core/policy/verdict.js';
import { inertLine } from '../core/shared/inert.js';

const origins: Readonly<Record<RuleReference['origin'], string>> = {
  'built-in': 'built in',
  user: 'your settings',
  team: 'the team\u2019s policy',
};

/** "production write (built in)": which rule spoke, and whose it is. */
export function ruleWords(rule: RuleReference): string {
  const name = rule.id.replace(/^[^/]*\//, '').replaceAll('-', ' ');
  return `${inertLine(name)} (${origins[rule.origin]})`;
}
