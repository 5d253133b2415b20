import { optionGrammar } from '../../command/arguments.js';
import { kubernetesTarget } from '../../target/kubernetes.js';
import type { Tool } from '../table.js';

const kube = '-n --namespace --context --kube-context --kubeconfig --cluster --user -o --output --timeout';

/** Argo CD: applications that follow a repository. */
export const argocd: Tool = {
  programs: ['argocd'],
  system: 'kubernetes',
  grammar: optionGrammar({
    valued: `${kube} --server --auth-token --grpc-web-root-path --revision --resource -l --selector --project --repo --path --dest-server --dest-namespace --dest-name --sync-policy -p --parameter --values --port-forward-namespace --config --propagation-policy -N --app-namespace --prune-propagation-policy --kind --group --resource-name --action`,
    flags: '--prune --force --dry-run --replace --cascade -y --yes --auto-prune --self-heal',
  }),
  clues: 'words',
  dryRun: ['--dry-run'],
  optionTraits: { '--force': ['force'], '-y': ['force'], '--yes': ['force'] },
  target: kubernetesTarget,
  rows: [
    {
      words: 'app|appset|application delete|delete-resource|terminate',
      verb: 'destroy',
      noun: 'application',
      resource: 'rest',
      safer: 'argocd app get {name}',
    },
    { words: 'app sync', when: ['--prune'], verb: 'delete', noun: 'application', resource: 'rest', reach: 'uncountable', safer: 'argocd app diff {name}' },
    { words: 'app sync', when: ['--replace', '--force'], verb: 'replace', noun: 'application', resource: 'rest', safer: 'argocd app diff {name}' },
    { words: 'app sync', verb: 'modify', noun: 'application', resource: 'rest', traits: ['published'], safer: 'argocd app diff {name}' },
    { words: 'app rollback', verb: 'replace', noun: 'application', resource: 0 },
    { words: 'app terminate-op', verb: 'stop', noun: 'application', resource: 0 },
    { words: 'app actions run', verb: 'execute', noun: 'application', resource: 0 },
    { words: 'app unset|remove-source', verb: 'delete', noun: 'application', resource: 0 },
    { words: 'app set|patch|patch-resource|edit|add-source', verb: 'modify', noun: 'application', resource: 0 },
    { words: 'app|appset|proj|repo|repocreds|cluster|cert|gpg create|add|generate', verb: 'create', resource: 'rest' },
    { words: 'proj|repo|repocreds|cluster|cert|gpg|account delete|rm|delete-token', verb: 'delete', resource: 'rest' },
    { words: 'proj *', verb: 'modify', noun: 'project', resource: 'rest' },
    { words: 'account update-password|generate-token', verb: 'expose', noun: 'account', traits: ['secret'] },
    { words: 'admin import', verb: 'replace', noun: 'everything', reach: 'uncountable' },
    { words: 'login|logout|relogin|context|configure', verb: 'modify', here: true },
    { words: 'app|appset|proj|repo|repocreds|cluster|cert|gpg|account|admin *', verb: 'read' },
    { words: 'version|completion', verb: 'read' },
  ],
};

/** Flux: sources and reconciliations of a cluster. */
export const flux: Tool = {
  programs: ['flux'],
  system: 'kubernetes',
  grammar: optionGrammar({ valued: `${kube} --source --path --branch --url --interval --owner --repository --hostname`, flags: '-s --silent' }),
  clues: 'words',
  dryRun: ['--dry-run'],
  optionTraits: { '-s': ['force'], '--silent': ['force'] },
  target: kubernetesTarget,
  rows: [
    { words: 'uninstall', verb: 'destroy', noun: 'flux', reach: 'uncountable', safer: '{command} --dry-run' },
    { words: 'delete', verb: 'delete', resource: 'rest' },
    { words: 'suspend', verb: 'stop', resource: 'rest' },
    { words: 'bootstrap|install|reconcile|resume|push|create', verb: 'modify', resource: 'rest' },
    { words: 'get|check|logs|tree|trace|export|diff|events|stats|version|build|completion|list|pull', verb: 'read' },
  ],
};

