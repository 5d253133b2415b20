import type { ItemFact, Sign, Undo, UnknownPart } from '../change.js';
import type { ObjectItem, Preview } from '../preview.js';
import { type ClusterObject, dependentsIn, isServedBy, objectsByName, rootOf } from './kubernetes-cluster.js';

/** What a cluster says of what a command acts on. */
export interface ClusterSeen {
  /** All of the namespace that is asked about. */
  readonly objects: readonly ClusterObject[];
  readonly volumes: readonly ClusterObject[];
  /** False where not all of either was shown. */
  readonly isWhole: boolean;
}

type Part = Required<Pick<Preview, 'items' | 'unknown' | 'undo'>>;

/** How many of a kind are told one by one. */
const told = 6;
/** The same of those that a command means itself. */
const toldOfNamed = 20;

const workloads = /^(?:deployment|statefulset|daemonset|replicaset|replicationcontroller|job|cronjob)$/;

/** A namespace with all that is known to stand in it. */
export function namespaceGoes(name: string, seen: ClusterSeen): Part {
  const byName = objectsByName(seen.objects);
  const roots = seen.objects.filter((one) => one.kind !== 'pod' && rootOf(one, byName) === one);
  const pods = seen.objects.filter(({ kind }) => kind === 'pod');
  const gone = goneRows([...roots, ...seen.objects.filter((one) => isOwnedClaim(one, byName))], seen, []);
  const row: ObjectItem = {
    ...{ kind: 'object', sign: 'deleted', noun: 'namespace', name, consequence: 'data-lost' },
  };
  return {
    ...gone,
    items: [row, ...gone.items, ...podRows(pods, byName, 'deleted')],
    // Secrets, configuration and objects of other kinds are not asked for.
    unknown: [...gone.unknown, { what: 'contents-else', of: `namespace ${name}` }],
  };
}

function isOwnedClaim(one: ClusterObject, all: ReadonlyMap<string, ClusterObject>): boolean {
  return one.kind === 'persistentvolumeclaim' && rootOf(one, all) !== one;
}

/** Objects with what they have made; what they leave behind stays. */
export function objectsGo(gone: readonly ClusterObject[], orphans: boolean, seen: ClusterSeen): Part {
  const made = orphans ? [] : dependentsIn(gone, seen.objects);
  const all = [...gone, ...made];
  const pods = all.filter(({ kind }) => kind === 'pod');
  const byName = objectsByName(seen.objects);
  const shown = [
    ...gone,
    ...made.filter(({ kind }) => !/^(?:pod|replicaset|controllerrevision|endpointslice)$/.test(kind)),
  ];
  const rows = goneRows(shown, seen, gone);
  // A pod that is made anew answers again.
  const isOver = (pod: ClusterObject): boolean => all.includes(rootOf(pod, byName));
  const over = new Set(all.filter((one) => one.kind !== 'pod' || isOver(one)));
  return {
    ...rows,
    items: [
      ...rows.items,
      ...podRows(
        pods.filter((pod) => !gone.includes(pod)),
        byName,
        'deleted',
      ),
      ...unservedRows(over, seen),
    ],
    unknown: [...rows.unknown, ...partlyShown(gone, seen)],
  };
}

/** Workloads whose pods are to be so many. */
export function workloadsScale(scaled: readonly ClusterObject[], to: number, seen: ClusterSeen): Part {
  const parts = scaled.map((one) => {
    const { replicas } = one;
    const pods = dependentsIn([one], seen.objects).filter(({ kind }) => kind === 'pod');
    const ends = Math.max(0, pods.length - to);
    const about: readonly ItemFact[] = [
      ...(replicas === undefined ? [] : [{ is: 'from', text: String(replicas) } as const]),
      { is: 'to', text: String(to) },
    ];
    const row: ObjectItem = { kind: 'object', sign: 'changed', noun: one.kind, name: nameOf(one), about };
    return [
      row,
      ...countedPods(nameOf(one), ends, 'stopped'),
      ...(to > 0 ? [] : unservedRows(new Set([one, ...pods]), seen)),
    ];
  });
  return { items: parts.flat(), unknown: partlyShown(scaled, seen), undo: [] };
}

/** Workloads whose pods are made anew, one after the other. */
export function workloadsRestart(restarted: readonly ClusterObject[], seen: ClusterSeen): Part {
  const items = restarted.flatMap((one) => {
    const pods = dependentsIn([one], seen.objects).filter(({ kind }) => kind === 'pod');
    const row: ObjectItem = { kind: 'object', sign: 'changed', noun: one.kind, name: nameOf(one) };
    return [row, ...countedPods(nameOf(one), pods.length, 'replaced')];
  });
  return { items, unknown: partlyShown(restarted, seen), undo: [] };
}

function partlyShown(of: readonly ClusterObject[], { isWhole }: ClusterSeen): readonly UnknownPart[] {
  return isWhole ? [] : of.map((one) => ({ what: 'dependents', of: `${one.kind} ${nameOf(one)}` }));
}

