import { isJsonObject, parseJson } from '../../shared/json.js';
import type { Heard } from './look.js';

/** One object as a cluster has it; empty texts where it says nothing. */
export interface ClusterObject {
  /** Lower case: `deployment`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number | undefined;
  /** Kind and name of what made it, with a slash between. */
  readonly owner: string;
  readonly size: string;
  /** Of a claim: its volume. */
  readonly volume: string;
  /** Of a volume: what becomes of it without its claim, and whose it is. */
  readonly reclaim: string;
  readonly claim: string;
  readonly labels: Labels;
  /** Of a service: which pods answer it. */
  readonly selector: Labels;
  /** Of a pod: the claims that it has mounted. */
  readonly mounts: readonly string[];
}

type Labels = ReadonlyMap<string, string>;

const fields = [
  ...['.kind', '.metadata.namespace', '.metadata.name', '.spec.replicas'],
  ...['.metadata.ownerReferences[0].kind', '.metadata.ownerReferences[0].name'],
  ...['.status.capacity.storage', '.spec.resources.requests.storage', '.spec.capacity.storage'],
  ...['.spec.volumeName', '.spec.persistentVolumeReclaimPolicy'],
  ...['.spec.claimRef.namespace', '.spec.claimRef.name'],
  ...['.metadata.labels', '.spec.selector', '.spec.volumes[*].persistentVolumeClaim.claimName'],
];

/** The first line of an answer, so that one of no objects is none that did not come. */
const head = 'countersign-look';

/** What is asked of each object: names and numbers, and nothing that it holds. */
export const objectTemplate = `jsonpath={"${head}\\n"}{range .items[*]}${fields.map((field) => `{${field}}`).join('{"\\t"}')}{"\\n"}{end}`;

/** More objects of one answer are not read. */
const mostObjects = 5_000;

/** Undefined where nothing has answered; not whole where some of it was refused or cut off. */
export function clusterObjects(
  heard: Heard | undefined,
): { readonly objects: readonly ClusterObject[]; readonly isWhole: boolean } | undefined {
  const [first, ...lines] = (heard?.text ?? '').split('\n');
  if (heard === undefined || first !== head) return undefined;
  const objects = lines.slice(0, mostObjects).flatMap(objectOf);
  return { objects, isWhole: heard.isWhole && lines.length <= mostObjects };
}

function objectOf(line: string): readonly ClusterObject[] {
  const parts = line.split('\t');
  if (parts.length !== fields.length) return [];
  const [kind = '', namespace = '', name = '', replicas = '', ownerKind = '', owner = ''] = parts;
  const [has = '', asks = '', holds = '', volume = '', reclaim = '', claimSpace = '', claim = ''] =
    parts.slice(6);
  const [labels = '', selector = '', mounts = ''] = parts.slice(13);
  if (kind === '' || name === '') return [];
  return [
    {
      kind: kind.toLowerCase(),
      namespace,
      name,
      replicas: /^\d{1,7}$/.test(replicas) ? Number(replicas) : undefined,
      owner: owner === '' ? '' : `${ownerKind.toLowerCase()}/${owner}`,
      size: has || holds || asks,
      volume,
      reclaim: /^\w{1,20}$/.test(reclaim) ? reclaim : '',
      claim: claim === '' ? '' : `${claimSpace}/${claim}`,
      labels: labelsOf(labels),
      selector: kind === 'Service' ? labelsOf(selector) : new Map(),
      mounts: mounts.split(' ').filter((one) => one !== ''),
    },
  ];
}

function labelsOf(text: string): Labels {
  const value = text === '' ? undefined : parseJson(text);
  if (!isJsonObject(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, label]) =>
      typeof label === 'string' ? [[name, label] as const] : [],
    ),
  );
}

/** All that goes with objects, because they made it: a deployment's replica sets and their pods. Themselves not included. */
export function dependentsIn(
  makers: readonly ClusterObject[],
  all: readonly ClusterObject[],
): readonly ClusterObject[] {
  const byOwner = new Map<string, ClusterObject[]>();
  for (const one of all)
    if (one.owner !== '') byOwner.set(one.owner, [...(byOwner.get(one.owner) ?? []), one]);
  const found = new Set<ClusterObject>();
  const waiting = [...makers];
  for (let maker = waiting.pop(); maker !== undefined; maker = waiting.pop())
    for (const one of byOwner.get(`${maker.kind}/${maker.name}`) ?? [])
      if (!found.has(one) && !makers.includes(one)) {
        found.add(one);
        waiting.push(one);
      }
  return [...found];
}

/** By kind and name, with a slash between. */
export function objectsByName(objects: readonly ClusterObject[]): ReadonlyMap<string, ClusterObject> {
  return new Map(objects.map((one) => [`${one.kind}/${one.name}`, one]));
}

/** The object that a person laid down and that has made this one; itself where nothing has. */
export function rootOf(object: ClusterObject, all: ReadonlyMap<string, ClusterObject>): ClusterObject {
  let at = object;
  for (let level = 0; level < 5; level += 1) {
    const owner = all.get(at.owner);
    if (owner === undefined) return at;
    at = owner;
  }
  return at;
}

export function isServedBy({ selector }: ClusterObject, { labels }: ClusterObject): boolean {
  return selector.size > 0 && [...selector].every(([name, value]) => labels.get(name) === value);
}
