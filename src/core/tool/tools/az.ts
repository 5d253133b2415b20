import { hasOption, optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { azureTarget } from '../../target/azure.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { verbOfOperation } from '../api-verbs.js';
import { draftsOfRow } from '../carried/row.js';
import type { Verb } from '../effect.js';
import { opaqueCommand } from '../opaque-command.js';
import { findRow, resourceName, rowSpan, valuesAt } from '../rows.js';
import type { Draft, NameSlot, Row, Tool, ToolContext } from '../table.js';

const name: readonly NameSlot[] = [
  '--name',
  '-n',
  '--ids',
  '--id',
  '--resource-group',
  '-g',
  '--container-name',
  '-c',
  '--account-name',
  '--vault-name',
  '--server',
  '--server-name',
];

const rows: readonly Row[] = [
  {
    words: 'postgres|mysql flexible-server execute',
    verb: 'execute',
    noun: 'database',
    resource: ['--name', '-n'],
    carries: { at: ['--querytext', '-q'], files: ['--file-path', '-f'] },
  },
  {
    words: 'group delete',
    verb: 'destroy',
    noun: 'resource-group',
    resource: ['--name', '-n', '--resource-group', '-g'],
    reach: 'uncountable',
    safer: 'az resource list --resource-group {name}',
  },
  { words: 'webapp|functionapp|spring deployment slot swap', verb: 'modify', noun: 'slot', resource: name, traits: ['published'] },
  { words: 'deployment group|sub|mg|tenant what-if', verb: 'read' },
  {
    words: 'deployment group|sub|mg|tenant create',
    when: ['--mode=Complete', '--mode=complete'],
    verb: 'replace',
    noun: 'resource-group',
    resource: ['--resource-group', '-g'],
    reach: 'uncountable',
    safer: 'az deployment group what-if',
  },
  { words: 'deployment group|sub|mg|tenant validate|show|list|export', verb: 'read' },
  {
    words: 'deployment *',
    verb: 'modify',
    noun: 'resources',
    resource: ['--resource-group', '-g'],
    reach: 'uncountable',
    safer: 'az deployment group what-if',
  },
  { words: 'vm run-command invoke|create', verb: 'execute', noun: 'vm', resource: name },
  { words: 'vm redeploy|reimage', verb: 'replace', noun: 'vm', resource: name },
  { words: 'vmss reimage|rolling-upgrade', verb: 'replace', noun: 'vmss', resource: name },
  { words: 'aks get-credentials', verb: 'modify', noun: 'kubeconfig', resource: ['--name', '-n'], here: true },
  { words: 'aks command invoke', verb: 'execute', noun: 'cluster', resource: name },
  { words: 'role assignment create', verb: 'expose', noun: 'role-assignment', resource: ['--assignee', '--scope', '--role'], traits: ['privileged'] },
  { words: 'ad sp|app create-for-rbac|credential', verb: 'expose', noun: 'service-principal', resource: name, traits: ['privileged', 'secret'] },
  { words: 'keyvault purge', verb: 'destroy', noun: 'vault', resource: name },
  { words: 'keyvault secret|key|certificate purge', verb: 'destroy', noun: 'secret', resource: name },
  { words: 'keyvault secret show|download', verb: 'read', noun: 'secret', resource: name, traits: ['secret'] },
  { words: 'keyvault set-policy', verb: 'expose', noun: 'vault', resource: name, traits: ['privileged'] },
  { words: 'acr repository untag', verb: 'delete', noun: 'tag', resource: ['--image', '-t', ...name] },
  { words: 'lock delete', verb: 'delete', noun: 'lock', resource: name, traits: ['protection-off'] },
  { words: 'sql db|mi restore', verb: 'create', noun: 'database', resource: name },
  { words: 'storage blob delete-batch', verb: 'destroy', noun: 'blobs', resource: ['--source', '-s'], reach: 'uncountable', safer: '{command} --dryrun' },
  { words: 'storage blob|fs sync', verb: 'delete', noun: 'blobs', resource: ['--container', '-c'], reach: 'uncountable' },
  { words: 'storage remove', verb: 'delete', noun: 'blobs', resource: ['--container-name', '-c'] },
  { words: 'rest', when: ['--method=delete', '--method=DELETE', '-m=delete'], verb: 'delete', noun: 'resource', resource: ['--url', '--uri', '-u'] },
  {
    words: 'rest',
    when: ['--method=put', '--method=post', '--method=patch', '--method=PUT', '--method=POST', '--method=PATCH'],
    verb: 'modify',
    noun: 'resource',
    resource: ['--url', '--uri', '-u'],
  },
  { words: 'rest', verb: 'read' },
  { words: 'account set', verb: 'modify', noun: 'configuration', here: true },
  { words: 'account get-access-token|list|show|list-locations', verb: 'read' },
  { words: 'config|configure|extension|cloud|cache|bicep|upgrade', verb: 'modify', here: true },
  { words: 'login|logout', verb: 'modify', noun: 'credentials', here: true },
  { words: 'acr login', verb: 'modify', noun: 'credentials', here: true },
  { words: 'version|feedback|find|interactive|self-test|survey|help', verb: 'read' },
];

/** Azure: the verb is the last command word. */
export const az: Tool = {
  programs: ['az'],
  system: 'azure',
  grammar: optionGrammar({
    valued: '-g -n -o -l -c -s -m -u -i -p --query',
    flags: '--yes -y --no-wait --force --dryrun --dry-run --debug --verbose --only-show-errors --overwrite-existing --admin -a',
    unlisted: 'values',
  }),
  clues: 'words',
  dryRun: ['--dryrun', '--dry-run', '--what-if'],
  optionTraits: { '--yes': ['force'], '-y': ['force'], '--force': ['force'], '--force-deletion': ['force'] },
  target: azureTarget,
  rows: [],
  beyond: (setting, context) => draftsIn(inLowerCase(setting), context),
  switches: (setting) => {
    const [group, verb] = setting.args.operands;
    const subscription = setting.args.options.get('--subscription')?.at(-1) ?? setting.args.options.get('-s')?.at(-1);
    const sets = group?.text === 'account' && verb?.text === 'set' && subscription !== undefined;
    return sets ? [['azure.subscription', subscription.text]] : [];
  },
};

/** az takes its command words in any case. */
function inLowerCase(setting: ToolInvocation): ToolInvocation {
  const operands = setting.args.operands.map((word) => ({ ...word, text: word.text.toLowerCase() }));
  return { ...setting, args: { ...setting.args, operands } };
}

function draftsIn(setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  const { operands } = setting.args;
  if (operands.length === 0) return [{ verb: 'read', resource: 'help' }];
  const unclear = operands.find((word) => word.text.includes(OPAQUE_MARK));
  if (unclear !== undefined) return [opaqueCommand(setting, unclear)];
  const found = findRow({ rows }, setting);
  return found === undefined ? [byLastWord(setting, operands)] : draftsOfRow(found.row, found.taken, setting, context);
}

function byLastWord(setting: ToolInvocation, operands: readonly Value[]): Draft {
  const last = operands.at(-1);
  // A letter that some commands take for a flag leaves its value among the words.
  const verb = operands.reduceRight<Verb | undefined>((found, word) => found ?? verbOfOperation(word.text), undefined) ?? 'unknown';
  const values = valuesAt(name, 0, setting);
  const command = operands.at(-1)?.text;
  if (command === 'flush') return { ...byName(operands, values), verb: 'destroy' };
  if (opensToAll(setting)) return { ...byName(operands, values), verb: 'expose' };
  const noun =
    operands
      .slice(0, -1)
      .map((word) => word.text)
      .join('-') ||
    (last?.text ?? '');
  return {
    verb: whole(verb, operands),
    resource: resourceName(
      noun,
      values.map((value) => value.text),
    ),
    names: values.map((value) => value.text),
    reach: hasOption(setting.args, '--all') ? 'uncountable' : Math.max(1, values.length),
    opaque: values.filter((value) => value.opaque.length > 0).map((value) => value.text),
    span: rowSpan(setting, operands.length, values),
  };
}

/** A rule that lets the whole internet in. */
function opensToAll({ args }: ToolInvocation): boolean {
  const everybody = (args.options.get('--source-address-prefixes') ?? []).some((value) => /^(?:\*|internet|any|0\.0\.0\.0\/0|::\/0)$/i.test(value.text));
  return everybody && hasOption(args, '--access=Allow', '--access=allow');
}

function byName(operands: readonly Value[], values: readonly Value[]): Omit<Draft, 'verb'> {
  const noun = operands.slice(0, -1).map((word) => word.text);
  return {
    resource: resourceName(
      noun.join('-'),
      values.map((value) => value.text),
    ),
    reach: 1,
  };
}

function whole(verb: Verb, operands: readonly Value[]): Verb {
  if (verb !== 'delete') return verb;
  const groups = operands.map((word) => word.text).join(' ');
  return /^(?:aks|acr|cosmosdb|sql|postgres|mysql|storage account|storage container|keyvault|vm|vmss|disk|network vnet|redis|hdinsight|servicebus|eventhubs)\b/.test(
    groups,
  )
    ? 'destroy'
    : 'delete';
}
