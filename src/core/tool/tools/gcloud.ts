import { hasOption, optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { gcloudTarget } from '../../target/gcloud.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { verbOfOperation } from '../api-verbs.js';
import { draftsOfRow } from '../carried/row.js';
import { type Trait, type Verb, verbs } from '../effect.js';
import { nounFor } from '../nouns.js';
import { opaqueCommand } from '../opaque-command.js';
import { findRow, resourceName, rowSpan } from '../rows.js';
import type { Draft, Row, Tool, ToolContext } from '../table.js';

/** Commands whose last word does not tell what they do. `gcloud [alpha|beta]` is taken off first. */
const rows: readonly Row[] = [
  { words: 'config set project|core/project', verb: 'modify', here: true },
  { words: 'config|components|topic|help|info|version|feedback|init|cheat-sheet get|get-value|list|describe|configurations', verb: 'read' },
  { words: 'config|components|init', verb: 'modify', noun: 'configuration', here: true },
  { words: 'topic|help|info|version|feedback|cheat-sheet|survey|docker', verb: 'read' },
  { words: 'auth list|print-access-token|print-identity-token|describe', verb: 'read' },
  { words: 'auth', verb: 'modify', noun: 'credentials', here: true },
  { words: 'container clusters get-credentials', verb: 'modify', noun: 'kubeconfig', resource: 0, here: true },
  { words: 'compute ssh|scp', verb: 'execute', noun: 'instance', resource: 0 },
  { words: 'compute instances reset', verb: 'stop', noun: 'instance', resource: 'rest' },
  { words: 'compute instances|instance-groups delete-instances|recreate-instances', verb: 'replace', noun: 'instance', resource: 'rest' },
  { words: 'projects delete', verb: 'destroy', noun: 'project', resource: 0 },
  { words: 'spanner databases ddl update', verb: 'modify', noun: 'database', resource: 0, carries: { at: '--ddl', files: ['--ddl-file'] } },
  { words: 'spanner databases execute-sql', verb: 'modify', noun: 'database', resource: 0, carries: { at: '--sql' } },
  { words: 'sql instances|databases delete', verb: 'destroy', noun: 'database', resource: 0 },
  { words: 'sql connect', verb: 'modify', noun: 'database', resource: 0, carries: { at: [], piped: true } },
  { words: 'sql import', verb: 'replace', noun: 'database', resource: 1 },
  { words: 'sql backups restore', verb: 'replace', noun: 'database', resource: 0 },
  { words: 'app deploy', verb: 'modify', noun: 'app', resource: 'rest', traits: ['published'] },
  { words: 'app services set-traffic', verb: 'modify', noun: 'service', resource: 'rest', traits: ['published'] },
  { words: 'run|functions deploy', verb: 'modify', noun: 'service', resource: 0, traits: ['published'] },
  { words: 'builds submit', verb: 'create', noun: 'build' },
  { words: 'deployment-manager deployments update', verb: 'replace', traits: ['in-part'], noun: 'deployment', resource: 0, reach: 'uncountable' },
  { words: 'iam service-accounts keys create', verb: 'expose', noun: 'key', resource: ['--iam-account', 0] },
  { words: 'kms keys versions destroy', verb: 'destroy', noun: 'key', resource: 0 },
  { words: 'secrets versions access', verb: 'read', noun: 'secret', resource: 0, traits: ['secret'] },
  { words: 'logging read', verb: 'read' },
  { words: 'storage rm', verb: 'delete', noun: 'object', resource: 'rest' },
  { words: 'storage mv', verb: 'delete', noun: 'object', resource: 'rest' },
  { words: 'storage rsync', when: ['--delete-unmatched-destination-objects'], verb: 'delete', noun: 'objects', resource: 1, reach: 'uncountable' },
  { words: 'storage ls|cat|du|hash|sign-url|diagnose', verb: 'read', noun: 'bucket', resource: 0 },
];

/** Google Cloud: the verb is the last command word before the names. */
export const gcloud: Tool = {
  programs: ['gcloud'],
  system: 'gcp',
  grammar: optionGrammar({
    flags:
      '-q --quiet --async --all --recursive -r --force --global --help --no-user-output-enabled --log-http --allow-unauthenticated --enable --disable --promote --no-promote --internal-ip --tunnel-through-iap --delete-unmatched-destination-objects --continue-on-error --auto-delete --preemptible --use-default --asynchronous --source-only --all-versions',
    valued: '-z',
    unlisted: 'value',
  }),
  clues: 'words',
  optionTraits: { '-q': ['force'], '--quiet': ['force'], '--allow-unauthenticated': ['protection-off'], '--recursive': ['recursive'] },
  dryRun: ['--dry-run', '--validate-only', '--preview'],
  target: gcloudTarget,
  rows: [],
  beyond: draftsIn,
  switches: (setting) => {
    const words = setting.args.operands.map((word) => word.text);
    if (words[0] !== 'config') return [];
    if (words[1] === 'set' && /^(?:core\/)?project$/.test(words[2] ?? '')) return [['gcp.project', words[3] ?? '']];
    return words[1] === 'configurations' && words[2] === 'activate' ? [['gcp.configuration', words[3] ?? '']] : [];
  },
};

function draftsIn(setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  const plain = withoutStage(setting);
  const { operands } = plain.args;
  if (operands.length === 0 || operands.at(-1)?.text === 'help') return [{ verb: 'read', resource: 'help' }];
  return byRow(plain, context) ?? [byLastWord(plain, operands)];
}

function withoutStage(setting: ToolInvocation): ToolInvocation {
  const { operands } = setting.args;
  const staged = /^(?:alpha|beta|preview)$/.test(operands[0]?.text ?? '');
  return staged ? { ...setting, args: { ...setting.args, operands: operands.slice(1) } } : setting;
}

function byRow(setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const found = findRow({ rows }, setting);
  return found === undefined ? undefined : draftsOfRow(found.row, found.taken, setting, context);
}

/** `compute disks delete data-disk`: groups, verb, names. */
function byLastWord(setting: ToolInvocation, operands: readonly Value[]): Draft {
  const at = verbIndex(operands);
  const unclear = operands.slice(0, at < 0 ? 4 : at).find((word) => word.text.includes(OPAQUE_MARK));
  if (unclear !== undefined) return opaqueCommand(setting, unclear);
  const word = operands[at];
  const verb = verbOfOperation(word?.text ?? '') ?? 'unknown';
  const names = operands.slice(at + 1);
  const noun = nounFor(operands[at - 1]?.text ?? '') ?? 'resource';
  const iam = /^(?:add|remove|set)-iam-policy/.test(word?.text ?? '');
  return {
    verb: iam ? 'expose' : whole(verb, operands, setting),
    resource: resourceName(
      noun,
      names.map((name) => name.text),
    ),
    names: names.map((name) => name.text),
    traits: iam ? privileged : [],
    reach: hasOption(setting.args, '--all') ? 'uncountable' : Math.max(1, names.length),
    opaque: names.filter((name) => name.opaque.length > 0).map((name) => name.text),
    span: rowSpan(setting, at + 1, names),
  };
}

/**
 * Where the verb stands: groups such as `logs` and `record-sets` look like verbs too, and a resource may be called
 * `list`, so the stronger of the first two candidates is meant.
 */
function verbIndex(operands: readonly Value[]): number {
  const strength = (index: number) => verbs.indexOf(verbOfOperation(operands[index]?.text ?? '') ?? 'read');
  const found = [...operands.keys()].filter((at) => at > 0 && verbOfOperation(operands[at]?.text ?? '') !== undefined);
  const [first, second] = found;
  if (first === undefined) return -1;
  return second !== undefined && strength(second) > strength(first) ? second : first;
}

const privileged: readonly Trait[] = ['privileged'];

/** Deleting what holds data or other things loses them too. */
function whole(verb: Verb, operands: readonly Value[], setting: ToolInvocation): Verb {
  if (verb !== 'delete') return verb;
  const groups = operands.map((word) => word.text).join(' ');
  const holds =
    /\b(?:clusters|instances|databases|datasets|buckets|projects|folders|organizations|repositories|namespaces|networks|keyrings|filestore|services|apps)\b/;
  return holds.test(groups) || hasOption(setting.args, '--recursive', '-r') ? 'destroy' : 'delete';
}
