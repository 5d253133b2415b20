import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import { kubernetesTarget } from '../../target/kubernetes.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { saidBy } from '../command-words.js';
import { commandAsTyped } from '../derived.js';
import type { Trait, Verb } from '../effect.js';
import { draftOfRow, findRow, resourceName, rowSpan } from '../rows.js';
import type { Draft, Row, Tool } from '../table.js';
import { isBesideNamespaces, kubectlObjects } from './kubectl-objects.js';

const diff = 'kubectl diff {-f} {--filename} {-k} {--kustomize} {-R} {--context} {-n} {--namespace} {--kubeconfig}';

const rows: readonly Row[] = [
  { words: 'delete', verb: 'delete', safer: '{command} --dry-run=server' },
  { words: 'replace', when: ['--force'], verb: 'replace', safer: diff },
  { words: 'replace', verb: 'modify', safer: diff },
  { words: 'apply', when: ['--prune'], verb: 'delete', reach: 'uncountable', safer: diff },
  { words: 'apply', when: ['--force'], verb: 'replace', safer: diff },
  { words: 'apply view-last-applied', verb: 'read' },
  { words: 'apply', verb: 'modify', safer: diff },
  { words: 'create|patch|label|annotate|set|autoscale|taint', verb: 'modify', safer: '{command} --dry-run=server' },
  { words: 'edit', verb: 'modify' },
  { words: 'scale', when: ['--replicas=0'], verb: 'stop', reach: 'uncountable' },
  { words: 'scale', verb: 'modify' },
  { words: 'rollout status|history', verb: 'read' },
  { words: 'rollout restart', verb: 'stop' },
  { words: 'rollout undo', verb: 'replace' },
  { words: 'rollout', verb: 'modify' },
  {
    words: 'drain',
    when: ['--delete-emptydir-data', '--delete-local-data', '--force'],
    verb: 'delete',
    noun: 'node-pods',
    resource: 0,
    reach: 'uncountable',
    safer: '{command} --dry-run=server',
  },
  { words: 'drain', verb: 'stop', noun: 'node', resource: 0, reach: 'uncountable', safer: '{command} --dry-run=server' },
  { words: 'cordon', verb: 'stop', noun: 'node', resource: 0 },
  { words: 'uncordon', verb: 'modify', noun: 'node', resource: 0 },
  { words: 'run', verb: 'execute', noun: 'pod', resource: 0 },
  { words: 'expose', verb: 'expose' },
  { words: 'exec|attach|debug', verb: 'execute', noun: 'pod', resource: 0 },
  { words: 'cp', verb: 'modify', noun: 'files', resource: 1 },
  { words: 'certificate approve', verb: 'expose', noun: 'certificate', resource: 0, traits: ['privileged'] },
  { words: 'certificate deny', verb: 'modify', noun: 'certificate', resource: 0 },
  { words: 'auth reconcile', verb: 'expose', traits: ['privileged'] },
  { words: 'auth can-i|whoami', verb: 'read' },
  { words: 'config view|get-contexts|current-context|get-clusters|get-users', verb: 'read' },
  { words: 'config set-context', when: ['--cluster'], verb: 'modify', noun: 'kubeconfig', here: true, traits: ['redirect'] },
  {
    words: 'config set-cluster',
    when: ['--server', '--tls-server-name', '--proxy-url'],
    verb: 'modify',
    noun: 'kubeconfig',
    resource: 0,
    here: true,
    traits: ['redirect'],
  },
  { words: 'config set|rename-context', verb: 'modify', noun: 'kubeconfig', resource: 0, here: true, traits: ['redirect'] },
  { words: 'config', verb: 'modify', noun: 'kubeconfig', here: true },
  { words: 'proxy|port-forward', verb: 'read' },
  {
    words: 'get|describe|logs|top|explain|api-resources|api-versions|version|cluster-info|wait|events|diff|kustomize|options|completion|plugin|alpha|kuberc',
    verb: 'read',
  },
];

