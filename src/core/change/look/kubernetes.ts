import { hasOption, optionValue } from '../../command/arguments.js';
import { parseJson } from '../../shared/json.js';
import { textField } from '../../target/fields.js';
import { kubernetesTarget } from '../../target/kubernetes.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Effect } from '../../tool/effect.js';
import { kindOf } from '../kubernetes-objects.js';
import type { Preview } from '../preview.js';
import { type ClusterObject, clusterObjects, objectsByName, objectTemplate } from './kubernetes-cluster.js';
import { kubernetesConnection } from './kubernetes-connection.js';
import {
  type ClusterSeen,
  namespaceGoes,
  objectsGo,
  workloadsRestart,
  workloadsScale,
} from './kubernetes-rows.js';
import type { Heard, LookKind, Lookup, Seen } from './look.js';

/**
 * A cluster, by kubectl: lists of the namespace's usual objects and of volumes, names and numbers only, and its version. Each is
 * a GET. Its kubeconfig is the call's own context and nothing else, so that nothing of it is started.
 */
export const kubernetesLook: LookKind = {
  name: 'kubernetes',
  programs: new Set(['kubectl']),
  plan,
  read: (heard, setting) => seenIn(heard, subjectOf(setting)),
};

/** What is listed of a namespace; each server of the last years has them. */
const listed = [
  ...[
    'deployments.apps',
    'statefulsets.apps',
    'daemonsets.apps',
    'replicasets.apps',
    'jobs.batch',
    'cronjobs.batch',
  ],
  ...['replicationcontrollers', 'pods', 'persistentvolumeclaims', 'services', 'ingresses.networking.k8s.io'],
].join(',');

const kinds =
  /^(?:deployment|statefulset|daemonset|replicaset|job|cronjob|replicationcontroller|pod|persistentvolumeclaim|service|ingress)$/;
const scalable = /^(?:deployment|statefulset|replicaset|replicationcontroller)$/;

/** What kubectl means by `all`. */
const category: readonly string[] = [
  ...['pod', 'replicationcontroller', 'service', 'daemonset', 'deployment', 'replicaset', 'statefulset'],
  ...['cronjob', 'job'],
];

/** What a command acts on. */
interface Subject {
  readonly act: 'namespace' | 'delete' | 'scale' | 'restart';
  readonly namespace: string;
  /** Kind and name of each; no name for all of a kind. */
  readonly objects: readonly { readonly kind: string; readonly name: string | undefined }[];
  readonly selector: string | undefined;
  /** What they have made stays. */
  readonly orphans: boolean;
  readonly replicas: number;
}

function plan(setting: ToolInvocation, effects: readonly Effect[]): Omit<Lookup, 'kind'> | undefined {
  const subject = subjectOf(setting);
  const to = subject && kubernetesConnection(setting);
  if (subject === undefined || to === undefined) return undefined;
  const how = [
    '--request-timeout=6s',
    '--cache-dir=/dev/null',
    '--ignore-not-found',
    `--output=${objectTemplate}`,
  ];
  const space = `--namespace=${subject.namespace}`;
  const chosen = subject.objects.map(({ kind }) => kind).join(',');
  return {
    place: `cluster ${effects[0]?.target.name ?? ''}`,
    program: 'kubectl',
    runs: [
      ['get', listed, space, ...how],
      ['get', 'persistentvolumes', ...how],
      ['get', '--raw=/version', '--request-timeout=6s', '--cache-dir=/dev/null'],
      // Which objects a selector means is the server's to say.
      ...(subject.selector === undefined
        ? []
        : [['get', chosen, space, `--selector=${subject.selector}`, ...how]]),
    ],
    env: { HOME: '/nonexistent' },
    ...to,
  };
}

function subjectOf(setting: ToolInvocation): Subject | undefined {
  const { args } = setting;
  const [command, ...words] = args.operands.map(({ text }) => text);
  const isGiven = hasOption(
    args,
    ...[
      '-f',
      '--filename',
      '-k',
      '--kustomize',
      '-A',
      '--all-namespaces',
      '--field-selector',
      '--dry-run',
      '--current-replicas',
    ],
  );
  if (command === undefined || isGiven || args.operands.some(({ opaque }) => opaque.length > 0))
    return undefined;
  const selector = optionValue(args, '-l', '--selector')?.text;
  const objects = objectsOf(
    command === 'rollout' ? words.slice(1) : words,
    selector !== undefined || hasOption(args, '--all'),
  );
  if (objects === undefined) return undefined;
  const namespace = namespaceOf(setting);
  const rest = { namespace, objects, selector, orphans: orphansOf(setting), replicas: 0 };
  const all = (which: RegExp): boolean => objects.every(({ kind }) => which.test(kind));
  if (command === 'delete' && objects.length === 1 && objects[0]?.kind === 'namespace') {
    const { name } = objects[0];
    return name === undefined ? undefined : { ...rest, act: 'namespace', namespace: name };
  }
  if (command === 'delete') return all(kinds) ? { ...rest, act: 'delete' } : undefined;
  if (command === 'rollout')
    return words[0] === 'restart' && all(scalableOrDaemon) ? { ...rest, act: 'restart' } : undefined;
  const replicas = optionValue(args, '--replicas')?.text ?? '';
  return command === 'scale' && all(scalable) && /^\d{1,6}$/.test(replicas)
    ? { ...rest, act: 'scale', replicas: Number(replicas) }
    : undefined;
}

