import { optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import type { UnknownPart } from '../change.js';
import { type Manifest, manifestsAt } from '../manifests.js';
import { shownPath, startOf } from '../nearby.js';
import { nounHoldsData } from '../nouns.js';
import type { ObjectItem, Preview } from '../preview.js';

const grammar = optionGrammar({
  valued:
    '-f --filename -k --kustomize -n --namespace -l --selector --context --cluster --user --kubeconfig -o --output --cascade --grace-period --timeout --replicas',
  flags: '--all --force --now --wait --recursive -R -A --all-namespaces --ignore-not-found',
});

type Sign = 'deleted' | 'replaced' | 'stopped' | 'changed';

/** `kubectl delete|replace|apply|scale -f FILE`, from the manifests in the workspace. Objects given by name are named only. */
export function previewKubernetes(effect: Effect, world: World): Preview | undefined {
  if (effect.target.system !== 'kubernetes' || effect.elsewhere) return undefined;
  const signs = signsOf(effect);
  if (signs.length === 0) return undefined;
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const paths = [...(args.options.get('-f') ?? []), ...(args.options.get('--filename') ?? [])]
    .map((value) => value.text)
    .filter((text) => text !== '-' && !/^https?:/.test(text));
  const found = paths.flatMap((text) => {
    const path = resolvePath(startOf(effect, world), text);
    const manifests = manifestsAt(path, world);
    return manifests === undefined ? [] : [{ path, manifests }];
  });
  if (found.length === 0) return undefined;
  const manifests = found.flatMap((one) => one.manifests);
  return {
    items: signs.flatMap((sign) => manifests.flatMap((manifest) => rowsOf(manifest, sign))),
    sources: found.map(({ path }) => shownPath(path, world)),
    // Controllers may have made more than the manifests say, and a namespace holds whatever is in it.
    ...withUnknown([
      ...paths.slice(found.length).map((path) => ({ what: 'unreadable', of: path }) as const),
      ...manifests
        .filter(({ kind }) => kind === 'namespace')
        .map(({ name }) => ({ what: 'contents', of: `namespace ${name}` }) as const),
    ]),
  };
}

function withUnknown(unknown: readonly UnknownPart[]): Pick<Preview, 'unknown'> {
  return unknown.length === 0 ? {} : { unknown };
}

function signsOf(effect: Effect): readonly Sign[] {
  switch (effect.verb) {
    case 'delete':
    case 'destroy':
      return ['deleted'];
    case 'replace':
      return ['replaced'];
    case 'stop':
      return ['stopped'];
    case 'modify':
    case 'create':
      return ['changed'];
    default:
      return [];
  }
}

function rowsOf(manifest: Manifest, sign: Sign): readonly ObjectItem[] {
  const data = (sign === 'deleted' || sign === 'replaced') && nounHoldsData('kubernetes', manifest.kind);
  const name = manifest.namespace === '' ? manifest.name : `${manifest.namespace}/${manifest.name}`;
  const row: ObjectItem = {
    kind: 'object',
    sign,
    noun: manifest.kind,
    name,
    ...(data ? { consequence: 'data-lost' as const } : {}),
  };
  const { replicas } = manifest;
  if (replicas === undefined || replicas === 0 || sign === 'changed') return [row];
  return [row, { kind: 'object', sign, noun: 'pods', name, ...(replicas > 1 ? { count: replicas } : {}) }];
}
