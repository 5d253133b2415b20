import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import type { UnknownPart } from '../../change.js';
import { kindOf, type LaidManifest, manifestsNear } from '../../kubernetes-objects.js';
import { shownPath, startOf } from '../../nearby.js';
import type { Preview } from '../../preview.js';
import { type KubernetesSign, manifestRows } from './rows.js';

export interface NamedObject {
  readonly kind: string;
  readonly name: string;
}

/** Objects that a command gives by name, by the manifests that lie here; a namespace takes what is laid into it. */
export function namedPreview(
  objects: readonly NamedObject[],
  namespace: string | undefined,
  sign: KubernetesSign,
  replicas: number | undefined,
  effect: Effect,
  world: World,
): Preview | undefined {
  const all = manifestsNear(startOf(effect, world), world);
  const found = objects.flatMap(({ kind, name }) => {
    const own = all.filter(
      (one) =>
        isIn(one, namespace) &&
        ((one.kind === kindOf(kind) && one.name === name) ||
          (kindOf(kind) === 'statefulset' && one.madeBy === name)),
    );
    const inside =
      kindOf(kind) === 'namespace' && sign === 'deleted' ? all.filter((one) => one.namespace === name) : [];
    return [...own, ...inside];
  });
  if (found.length === 0) return undefined;
  const goes = new Set(objects.filter(({ kind }) => kindOf(kind) === 'namespace').map(({ name }) => name));
  const unknown = objects.map(({ kind, name }): UnknownPart => {
    const isHolder = kindOf(kind) === 'namespace' && sign === 'deleted';
    return { what: isHolder ? 'contents' : 'not-looked-up', of: `${kindOf(kind)} ${name}` };
  });
  return {
    items: found.flatMap((manifest) => manifestRows(manifest, sign, replicas, goes.has(manifest.namespace))),
    sources: [...new Set(found.map(({ file }) => shownPath(file, world)))],
    unknown,
  };
}

function isIn({ namespace: own }: LaidManifest, namespace: string | undefined): boolean {
  return namespace === undefined || own === '' || own === namespace;
}
