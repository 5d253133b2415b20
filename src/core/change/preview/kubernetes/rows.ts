import type { Manifest } from '../../../target/manifests.js';
import { nounHoldsData } from '../../nouns.js';
import type { ObjectItem } from '../../preview.js';

export type KubernetesSign = 'deleted' | 'replaced' | 'stopped' | 'changed';

/** An object, its pods and the volumes that are claimed for them. `replicas` is what a workload is scaled to. */
export function manifestRows(
  manifest: Manifest,
  sign: KubernetesSign,
  replicas?: number,
  /** All of its namespace goes, whatever keeps it else. */
  withNamespace = false,
): readonly ObjectItem[] {
  if (manifest.madeBy !== '' && !withNamespace && (sign !== 'deleted' || manifest.reclaim === 'Retain'))
    return [];
  const losing = sign === 'deleted' || sign === 'replaced';
  const keeps = manifest.reclaim === 'Retain' && manifest.madeBy === '';
  const holds = manifest.kind !== 'statefulset' && nounHoldsData('kubernetes', manifest.kind);
  const name = manifest.namespace === '' ? manifest.name : `${manifest.namespace}/${manifest.name}`;
  const about = [
    ...(replicas === undefined || manifest.replicas === undefined
      ? []
      : ([
          { is: 'from', text: String(manifest.replicas) },
          { is: 'to', text: String(replicas) },
        ] as const)),
    ...(manifest.size === '' ? [] : ([{ is: 'size', text: manifest.size }] as const)),
    ...(manifest.reclaim === '' || withNamespace
      ? []
      : ([{ is: 'policy', text: manifest.reclaim }] as const)),
  ];
  const row: ObjectItem = {
    kind: 'object',
    sign: sign === 'stopped' && replicas !== undefined ? 'changed' : sign,
    noun: manifest.kind,
    name,
    ...(losing && keeps ? { consequence: 'recoverable' as const } : {}),
    ...(losing && !keeps && holds ? { consequence: 'data-lost' as const } : {}),
    ...(about.length > 0 ? { about } : {}),
  };
  return [row, ...podRows(manifest, name, sign, replicas)];
}

function podRows(
  { replicas }: Manifest,
  name: string,
  sign: KubernetesSign,
  to: number | undefined,
): readonly ObjectItem[] {
  if (replicas === undefined || sign === 'changed') return [];
  const pods = to === undefined ? replicas : replicas - to;
  if (pods <= 0) return [];
  return [{ kind: 'object', sign, noun: 'pods', name, ...(pods > 1 ? { count: pods } : {}) }];
}
