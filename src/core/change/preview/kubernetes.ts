import { type Arguments, optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { type Manifest, manifestsAt } from '../../target/manifests.js';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { UnknownPart } from '../change.js';
import { kustomizedAt } from '../kustomization.js';
import { shownPath, startOf } from '../nearby.js';
import type { Preview } from '../preview.js';
import type { States } from '../terraform/state.js';
import { type NamedObject, namedPreview } from './kubernetes/named.js';
import { type KubernetesSign, manifestRows } from './kubernetes/rows.js';

const grammar = optionGrammar({
  valued:
    '-f --filename -k --kustomize -n --namespace -l --selector --context --cluster --user --kubeconfig -o --output --cascade --grace-period --timeout --replicas',
  flags: '--all --force --now --wait --recursive -R -A --all-namespaces --ignore-not-found',
});

/** kubectl by the manifests that lie here: those it is given, a kustomization's, and those of objects that it names. */
export function previewKubernetes(
  effect: Effect,
  world: World,
  _states: States,
  call: ToolCall,
): Preview | undefined {
  if (
    effect.target.system !== 'kubernetes' ||
    effect.elsewhere ||
    !/(?:^|\/)(?:kubectl|oc)$/.test(effect.argv[0] ?? '')
  )
    return undefined;
  const sign = signOf(effect);
  if (sign === undefined) return undefined;
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const given = givenManifests(args, effect, world, call);
  if (given.asked.length === 0) {
    const replicas = lastValue(args, '--replicas');
    return namedPreview(
      namedIn(args),
      lastValue(args, '-n') ?? lastValue(args, '--namespace'),
      sign,
      replicas === undefined || !/^\d+$/.test(replicas) ? undefined : Number(replicas),
      effect,
      world,
    );
  }
  if (given.manifests.length === 0) return undefined;
  const goes = new Set(
    given.manifests.filter(({ kind }) => kind === 'namespace' && sign === 'deleted').map(({ name }) => name),
  );
  const unknown: readonly UnknownPart[] = [
    ...given.unread.map((path) => ({ what: 'unreadable', of: path }) as const),
    ...given.manifests
      .filter(({ kind }) => kind === 'namespace' && sign !== 'changed')
      .map(({ name }) => ({ what: 'contents', of: `namespace ${name}` }) as const),
    ...(sign === 'changed' ? [{ what: 'not-looked-up', of: `cluster ${effect.target.name}` } as const] : []),
  ];
  return {
    items: given.manifests.flatMap((manifest) =>
      manifestRows(manifest, sign, undefined, goes.has(manifest.namespace)),
    ),
    sources: given.sources,
    ...(unknown.length > 0 ? { unknown } : {}),
  };
}

interface Given {
  readonly asked: readonly string[];
  readonly manifests: readonly Manifest[];
  readonly sources: readonly string[];
  readonly unread: readonly string[];
}

/** The folder whose kustomization the command before a `kubectl` prints into it. */
function kustomizedBefore(command: string): string | undefined {
  const stages = command.split('|');
  for (const [index, stage] of stages.entries()) {
    if (!/^ *kubectl\b/.test(stages[index + 1] ?? '')) continue;
    const last = stage.split(/[;&\n]/).at(-1) ?? '';
    const folder = /\bkustomize(?: build)? +(\S+)/.exec(last)?.[1];
    if (folder !== undefined) return folder;
  }
  return undefined;
}

function givenManifests(args: Arguments, effect: Effect, world: World, { payload }: ToolCall): Given {
  const start = startOf(effect, world);
  const values = (name: string): readonly string[] => (args.options.get(name) ?? []).map(({ text }) => text);
  const files = [...values('-f'), ...values('--filename')];
  const folders = [...values('-k'), ...values('--kustomize')];
  // `kustomize build DIR | kubectl delete -f -`
  const piped = payload.kind === 'shell' ? kustomizedBefore(payload.command) : undefined;
  if (files.includes('-') && piped !== undefined) folders.push(piped);
  const read = [
    ...files.filter((text) => text !== '-' && !/^https?:/.test(text)).map((text) => ({ text, form: 'file' })),
    ...folders.map((text) => ({ text, form: 'kustomization' })),
  ].map(({ text, form }) => {
    const path = resolvePath(start, text);
    if (form === 'file') return { path, manifests: manifestsAt(path, world), missing: [] };
    const kustomized = kustomizedAt(path, world);
    return { path, manifests: kustomized?.manifests, missing: kustomized?.unread ?? [] };
  });
  return {
    asked: [...files, ...folders],
    manifests: read.flatMap(({ manifests = [] }) => manifests),
    sources: read.flatMap(({ path, manifests }) => (manifests === undefined ? [] : [shownPath(path, world)])),
    unread: read.flatMap(({ path, manifests, missing }) =>
      [...(manifests === undefined ? [path] : []), ...missing].map((one) => shownPath(one, world)),
    ),
  };
}

/** `deployment web api`, `deploy/web svc/web`: kind and name of each. */
function namedIn(args: Arguments): readonly NamedObject[] {
  const [command = '', ...rest] = args.operands.map(({ text }) => text);
  const words = command === 'rollout' || command === 'set' ? rest.slice(1) : rest;
  const pairs = words.filter((word) => word.includes('/')).map((word) => word.split('/'));
  if (pairs.length > 0) return pairs.map(([kind = '', name = '']) => ({ kind, name }));
  const [kinds = '', ...names] = words;
  return kinds.split(',').flatMap((kind) => names.map((name) => ({ kind, name })));
}

function lastValue(args: Arguments, name: string): string | undefined {
  return args.options.get(name)?.at(-1)?.text;
}

function signOf({ verb }: Effect): KubernetesSign | undefined {
  switch (verb) {
    case 'delete':
    case 'destroy':
      return 'deleted';
    case 'replace':
      return 'replaced';
    case 'stop':
      return 'stopped';
    case 'modify':
    case 'create':
      return 'changed';
    default:
      return undefined;
  }
}