const scalableOrDaemon = /^(?:deployment|statefulset|daemonset)$/;

function orphansOf({ args }: ToolInvocation): boolean {
  return /^(?:orphan|false)$/.test(optionValue(args, '--cascade')?.text ?? '');
}

function namespaceOf(setting: ToolInvocation): string {
  return kubernetesTarget(setting).scope ?? 'default';
}

/** `TYPE NAME…`, `TYPE/NAME…`; all of each TYPE where nothing is named. Undefined where that is not clear. */
function objectsOf(words: readonly string[], takesAll: boolean): Subject['objects'] | undefined {
  const [first = '', ...names] = words;
  if (first === '' || words.some((word) => word.startsWith('-'))) return undefined;
  if (words.some((word) => word.includes('/')))
    return words.every((word) => /^[^/]+\/[^/]+$/.test(word))
      ? words.map((word) => ({ kind: kindOf(word.split('/')[0] ?? ''), name: word.split('/')[1] }))
      : undefined;
  const all = first.split(',').flatMap((kind) => (kind === 'all' ? category : [kindOf(kind)]));
  if (names.length > 0) return all.flatMap((kind) => names.map((name) => ({ kind, name })));
  return takesAll ? all.map((kind) => ({ kind, name: undefined })) : undefined;
}

function seenIn(
  [inNamespace, volumes, version, chosen]: readonly Heard[],
  subject: Subject | undefined,
): Seen | undefined {
  const own = clusterObjects(inNamespace);
  if (own === undefined || subject === undefined) return undefined;
  const laid = clusterObjects(volumes);
  const seen: ClusterSeen = { objects: own.objects, volumes: laid?.objects ?? [], isWhole: own.isWhole };
  const number = textField(parseJson(version?.text ?? ''), 'gitVersion') ?? '';
  const selected = clusterObjects(chosen);
  return {
    by: { server: /^v[\w.+-]{1,40}$/.test(number) ? `Kubernetes ${number}` : 'Kubernetes' },
    preview: () =>
      previewOf(subject, seen, subject.selector === undefined ? undefined : (selected?.objects ?? [])),
  };
}

function previewOf(
  subject: Subject,
  seen: ClusterSeen,
  selected: readonly ClusterObject[] | undefined,
): Preview | undefined {
  const sources = ['command'];
  if (subject.act === 'namespace') return { sources, ...namespaceGoes(subject.namespace, seen) };
  const byName = objectsByName(seen.objects);
  const found = subject.objects.map(({ kind, name }) => ({
    what: `${kind} ${name ?? ''}`.trim(),
    objects: (selected ?? seen.objects)
      .filter((one) => one.kind === kind && (name === undefined || one.name === name))
      // The same object as in the list of all, where it stands among what it has made.
      .map((one) => byName.get(`${one.kind}/${one.name}`) ?? one),
  }));
  const objects = found.flatMap((one) => one.objects);
  const missing = found
    .filter((one, at) => one.objects.length === 0 && subject.objects[at]?.name !== undefined)
    .map(({ what }) => what);
  // What was not shown is not missing.
  const part = partOf(subject, objects, seen);
  const unknown = missing.map((of) => ({
    what: seen.isWhole ? ('absent' as const) : ('not-looked-up' as const),
    of,
  }));
  return { ...part, sources, unknown: [...part.unknown, ...unknown] };
}

function partOf(
  subject: Subject,
  objects: readonly ClusterObject[],
  seen: ClusterSeen,
): ReturnType<typeof objectsGo> {
  switch (subject.act) {
    case 'scale':
      return workloadsScale(objects, subject.replicas, seen);
    case 'restart':
      return workloadsRestart(objects, seen);
    default:
      return objectsGo(objects, subject.orphans, seen);
  }
}
