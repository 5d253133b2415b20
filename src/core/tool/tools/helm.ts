import { optionGrammar } from '../../command/arguments.js';
import { kubernetesTarget } from '../../target/kubernetes.js';
import type { Tool } from '../table.js';

/** Helm: releases of a cluster. */
export const helm: Tool = {
  programs: ['helm', 'helm3', 'helmfile'],
  system: 'kubernetes',
  grammar: optionGrammar({
    valued:
      '-n --namespace --kube-context --kubeconfig --kube-apiserver --kube-as-user --kube-as-group --kube-token --kube-ca-file -f --values --set --set-string --set-file --set-json --set-literal --version --repo --timeout --history-max --description -o --output --post-renderer --username --password --ca-file --cert-file --key-file --cascade -l --labels --registry-config --repository-config --repository-cache --burst-limit --qps --name --environment -e --file --selector --state-values-set --state-values-file --args --chart --concurrency',
    flags: '--dry-run --purge',
  }),
  clues: 'words',
  dryRun: ['--dry-run'],
  optionTraits: { '--force': ['force'], '--no-hooks': ['protection-off'], '--disable-openapi-validation': ['protection-off'] },
  target: kubernetesTarget,
  rows: [
    { words: 'uninstall|delete|del|un', verb: 'destroy', noun: 'release', resource: 'rest', safer: '{command} --dry-run' },
    { words: 'destroy', verb: 'destroy', noun: 'releases', reach: 'uncountable' },
    { words: 'upgrade|install', when: ['--force'], verb: 'replace', noun: 'release', resource: 0, safer: '{command} --dry-run=server' },
    { words: 'upgrade', when: ['--reset-values'], verb: 'replace', noun: 'release', resource: 0, traits: ['published'], safer: '{command} --dry-run=server' },
    { words: 'upgrade', verb: 'modify', noun: 'release', resource: 0, traits: ['published'], safer: '{command} --dry-run=server' },
    { words: 'install', verb: 'create', noun: 'release', resource: 0, traits: ['published'] },
    { words: 'rollback', verb: 'replace', noun: 'release', resource: 0, safer: '{command} --dry-run' },
    { words: 'sync|apply|charts', verb: 'replace', traits: ['in-part'], noun: 'releases', reach: 'uncountable', safer: 'helmfile diff' },
    { words: 'test', verb: 'execute', noun: 'release', resource: 0 },
    { words: 'push', verb: 'create', noun: 'chart', resource: 1, traits: ['published'] },
    { words: 'repo|plugin|dependency|dep|registry|create|package|pull|fetch|cache|deps|init', verb: 'modify', here: true },
    { words: 'list|ls|status|get|history|hist|show|inspect|template|lint|search|version|env|verify|completion|diff|build|write-values', verb: 'read' },
  ],
};
