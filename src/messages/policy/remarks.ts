import type { PolicyRemark } from '../../core/policy/lint.js';
import type { Loosening } from '../../core/policy/loosening.js';
import type { WorkspaceSetting } from '../../core/policy/workspace-settings.js';
import { inertLine } from '../../core/shared/inert.js';

const remarks: Readonly<Record<PolicyRemark['code'], (about: string) => string>> = {
  'never-fits': (glob) =>
    `${glob} never fits: paths are absolute and without dots. Begin with a folder's name, which fits in any directory, or with a slash.`,
  shadowed: (rule) =>
    `The rule ${rule} looks at the same and asks for as much: this one never speaks. Take one of them out.`,
  'no-stricter': () =>
    'The built-in rules have the name typed for every write to production: this rule asks for no more. Have it countersigned or forbidden, or take it out.',
  'place-shadowed': (name) =>
    `The line ${name} above fits first: this one never speaks. Move it up or take it out.`,
  'place-loosens': (name) =>
    `${name} makes places harmless that their names call production, or every place. Name exactly the place that is meant.`,
  unmeetable: (group) =>
    `${group} has fewer persons than have to sign: such a call is held until somebody breaks the glass. Ask for fewer, or add persons.`,
  'group-unused': (group) => `No rule asks ${group} to sign.`,
};

/** Something in a policy that is probably not meant, and what to do. */
export function remarkText({ code, about }: PolicyRemark): string {
  return remarks[code](inertLine(about));
}

const loosenings: Readonly<Record<Loosening['code'], (about: string) => string>> = {
  'rule-removed': (rule) => `takes the rule ${rule} out`,
  'rule-weaker': (rule) => `asks for less in the rule ${rule}`,
  'rule-narrower': (rule) => `has the rule ${rule} fit less`,
  'place-removed': (name) => `no longer calls ${name} production`,
  'place-harmless': (name) => `calls ${name} harmless`,
  'group-wider': (group) => `lets more persons sign for ${group}`,
  'asks-later': (score) => `asks only from score ${score}`,
  'longer-expiry': () => 'lets requests live longer',
  'break-glass': () => 'makes it easier to break the glass',
  'later-review': (hours) => `lets a broken glass wait longer for its review (${hours} h)`,
  archive: (url) =>
    url === '' ? 'sends the record to no archive any more' : `sends the record to another archive, ${url}`,
  'terminal-guard': () => 'guards fewer terminals',
};

/** "takes the rule production-loss out" */
export function looseningText({ code, about }: Loosening): string {
  return loosenings[code](inertLine(about));
}

/** What a workspace's own settings try to do. */
export function attemptText({ name, value }: WorkspaceSetting): string {
  return `sets ${name} to ${value}`;
}

/** Said beside a line that asks for less than the policy in force. */
export function looserText(loosening: Loosening): string {
  return `Beside the policy in force this ${looseningText(loosening)}. It stays without effect until the team\u2019s maintainers have endorsed it.`;
}