function nameOf({ namespace, name }: ClusterObject): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Each object of few, of many of a kind their number; what holds data is always told. */
function goneRows(gone: readonly ClusterObject[], seen: ClusterSeen, named: readonly ClusterObject[]): Part {
  const kinds = grouped(gone, ({ kind }) => kind);
  const parts = [...kinds].map(([kind, all]): Part => {
    const most = all.some((one) => named.includes(one)) ? toldOfNamed : told;
    if (all.length <= most || /^persistentvolume/.test(kind))
      return together(all.map((one) => goneRow(one, seen, named)));
    const row: ObjectItem = { kind: 'object', sign: 'deleted', noun: kind, name: '', count: all.length };
    return { items: [row], unknown: [], undo: [] };
  });
  return together(parts);
}

function together(parts: readonly Part[]): Part {
  return {
    items: parts.flatMap(({ items }) => items),
    unknown: parts.flatMap(({ unknown }) => unknown),
    undo: parts.flatMap(({ undo }) => undo),
  };
}

function goneRow(one: ClusterObject, seen: ClusterSeen, named: readonly ClusterObject[]): Part {
  const name = nameOf(one);
  const volume = one.kind === 'persistentvolume' ? one : volumeOf(one, seen);
  const holds = /^persistentvolume/.test(one.kind);
  const policy = volume?.reclaim ?? '';
  const keeps = one.kind === 'persistentvolumeclaim' && policy === 'Retain';
  const about: readonly ItemFact[] = [
    ...(one.size === '' ? [] : [{ is: 'size', text: one.size } as const]),
    ...(policy === '' ? [] : [{ is: 'policy', text: policy } as const]),
    ...mountedBy(one, seen),
    ...remadeBy(one, seen, named),
  ];
  const isUnknown = one.kind === 'persistentvolumeclaim' && policy === '' && one.volume !== '';
  return {
    items: [
      {
        kind: 'object',
        sign: 'deleted',
        noun: one.kind,
        name,
        ...(holds ? { consequence: keeps ? ('recoverable' as const) : ('data-lost' as const) } : {}),
        ...(about.length > 0 ? { about } : {}),
      },
    ],
    unknown: isUnknown ? [{ what: 'volume', of: `${one.kind} ${name}` }] : [],
    undo: keeps ? keptVolume(volume) : [],
  };
}

function keptVolume(volume: ClusterObject | undefined): readonly Undo[] {
  return volume === undefined ? [] : [{ way: 'volume', name: volume.name }];
}

function volumeOf(
  { kind, namespace, name, volume }: ClusterObject,
  { volumes }: ClusterSeen,
): ClusterObject | undefined {
  if (kind !== 'persistentvolumeclaim') return undefined;
  return volumes.find(
    (one) => one.claim === `${namespace}/${name}` && (volume === '' || one.name === volume),
  );
}

/** A claim that a pod has mounted stays until that pod is gone. */
function mountedBy({ kind, name }: ClusterObject, { objects }: ClusterSeen): readonly ItemFact[] {
  if (kind !== 'persistentvolumeclaim') return [];
  const pods = objects.filter((one) => one.mounts.includes(name)).map((pod) => pod.name);
  return pods.length === 0 ? [] : [{ is: 'mounted', text: pods.slice(0, 3).join(', ') }];
}

/** A pod whose maker stays is made anew. */
function remadeBy(
  one: ClusterObject,
  { objects }: ClusterSeen,
  named: readonly ClusterObject[],
): readonly ItemFact[] {
  if (one.kind !== 'pod' || one.owner === '') return [];
  const maker = rootOf(one, objectsByName(objects));
  return maker === one || named.includes(maker) || !workloads.test(maker.kind)
    ? []
    : [{ is: 'remade', text: `${maker.kind} ${maker.name}` }];
}

function podRows(
  pods: readonly ClusterObject[],
  byName: ReadonlyMap<string, ClusterObject>,
  sign: Sign,
): readonly ObjectItem[] {
  const groups = grouped(pods, (pod) => rootOf(pod, byName));
  return [...groups].flatMap(([root, own]) =>
    root.kind === 'pod'
      ? [{ kind: 'object', sign, noun: 'pod', name: nameOf(root) } as const]
      : countedPods(nameOf(root), own.length, sign),
  );
}

function countedPods(name: string, pods: number, sign: Sign): readonly ObjectItem[] {
  if (pods === 0) return [];
  return [{ kind: 'object', sign, noun: 'pods', name, ...(pods > 1 ? { count: pods } : {}) }];
}

/** Services that stay, and that no pod answers any more. */
function unservedRows(over: ReadonlySet<ClusterObject>, { objects }: ClusterSeen): readonly ObjectItem[] {
  const pods = objects.filter(({ kind }) => kind === 'pod');
  return objects
    .filter((one) => one.kind === 'service' && !over.has(one))
    .filter((service) => {
      const served = pods.filter((pod) => isServedBy(service, pod));
      return served.length > 0 && served.every((pod) => over.has(pod));
    })
    .map((service) => ({
      kind: 'object',
      sign: 'stopped',
      noun: 'service',
      name: nameOf(service),
      about: [{ is: 'unserved', text: '' }],
    }));
}

function grouped<K, V>(values: readonly V[], keyOf: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
