import type { RuleReference } from '../../core/policy/verdict.js';
import { inertLine } from '../../core/shared/inert.js';

const originText: Readonly<Record<RuleReference['origin'], string>> = {
  'built-in': 'built in',
  user: 'your settings',
  team: 'the team\u2019s policy',
};

/** The rules that ship, each as the sentence that it holds. */
const builtIn: Readonly<Record<string, string>> = {
  'built-in/forbidden': 'What is forbidden has no yes',
  'built-in/guard': 'A change to what keeps agents supervised needs a name typed',
  'built-in/production-write': 'A write to production needs its name typed',
  'built-in/unknown-loss':
    'What cannot be brought back, at a place that nothing shows to be harmless, needs a name typed',
  'built-in/production-touch': 'The first touch of production in a session asks, reads included',
  'built-in/ask': 'A score from 40 asks',
  'user/ask-from': 'A score from your own threshold asks',
  'team/ask-from': 'A score from the team\u2019s threshold asks',
};

/** "A write to production needs its name typed (built in)": which rule spoke, and whose it is. */
export function ruleText(rule: RuleReference): string {
  return `${ruleSentence(rule.id)} (${originText[rule.origin]})${ownRuleText(rule)}`;
}

/** The sentence of a rule that ships; another is called by its id. */
export function ruleSentence(id: string): string {
  return (Object.hasOwn(builtIn, id) ? builtIn[id] : undefined) ?? inertLine(id);
}

/** `: "Not on Fridays". Ask ops.`: what the team says about its rule, quoted; nothing where it says nothing. */
export function ownRuleText({ message, owner }: RuleReference): string {
  const quoted = message === undefined ? '' : ` "${inertLine(message).replace(/\.$/, '')}".`;
  const ask = owner === undefined ? '' : ` Ask ${inertLine(owner)}.`;
  return quoted === '' && ask === '' ? '' : `:${quoted}${ask}`;
}
