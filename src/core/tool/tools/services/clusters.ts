import { hasOption, optionValue } from '../../../command/arguments.js';
import { hostOfUrl, urlTarget } from '../../../target/host.js';
import { kubernetesTarget } from '../../../target/kubernetes.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import { saidBy } from '../../command-words.js';
import type { Draft, Tool } from '../../table.js';
import { service } from './service.js';

/** Operators of a cluster: what they install, abort and reset runs there. */
const operators: Tool = {
  ...service({
    programs:
      'istioctl linkerd cilium hubble argo argo-workflows tkn kn calicoctl clusterctl virtctl longhornctl rancher rke rke2 talosctl kubeadm k0s k0sctl kubespray oc-mirror odo crossplane kubeseal tanka tk kapp kbcli helmfile-ui osm kumactl consul-k8s vcluster kubefirst',
    system: 'kubernetes',
    selectors: '-n --namespace --context --kube-context --kubeconfig -e --endpoints --cluster --nodes',
    valued: '-o --output --timeout -f --filename -l --selector --set -i --image -a --app --diff-context',
    flags: '--purge -y --yes --all -A --force',
    rows: [
      { words: 'uninstall|purge', verb: 'destroy', noun: 'control plane', reach: 'uncountable' },
      { words: 'x|manifest uninstall|remove', verb: 'destroy', noun: 'control plane', reach: 'uncountable' },
      { words: 'reset', verb: 'destroy', noun: 'node', resource: ['-n', '--nodes', 0] },
      { words: 'remove|delete', verb: 'delete', resource: 'rest' },
      { words: 'reboot|shutdown|stop|terminate|abort|suspend', verb: 'stop', noun: 'node', resource: 'rest' },
      { words: 'upgrade apply', verb: 'replace', noun: 'control plane', traits: ['in-part'], reach: 'uncountable' },
      { words: 'upgrade|rollback|restore|apply-config|edit|patch', verb: 'modify', noun: 'cluster' },
      {
        words:
          'version|check|analyze|proxy-status|ps|proxy-config|pc|status|dashboard|logs|get|list|stat|tap|viz|diagnostics|dmesg|health|services|containers|stats|observe|lint|validate|explain|template|config|completion|describe|inject|kubeconfig|show|diff|export|token|sysinfo',
        verb: 'read',
      },
    ],
  }),
  target: kubernetesTarget,
  beyond: (setting) =>
    // linkerd only prints the manifest that something else applies.
    setting.invocation.program === 'linkerd' && /^(?:install|uninstall|inject|upgrade|uninject|prune)$/.test(setting.args.operands[0]?.text ?? '')
      ? [{ verb: 'read', resource: 'manifest' }]
      : undefined,
};

/** What builds workloads and puts them into whatever cluster is chosen, one of this machine or not. */
const workloads: Tool = {
  ...service({
    programs: 'skaffold devspace garden okteto tilt werf',
    system: 'kubernetes',
    selectors: '-n --namespace -p --profile --kube-context --context --kubeconfig --env',
    valued: '-f --filename -m --module -t --tag --default-repo --log-level -l',
    flags: '-v --volumes -y --yes --force',
    rows: [
      { words: 'delete|purge|destroy|down|dismiss', verb: 'destroy', noun: 'deployment', reach: 'uncountable' },
      { words: 'delete|cleanup environment|env|namespace|deploy', verb: 'destroy', noun: 'deployment', resource: 1, reach: 'uncountable' },
      { words: 'cleanup', verb: 'delete', noun: 'images' },
      { words: 'build|render|diagnose|lint|print|list|logs|get|validate|test|version|ps|args|doctor|init|login|context|kubeconfig', verb: 'unknown' },
    ],
  }),
  target: kubernetesTarget,
};

/** Containers of a node, below Kubernetes. */
const runtimes = service({
  programs: 'crictl ctr',
  system: 'containers',
  selectors: '-n --namespace -r --runtime-endpoint -a --address',
  flags: '-a --all -f --force --prune -q',
  rows: [
    { words: 'rmi|rm|rmp', verb: 'delete', noun: 'container', resource: 'rest' },
    { words: 'stop|stopp', verb: 'stop', noun: 'container', resource: 'rest' },
    { words: 'exec|run|attach', verb: 'execute', noun: 'container', resource: 0 },
    { words: 'ps|pods|images|img|logs|inspect|inspecti|inspectp|stats|info|version', verb: 'read' },
    { words: '* ls|list|info', verb: 'read' },
  ],
});

/** Storage that many machines share. */
const storage = service({
  programs: 'ceph rbd rados radosgw-admin cephadm ceph-volume gluster mfscli lfs beegfs-ctl linstor drbdadm',
  system: 'storage',
  selectors: '--cluster -c -p --pool --bucket --uid -m',
  flags: '--force --purge-objects --purge-data --yes-i-really-mean-it --yes-i-really-really-mean-it -s -w',
  rows: [
    { words: 'osd out|down|crush|reweight', verb: 'stop', noun: 'disk', resource: 'rest' },
    { words: 'lvm zap', verb: 'destroy', noun: 'disk', resource: 'rest' },
    { words: 'zap-osds|rm-cluster', verb: 'destroy', noun: 'cluster' },
    { words: 'osd set|unset', verb: 'modify', noun: 'cluster flag', resource: 0 },
    { words: 'snap rollback', verb: 'replace', noun: 'image', resource: 0 },
    { words: 'trash purge', verb: 'destroy', noun: 'images' },
    { words: 'status|health|df|ls|info|du|report|versions|log|-s', verb: 'read' },
  ],
});

