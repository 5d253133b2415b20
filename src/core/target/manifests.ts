import { loadAll } from 'js-yaml';
import { resolvePath } from '../command/paths.js';
import { isJsonObject, listAt, objectAt, textAt } from '../shared/json.js';
import type { World } from '../shared/world.js';
import { fileText } from './files.js';

/** One Kubernetes object of a manifest. */
export interface Manifest {
  /** Lower case: `deployment`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Replicas as written; 1 where a workload does not say, undefined where it has none. */
  readonly replicas: number | undefined;
  /** Storage that it asks for or is, as written; empty where it has none. */
  readonly size: string;
  /** What becomes of a volume when its claim goes: `Retain`, `Delete`; empty where it does not say. */
  readonly reclaim: string;
  /** The stateful set that makes it; empty for what is laid down itself. */
  readonly madeBy: string;
}

/** Larger manifests are not read. */
const textLimit = 1024 * 1024;
const fileLimit = 50;

const workloads: ReadonlySet<string> = new Set([
  'deployment',
  'statefulset',
  'replicaset',
  'replicationcontroller',
]);

/** The objects in a manifest file, or in the manifests of a directory. Undefined when nothing could be read. */
export function manifestsAt(path: string, world: World): readonly Manifest[] | undefined {
  const files =
    world.files.kind(path) === 'directory'
      ? world.files
          .list(path)
          .filter((name) => /\.(ya?ml|json)$/.test(name))
          .slice(0, fileLimit)
          .map((name) => resolvePath(path, name))
      : [path];
  const read = files.flatMap((file) => documentsOf(fileText(world, file)) ?? []);
  return read.length === 0 ? undefined : read.flatMap(objectsOf);
}

/** Aliases and depth are limited: a small file must not stand for a large one. */
function documentsOf(text: string | undefined): readonly unknown[] | undefined {
  if (text === undefined || text.length > textLimit) return undefined;
  try {
    return loadAll(text, { maxAliases: 100, maxDepth: 64 });
  } catch {
    return undefined;
  }
}

function objectsOf(document: unknown): readonly Manifest[] {
  if (!isJsonObject(document)) return [];
  if (textAt(document, 'kind') === 'List') return listAt(document, 'items').flatMap(objectsOf);
  const kind = textAt(document, 'kind').toLowerCase();
  const metadata = objectAt(document, 'metadata');
  const name = textAt(metadata, 'name');
  if (kind === '' || name === '') return [];
  const spec = objectAt(document, 'spec');
  const claims = kind === 'statefulset' ? listAt(spec, 'volumeClaimTemplates') : [];
  const namespace = textAt(metadata, 'namespace');
  const own = {
    kind,
    name,
    namespace,
    replicas: replicasOf(kind, document),
    size: sizeOf(spec),
    reclaim: reclaimOf(spec),
    madeBy: '',
  };
  return [own, ...claims.map((claim) => claimOf(claim, own))];
}

function sizeOf(spec: unknown): string {
  const asked = textAt(objectAt(objectAt(spec, 'resources'), 'requests'), 'storage');
  return asked || textAt(objectAt(spec, 'capacity'), 'storage');
}

function reclaimOf(spec: unknown): string {
  const whenDeleted = textAt(objectAt(spec, 'persistentVolumeClaimRetentionPolicy'), 'whenDeleted');
  return textAt(spec, 'persistentVolumeReclaimPolicy') || whenDeleted;
}

/** Claims that a stateful set makes stay when it goes, unless it says otherwise. */
function claimOf(claim: unknown, { name, namespace, reclaim }: Manifest): Manifest {
  const metadata = objectAt(claim, 'metadata');
  return {
    kind: 'persistentvolumeclaim',
    name: `${textAt(metadata, 'name')}-${name}`,
    namespace,
    replicas: undefined,
    size: sizeOf(objectAt(claim, 'spec')),
    reclaim: reclaim || 'Retain',
    madeBy: name,
  };
}

function replicasOf(kind: string, document: unknown): number | undefined {
  if (!workloads.has(kind)) return undefined;
  const { replicas } = objectAt(document, 'spec');
  return typeof replicas === 'number' && Number.isSafeInteger(replicas) && replicas >= 0 ? replicas : 1;
}
