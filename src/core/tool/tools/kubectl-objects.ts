import { hasOption } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { resolvePath } from '../../command/paths.js';
import { manifestsAt } from '../../target/manifests.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { singular } from '../nouns.js';

/** What a kubectl command acts on. */
export interface KubectlObjects {
  /** Singular kinds: `namespace`, `deployment`; `manifest` when files describe them. */
  readonly kinds: readonly string[];
  readonly names: readonly string[];
  /** Kinds that the given manifests describe, as far as they can be read. */
  readonly described: readonly string[];
  /** More than those that are named: `--all`, a selector, a folder of manifests. */
  readonly all: boolean;
  readonly fromNetwork: boolean;
  readonly opaque: readonly string[];
}

const shortNames: Readonly<Record<string, string>> = {
  ns: 'namespace',
  po: 'pod',
  svc: 'service',
  deploy: 'deployment',
  ds: 'daemonset',
  sts: 'statefulset',
  rs: 'replicaset',
  rc: 'replicationcontroller',
  cm: 'configmap',
  pvc: 'persistentvolumeclaim',
  pv: 'persistentvolume',
  no: 'node',
  ing: 'ingress',
  netpol: 'networkpolicy',
  sa: 'serviceaccount',
  crd: 'customresourcedefinition',
  cj: 'cronjob',
  hpa: 'horizontalpodautoscaler',
  pdb: 'poddisruptionbudget',
  sc: 'storageclass',
  quota: 'resourcequota',
};

/** Kinds that stand beside the namespaces of a cluster; by their custom, so do all whose name begins with it. */
const besideNamespaces =
  /^(?:cluster.*|node|persistentvolume|customresourcedefinition|.*class|(?:validating|mutating)(?:webhookconfiguration|admissionpolicy.*)|apiservice|csidriver|csinode|certificatesigningrequest|volumeattachment|componentstatus|flowschema|prioritylevelconfiguration)$/;

/** True for what no namespace holds: the name of one says nothing of it. */
export function isBesideNamespaces({ kinds, described, names }: KubectlObjects, current: () => string | undefined): boolean {
  const all = [...kinds, ...described];
  if (all.some((kind) => besideNamespaces.test(kind))) return true;
  return all.includes('namespace') && names.some((name) => name !== current());
}

/** Reads `TYPE NAME…`, `TYPE/NAME…`, `TYPE,TYPE --all`, `-f FILE`, `-k FOLDER` after the command words. */
export function kubectlObjects(setting: ToolInvocation, taken: number): KubectlObjects {
  const { args } = setting;
  const words = args.operands.slice(taken);
  const files = ['-f', '--filename', '-k', '--kustomize'].flatMap((option) => args.options.get(option) ?? []);
  const named = isSlashed(words) ? slashed(words) : typed(words);
  const wide = hasOption(args, '--all', '-A', '--all-namespaces');
  const selected = hasOption(args, '-l', '--selector', '--field-selector');
  return {
    kinds: [...new Set([...named.kinds, ...(files.length > 0 ? ['manifest'] : [])])],
    names: [...named.names, ...files.map((file) => file.text)],
    described: files.flatMap((file) => manifestsAt(resolvePath(setting.world.cwd, file.text), setting.world) ?? []).map(({ kind }) => kindOf(kind)),
    all: wide || selected,
    fromNetwork: files.some((file) => /^https?:\/\//.test(file.text)),
    opaque: [...words, ...files].filter((word) => word.opaque.length > 0).map((word) => word.text),
  };
}

function isSlashed(words: readonly Value[]): boolean {
  return words[0]?.text.includes('/') ?? false;
}

function slashed(words: readonly Value[]): { readonly kinds: readonly string[]; readonly names: readonly string[] } {
  const pairs = words.filter((word) => word.text.includes('/')).map((word) => word.text.split('/'));
  return { kinds: pairs.map((pair) => kindOf(pair[0] ?? '')), names: pairs.map((pair) => pair[1] ?? '') };
}

function typed(words: readonly Value[]): { readonly kinds: readonly string[]; readonly names: readonly string[] } {
  const kinds = (words[0]?.text ?? '')
    .split(',')
    .filter((kind) => kind !== '')
    .map(kindOf);
  const names = words
    .slice(1)
    .map((word) => word.text)
    .filter((name) => !/[=]|-$/.test(name));
  return { kinds, names };
}

/** `deployments.apps` and `deploy` are both `deployment`. */
function kindOf(word: string): string {
  const bare = word.toLowerCase().replace(/\..*/s, '');
  const single = singular(bare);
  const short = [bare, single].find((name) => Object.hasOwn(shortNames, name));
  return (short === undefined ? undefined : shortNames[short]) ?? single;
}