/** Virtual machines through the control programs of their hosts. */
const hypervisors = service({
  programs: 'xe vim-cmd esxcli vmrun xl',
  system: 'host',
  selectors: '--server -s -h -T',
  valued: '-u -pw -p -w --world-id --type',
  rows: [
    { words: 'vm process kill', verb: 'stop', noun: 'machine', resource: '--world-id' },
    { words: 'deleteVM|deleteSnapshot', verb: 'destroy', noun: 'machine', resource: 0 },
    { words: 'revertToSnapshot', verb: 'replace', noun: 'machine', resource: 0 },
  ],
});

/** Names that the whole internet asks for. */
const dns = service({
  programs: 'dnscontrol flarectl octodns-sync lexicon octodns-validate octodns-dump cli53 godns namecheap-cli',
  system: 'dns',
  selectors: '--zone --config --config-file --creds',
  valued: '--name --type --content --id --ttl',
  flags: '--doit --force',
  rows: [
    { words: 'push', verb: 'modify', noun: 'zones', reach: 'uncountable', traits: ['published'] },
    { words: 'preview|check|get-zones|fmt|version|check-creds|print-ir', verb: 'read' },
    { words: 'rrdelete|rrpurge', verb: 'delete', noun: 'records', resource: 0 },
    { words: 'rrcreate', verb: 'modify', noun: 'records', resource: 0 },
  ],
  beyond: ({ invocation, args }) => {
    if (!invocation.program.startsWith('octodns-')) return undefined;
    const acts = invocation.program === 'octodns-sync' && hasOption(args, '--doit');
    return [acts ? { verb: 'modify', resource: 'zones', reach: 'uncountable', traits: ['published'] } : { verb: 'read', resource: 'zones' }];
  },
});

/** Servers that build and deploy. */
const pipelines = service({
  programs: 'jenkins-cli drone woodpecker-cli gocd buildkite spin harness concourse-fly tower awx semaphore atlantis spacectl',
  system: 'ci',
  selectors: '-s --server -t --target --repository --org --project -h --host',
  valued: '--name --data --branch',
  rows: [{ words: 'apply', verb: 'modify', noun: 'plan', traits: ['published'] }],
});

/** Keys of the machines that a master commands. */
const masterKeys = service({
  programs: 'salt-key',
  system: 'salt',
  valued: '-a -r --accept --reject -d --delete',
  rows: [
    { words: '', when: ['-D', '--delete-all', '-R', '--reject-all'], verb: 'delete', noun: 'keys', reach: 'uncountable' },
    { words: '', when: ['-d', '--delete', '-r', '--reject'], verb: 'delete', noun: 'key', resource: ['-d', '-r'] },
    { words: '', when: ['-a', '-A', '--accept', '--accept-all'], verb: 'expose', noun: 'key', resource: '-a' },
    { words: '', verb: 'read', noun: 'keys' },
  ],
});

/** A store whose client takes a command in an option. */
const zookeeper = service({
  programs: 'zookeepercli zkcli',
  system: 'zookeeper',
  selectors: '--servers -servers',
  valued: '-c -auth_usr -auth_pwd',
  flags: '--force -force',
  beyond: (setting) => {
    const command = optionValue(setting.args, '-c')?.text ?? '';
    const found = saidBy([command]);
    if (found === undefined) return undefined;
    const path = setting.args.operands[0]?.text ?? '';
    return [{ verb: found.verb, resource: `keys ${path}`.trim(), names: [path], reach: 'uncountable' }];
  },
});

const zooShell = service({
  programs: 'zkCli.sh zkCli zookeeper-shell zookeeper-shell.sh',
  system: 'zookeeper',
  style: 'single-dash',
  selectors: '-server',
  rows: [
    { words: '* deleteall|delete|rmr', verb: 'delete', noun: 'keys', resource: 0, reach: 'uncountable' },
    { words: '* ls|get|stat|ls2|getAcl', verb: 'read' },
  ],
});

/** Copies an index from one place to another: what matters is where to. */
const indexCopy = service({
  programs: 'elasticdump multielasticdump esdump-import logstash-copy mongo-connector',
  system: 'elasticsearch',
  valued: '--input --output --type --limit --searchBody --transform --input-index --output-index',
  beyond: (setting) => copiesTo(optionValue(setting.args, '--output')?.text, setting),
});

function copiesTo(output: string | undefined, setting: ToolInvocation): readonly Draft[] {
  if (hasOption(setting.args, '--delete')) return [{ verb: 'delete', resource: 'documents', where: placeOf(setting, '--input') }];
  if (output === undefined || !/^https?:/.test(output)) return [{ verb: 'read', resource: 'documents' }];
  return [{ verb: 'modify', resource: `documents ${hostOfUrl(output)}`, reach: 'uncountable', where: placeOf(setting, '--output') }];
}

function placeOf(setting: ToolInvocation, option: string): ReturnType<typeof urlTarget> {
  return urlTarget(optionValue(setting.args, option)?.text ?? '', 'elasticsearch');
}

/** Clusters, their storage, their names and the servers that build for them. */
export const clusterServices: readonly Tool[] = [
  operators,
  workloads,
  runtimes,
  storage,
  hypervisors,
  dns,
  pipelines,
  masterKeys,
  zookeeper,
  zooShell,
  indexCopy,
];
