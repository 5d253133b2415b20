import type { Trust, TrustState } from '../../core/countersign/trust.js';
import {
  ceremonyOf,
  type EffectivePolicy,
  type EffectiveRule,
  type EffectiveValue,
  type Origin,
} from '../../core/policy/effective.js';
import { inertLine } from '../../core/shared/inert.js';
import { trustProblemText } from '../team/trust.js';
import { shortDigest } from '../text/digest.js';
import { dateAndTime } from '../text/time.js';
import { askedText, ceremonyText, matchText } from './policy.js';
import { ruleSentence } from './rule.js';

/** Where the team's part comes from: a policy of the repository, a file that was named, or nowhere. */
export type TeamSource = TrustState | { readonly kind: 'file'; readonly path: string };

/** The name of the page, in the editor and at its top. */
export const effectiveTitle = 'Effective policy';

/** Something of the workspace that would loosen, and is not followed. */
export interface Ignored {
  /** `.vscode/settings.json`, or the working tree's own policy. */
  readonly where: string;
  readonly what: string;
}

/** The whole of what decides, a line each with its origin; text that lines up in any terminal and any editor. */
export function effectiveText(
  policy: EffectivePolicy,
  source: TeamSource,
  ignored: readonly Ignored[] = [],
  /** When the remote was last looked at, where somebody looks; Unix milliseconds. */
  lookedAt?: number,
): string {
  const parts = [
    effectiveTitle,
    'The strictest of all that fits speaks. Nothing in a workspace loosens any of it.',
    '',
    ...sourceLines(source, lookedAt !== undefined),
    ...(lookedAt === undefined ? [] : [`The remote was last looked at on ${dateAndTime(lookedAt)}.`]),
    ...section('Rules, strictest first', policy.rules.flatMap(ruleRow)),
    ...section('Values', policy.values.map(valueRow)),
    ...section('Places, the first line that fits a name', policy.environments.map(placeRow)),
    ...section('Groups', Object.entries(policy.groups).map(groupRow)),
    ...section(
      'Not followed, because a workspace cannot loosen anything',
      ignored.map(({ where, what }) => ['', 'workspace', `${inertLine(what)}, in ${inertLine(where)}`]),
    ),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

/** Files of the folder that look like the team's and do not speak: why, and how to try them. Empty where there are none. */
export function silentFilesText(files: readonly string[], { kind }: TeamSource): string {
  if (files.length === 0) return '';
  const [what, why] =
    kind === 'none'
      ? [
          files.length > 1 ? 'lie here and are not in force' : 'lies here and is not in force',
          'a policy counts once this machine has seen it on the remote\u2019s default branch; countersign doctor looks there',
        ]
      : [
          'of the working tree is another than the one in force',
          'what stands on the remote\u2019s default branch counts',
        ];
  const tried = files.find((file) => file.endsWith('policy.json'));
  const how = tried === undefined ? '' : ` Try it as it stands: --policy ${tried}`;
  return `\n${files.join(' and ')} ${what}: ${why}.${how}\n`;
}

/** What leads the line, whose it is, and what it says. The last part is as long as it likes. */
type Row = readonly [lead: string, origin: string, text: string];

/** Whose a line is, in a word. */
const whose: Readonly<Record<Origin, string>> = { 'built-in': 'built in', user: 'yours', team: 'team' };

function section(title: string, rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const [lead, origin] = [widest(rows, 0), widest(rows, 1)];
  const lines = rows.map((row) => {
    const first = lead === 0 ? '' : `${row[0].padEnd(lead)}  `;
    return `  ${first}${row[1].padEnd(origin)}  ${row[2]}`.trimEnd();
  });
  return ['', title, ...lines];
}

function widest(rows: readonly Row[], column: 0 | 1): number {
  return Math.max(...rows.map((row) => row[column].length));
}

/** `isLooked`: somebody has asked the remote. */
function sourceLines(source: TeamSource, isLooked: boolean): readonly string[] {
  switch (source.kind) {
    case 'file':
      return [
        `Built-in rules, your settings, and ${inertLine(source.path)} as if your team had accepted it.`,
      ];
    case 'none':
      return [
        isLooked
          ? 'Built-in rules and your settings. This repository has no team policy.'
          : 'Built-in rules and your settings. This machine has seen no team policy for this folder.',
      ];
    case 'unpinned':
      return [
        'Built-in rules, your settings, and the team\u2019s policy, which you have not accepted yet: it tightens, nothing in it',
        'loosens, and no countersignature counts before you accept it.',
        ...trustLines(source.trust),
      ];
    case 'trusted':
      return ['Built-in rules, your settings, and the team\u2019s policy.', ...trustLines(source.trust)];
    case 'broken':
      return [
        `The team\u2019s policy on the remote is refused: ${trustProblemText(source.problem)}.`,
        ...(source.trust === undefined
          ? ['Built-in rules and your settings hold.']
          : ['The last one that was accepted stays in force.', ...trustLines(source.trust)]),
      ];
  }
}

function trustLines({ policy, digest, commit, remote, endorsedBy }: Trust): readonly string[] {
  return [
    `  version   ${policy.version}`,
    `  digest    ${shortDigest(digest)}`,
    `  from      ${inertLine(remote)}, commit ${commit.slice(0, 12)}`,
    `  endorsed  ${endorsedBy.length === 0 ? 'by nobody' : `by ${endorsedBy.map(inertLine).join(', ')}`}`,
  ];
}

function ruleRow(rule: EffectiveRule): readonly Row[] {
  const ceremony = ceremonyText[ceremonyOf(rule)];
  if (rule.origin === 'built-in') return [[ceremony, whose['built-in'], ruleSentence(rule.id)]];
  const { id, match, ceremony: asked, band, message, owner } = rule.rule;
  const more = [
    ...(asked.kind === 'countersign' ? [askedText(asked)] : []),
    ...(band === undefined ? [] : [`band at least ${band}`]),
    ...(message === undefined ? [] : [`"${inertLine(message)}"`]),
    ...(owner === undefined ? [] : [`ask ${inertLine(owner)}`]),
  ];
  return [
    [ceremony, whose.team, `${inertLine(id)}: ${matchText(match)}`],
    ...more.map((line): Row => ['', '', `  ${line}`]),
  ];
}

const valueNames: Readonly<Record<EffectiveValue['name'], (value: string) => string>> = {
  'ask-from': (score) => `a person is asked from score ${score}`,
  holdMinutes: (minutes) => `a hook is held for at most ${minutes} min`,
  approvalMinutes: (minutes) => `an approval waits ${minutes} min for the agent\u2019s retry`,
  pendingHours: (hours) => `a request waits ${hours} h for you`,
  keepMonths: (months) => `the record is kept for ${months} months`,
  approveMinutes: (minutes) => `countersignatures are collected for ${minutes} min`,
  useMinutes: (minutes) => `a countersigned call may run for ${minutes} min`,
  courier: (courier) => `requests and answers go by ${inertLine(courier)}`,
  breakGlass: (presence) => glassText[presence] ?? glassText['none'] ?? '',
  reviewHours: (hours) => `a broken glass is looked at by another person within ${hours} h`,
  archive: (url) => `the record of who has agreed goes to the archive at ${inertLine(url)}`,
  terminalGuard: (whose) =>
    whose === 'everyone'
      ? 'the terminal guard stands before every terminal'
      : 'the terminal guard stands before agents\u2019 terminals',
};

const glassText: Readonly<Record<string, string>> = {
  off: 'break-glass is off',
  none: 'break-glass is possible, with any key',
  touch: 'break-glass is possible, touching a security key',
  pin: 'break-glass is possible, with a security key and its PIN',
};

function valueRow({ name, value, origin }: EffectiveValue): Row {
  return ['', whose[origin], valueNames[name](value)];
}

function placeRow(line: EffectivePolicy['environments'][number]): Row {
  const system = line.system === undefined ? '' : `${inertLine(line.system)} `;
  const counts = line.counts ? '' : ', not before you accept the policy';
  return [line.environment, whose.team, `${system}${inertLine(line.name)}${counts}`];
}

function groupRow([name, persons]: readonly [string, readonly string[]]): Row {
  return [inertLine(name), whose.team, persons.map(inertLine).join(', ')];
}