/** kubectl and oc. What is acted on is `TYPE NAME…`, `TYPE/NAME…`, or what a manifest describes. */
export const kubectl: Tool = {
  programs: ['kubectl', 'oc', 'kubecolor', 'k'],
  system: 'kubernetes',
  grammar: optionGrammar({
    flags: '--current',
    valued:
      '-n --namespace --context --cluster --user --kubeconfig --as --as-group --as-uid -s --server --token --request-timeout --cache-dir --certificate-authority --client-certificate --client-key --tls-server-name --username --password --profile --profile-output -v --v -f --filename -k --kustomize -l --selector --field-selector -o --output --replicas --grace-period --timeout -c --container -p --patch --patch-file --type --image --overrides --from-literal --from-file --from-env-file --from --port --target-port --protocol --tail --since --since-time --for --to-revision --revision --raw --subresource --template --sort-by -L --label-columns --field-manager --resource-version --current-replicas --min --max --cpu-percent -e --env --requests --limits --serviceaccount --group --clusterrole --role --verb --resource --resource-name --pod-selector --chunk-size --skip-wait-for-delete-timeout --prune-allowlist --prune-whitelist --copy-to --target --max-log-requests --limit-bytes --restart --schedule --rule --class --hard --value --duration --audience --external-ip --load-balancer-ip --session-affinity --name',
  }),
  clues: 'words',
  dryRun: ['--dry-run'],
  optionTraits: { '--force': ['force'], '--now': ['force'], '--grace-period=0': ['force'], '--validate=false': ['protection-off'] },
  target: kubernetesTarget,
  rows,
  unlisted: pluginDrafts,
  beyond: actOnObjects,
  switches: (setting) => {
    const [first, second, third] = setting.args.operands;
    const namespace = setting.args.options.get('--namespace')?.at(-1)?.text;
    if (first?.text !== 'config') return [];
    if (second?.text === 'use-context' && third !== undefined) return [['kubernetes.context', third.text]];
    return second?.text === 'set-context' && namespace !== undefined ? [['kubernetes.namespace', namespace]] : [];
  },
};

/** A plugin's command says in the usual words what it does; one that says nothing is unknown. */
function pluginDrafts(setting: ToolInvocation): readonly Draft[] {
  const [plugin = '', ...words] = setting.args.operands.map((word) => word.text);
  if (lookers.test(plugin)) return [{ verb: 'read', resource: plugin }];
  const found = saidBy(words);
  if (found === undefined) return [{ verb: 'unknown', resource: commandAsTyped(setting, [plugin, ...words].slice(0, 2)) }];
  const names = words.slice(found.at + 1);
  const noun = [plugin, ...words.slice(0, found.at)].at(-1);
  return [{ verb: found.verb, resource: resourceName(noun, names.slice(0, 5)), names, span: rowSpan(setting, found.at + 2, []) }];
}

/** Plugins that only show. */
const lookers =
  /^(?:tree|neat|ctx|ns|krew|stern|tail|score|outdated|popeye|who-can|whoami|access-matrix|rbac-lookup|resource-capacity|df-pv|view-allocations|view-utilization|get-all|images|lineage|konfig|advise-psp|deprecations|doctor|sniff|status|graph|np-viewer|cost|kubesec-scan|pod-lens|node-resource|sick-pods)$/;

/** Rows without a noun act on objects, which kubectl names in its own ways. */
function actOnObjects(setting: ToolInvocation): readonly Draft[] | undefined {
  const [command, from, to] = setting.args.operands;
  const copiesHere = command?.text === 'cp' && from?.text.includes(':') === true && to?.text.includes(':') === false;
  if (copiesHere) return [{ verb: 'read', resource: `files/${from.text}` }];
  if (command?.text === 'run' && takesNode(setting)) return [{ verb: 'expose', resource: `node/${from?.text ?? ''}`, traits: ['privileged'] }];
  const found = findRow(kubectl, setting);
  if (found === undefined) return undefined;
  const draft = draftOfRow(found.row, found.taken, setting);
  if (found.row.noun !== undefined) return onNode.test(found.row.noun) ? [{ ...draft, leaves: { beside: true } }] : undefined;
  const objects = kubectlObjects(setting, found.taken);
  if (draft.verb === 'read') return [readOf(draft, objects.kinds, objects.names, setting)];
  return [
    {
      ...draft,
      verb: sharpen(draft.verb, objects, setting),
      resource: resourceName(objects.kinds.join(','), shownNames(objects, setting)) || draft.resource,
      names: objects.names,
      traits: [...(draft.traits ?? []), ...traitsOf(setting, objects)],
      reach: objects.all || found.row.reach === 'uncountable' ? 'uncountable' : Math.max(1, objects.names.length),
      opaque: objects.opaque,
      ...(standsBeside(objects, setting) ? { leaves: { beside: true } } : {}),
      span: rowSpan(setting, found.taken, setting.args.operands.slice(found.taken)),
    },
  ];
}