/** Velero: backups of a cluster. */
export const velero: Tool = {
  programs: ['velero'],
  system: 'kubernetes',
  grammar: optionGrammar({
    valued: `${kube} --from-backup --from-schedule --include-namespaces --exclude-namespaces --include-resources --selector -l --ttl --schedule --bucket --provider --backup-location --namespace-mappings --existing-resource-policy`,
    flags: '--all --confirm --wait',
  }),
  clues: 'words',
  optionTraits: { '--confirm': ['force'], '--all': ['no-filter'] },
  target: kubernetesTarget,
  rows: [
    { words: 'backup|restore|schedule|backup-location|snapshot-location|repo delete', when: ['--all'], verb: 'destroy', noun: 'backups', reach: 'uncountable' },
    {
      words: 'backup|restore|schedule|backup-location|snapshot-location|repo delete',
      verb: 'delete',
      noun: 'backup',
      resource: 'rest',
      safer: 'velero backup describe {name}',
    },
    { words: 'delete', verb: 'delete', resource: 'rest' },
    { words: 'uninstall', verb: 'destroy', noun: 'velero', reach: 'uncountable' },
    { words: 'restore create', verb: 'replace', noun: 'restore', resource: 0, reach: 'uncountable' },
    { words: 'create restore', verb: 'replace', noun: 'restore', resource: 0, reach: 'uncountable' },
    { words: 'schedule pause', verb: 'stop', noun: 'schedule', resource: 'rest' },
    { words: 'backup|schedule|backup-location|snapshot-location|create create|backup|schedule|set', verb: 'create', resource: 'rest' },
    { words: 'install|plugin|schedule|backup-location|client', when: ['--set'], verb: 'modify' },
    { words: 'backup|restore|schedule|backup-location|snapshot-location|repo|plugin get|describe|logs|download', verb: 'read' },
    { words: 'get|describe|version|completion|debug', verb: 'read' },
    { words: 'install|plugin|client', verb: 'modify' },
  ],
};

/** kops: whole clusters. Without `--yes` it only shows what it would do. */
export const kops: Tool = {
  programs: ['kops'],
  system: 'kubernetes',
  grammar: optionGrammar({ valued: `${kube} --name --state --config -f --filename --zones --node-count --cloud --instance-group`, flags: '--yes -y --force' }),
  clues: 'words',
  optionTraits: { '--yes': ['force'] },
  target: kubernetesTarget,
  rows: [
    { words: 'delete cluster', verb: 'destroy', noun: 'cluster', resource: [0, '--name'], reach: 'uncountable', safer: 'kops delete cluster' },
    { words: 'delete', verb: 'destroy', noun: 'cluster', resource: ['--name', 'rest'] },
    { words: 'rolling-update|rolling', when: ['--yes', '-y'], verb: 'replace', noun: 'nodes', resource: '--name', reach: 'uncountable' },
    {
      words: 'update|upgrade|replace|promote|apply|reconcile',
      when: ['--yes', '-y', '--force'],
      verb: 'replace',
      traits: ['in-part'],
      noun: 'cluster',
      resource: ['--name', 1],
      reach: 'uncountable',
    },
    { words: 'update|upgrade|rolling-update|get|describe|validate|version|completion|toolbox', verb: 'read' },
    { words: 'export', verb: 'modify', here: true },
    { words: 'create|edit|replace|promote|import', verb: 'modify', noun: 'cluster', resource: '--name' },
  ],
};

/** kubectx and kubens only switch, but what follows goes there. */
export const kubectx: Tool = {
  programs: ['kubectx', 'kubens', 'kubie', 'kubeswitch'],
  system: 'kubernetes',
  grammar: optionGrammar({ flags: '-c --current -u --unset -d' }),
  target: kubernetesTarget,
  rows: [{ words: '', verb: 'modify', noun: 'kubeconfig', here: true }],
  switches: (setting) => {
    const name = setting.args.operands.at(-1)?.text;
    if (name === undefined || name === '-') return [];
    return [[setting.invocation.program === 'kubens' ? 'kubernetes.namespace' : 'kubernetes.context', name]];
  },
};

/** kustomize builds text, which something else applies. */
export const kustomize: Tool = {
  programs: ['kustomize', 'kubeval', 'kubeconform', 'stern', 'k9s', 'kubectl-neat', 'kube-score', 'kube-linter', 'popeye'],
  system: 'kubernetes',
  grammar: optionGrammar({ valued: `${kube} -o` }),
  target: kubernetesTarget,
  rows: [
    { words: 'edit|create|localize', verb: 'modify', here: true },
    { words: '', verb: 'read' },
  ],
};