function standsBeside(objects: Objects, setting: ToolInvocation): boolean {
  return hasOption(setting.args, '-A', '--all-namespaces') || isBesideNamespaces(objects, () => kubernetesTarget(setting).scope);
}

/** What these act on has no namespace. */
const onNode = /^(?:node|node-pods|certificate)$/;

/** A pod that sees its node's processes, disks or network has the node. */
function takesNode(setting: ToolInvocation): boolean {
  const overrides = optionValue(setting.args, '--overrides')?.text ?? '';
  return hasOption(setting.args, '--privileged') || /"(?:hostPID|hostNetwork|hostIPC|privileged)"\s*:\s*true|"hostPath"/.test(overrides);
}

/** Without names, the selector or a star tells how much is meant. */
function shownNames(objects: Objects, setting: ToolInvocation): readonly string[] {
  if (objects.names.length > 0 || !objects.all) return objects.names;
  return [optionValue(setting.args, '-l', '--selector', '--field-selector')?.text ?? '*'];
}

function readOf(draft: Draft, kinds: readonly string[], names: readonly string[], setting: ToolInvocation): Draft {
  const shown = hasOption(setting.args, '-o', '--output', '--template');
  const secret = kinds.includes('secret') && shown && setting.args.operands[0]?.text === 'get';
  return { ...draft, resource: resourceName(kinds.join(','), names), names, traits: secret ? ['secret'] : [] };
}

type Objects = ReturnType<typeof kubectlObjects>;

/** Kinds whose deletion takes everything inside, or the data, with it. */
const containers = /^(?:namespace|project|customresourcedefinition|persistentvolumeclaim|persistentvolume|node|volumesnapshot|statefulset|cluster|machine)$/;

function sharpen(verb: Verb, objects: Objects, setting: ToolInvocation): Verb {
  const command = setting.args.operands[0]?.text;
  // A taint with this effect ends what already runs there.
  if (command === 'taint') return setting.args.operands.some(({ text }) => text.endsWith(':NoExecute')) ? 'stop' : verb;
  if (verb === 'delete' && command === 'delete') {
    return objects.all || [...objects.kinds, ...objects.described].some((kind) => containers.test(kind)) ? 'destroy' : 'delete';
  }
  if (command === 'create' || command === 'apply') {
    if (objects.kinds.some((kind) => /^(?:cluster)?rolebinding$/.test(kind))) return 'expose';
    return command === 'create' ? 'create' : verb;
  }
  if (command !== 'patch') return verb;
  if (patchReplaces(setting)) return 'replace';
  return /"(?:unschedulable|suspend|paused)"\s*:\s*true/.test(patchOf(setting)) ? 'stop' : verb;
}

/** A JSON patch with `replace` or `remove` takes something away that was there. */
function patchReplaces(setting: ToolInvocation): boolean {
  return /"op"\s*:\s*"(?:replace|remove)"/.test(patchOf(setting));
}

function patchOf(setting: ToolInvocation): string {
  return optionValue(setting.args, '-p', '--patch')?.text ?? '';
}

function traitsOf(setting: ToolInvocation, objects: Objects): readonly Trait[] {
  const traits: Trait[] = [];
  if (objects.all && setting.args.operands[0]?.text === 'delete') traits.push('no-filter');
  if (objects.fromNetwork) traits.push('remote-code');
  if (/"finalizers"\s*:\s*(?:null|\[\s*\])/.test(patchOf(setting))) traits.push('protection-off');
  if (objects.kinds.some((kind) => /^(?:cluster)?role(?:binding)?$/.test(kind))) traits.push('privileged');
  if (objects.kinds.includes('secret')) traits.push('secret');
  return traits;
}
