import { optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import { textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import { readYaml } from '../../target/yaml.js';
import type { Effect } from '../../tool/effect.js';
import { shownPath, startOf } from '../nearby.js';
import { nounHoldsData } from '../nouns.js';
import type { ObjectItem, Preview } from '../preview.js';

const grammar = optionGrammar({
  valued:
    '-n --namespace -f --values --set --set-string --set-file --version --kube-context --kubeconfig --timeout --repo --revision --history-max',
  flags:
    '--install -i --wait --atomic --force --keep-history --dry-run --debug --reuse-values --reset-values --cleanup-on-fail',
});

const folders = [
  '',
  'chart/',
  'charts/',
  'helm/',
  'deploy/',
  'deploy/charts/',
  'infra/charts/',
  'k8s/charts/',
];
const fileLimit = 200;

/** Helm's releases by the chart that lies here: a chart is not rendered, so its templates say kinds and no numbers. */
export function previewHelm(effect: Effect, world: World): Preview | undefined {
  if (!/(?:^|\/)helm$/.test(effect.argv[0] ?? '') || effect.elsewhere || effect.verb === 'read')
    return undefined;
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const [command = '', release = '', chart] = args.operands.map(({ text }) => text);
  const isGone = command === 'uninstall' || command === 'delete' || command === 'un';
  if (!isGone && command !== 'upgrade' && command !== 'rollback') return undefined;
  const names = isGone ? args.operands.slice(1).map(({ text }) => text) : [release];
  const previews = names.map((name) => releasePreview(name, isGone, chart, effect, world));
  return {
    items: previews.flatMap(({ items }) => items),
    sources: previews.flatMap(({ sources }) => sources),
    unknown: previews.flatMap(({ unknown = [] }) => unknown),
  };
}

function releasePreview(
  name: string,
  isGone: boolean,
  chart: string | undefined,
  effect: Effect,
  world: World,
): Preview {
  const start = startOf(effect, world);
  const candidates = [
    ...(chart === undefined || isGone ? [] : [resolvePath(start, chart)]),
    ...folders.flatMap((folder) => [
      resolvePath(start, `${folder}${name}`),
      resolvePath(start, folder || '.'),
    ]),
  ];
  const folder = candidates.find((path) => isChartOf(path, name, chart !== undefined && !isGone, world));
  const own: ObjectItem = { kind: 'object', sign: isGone ? 'deleted' : 'changed', noun: 'release', name };
  if (folder === undefined)
    return { items: [own], sources: ['command'], unknown: [{ what: 'contents', of: `release ${name}` }] };
  const parts = kindsOf(`${folder}/templates`, world).map(
    (kind): ObjectItem => ({
      kind: 'object',
      sign: isGone ? 'deleted' : 'changed',
      noun: kind,
      name: `of ${name}`,
      uncounted: true,
      ...(isGone && nounHoldsData('kubernetes', kind) ? { consequence: 'data-lost' } : {}),
    }),
  );
  return {
    items: [own, ...parts],
    sources: [shownPath(folder, world)],
    unknown: [{ what: 'contents', of: `release ${name}` }],
  };
}

function isChartOf(path: string, name: string, isNamed: boolean, world: World): boolean {
  const text = fileText(world, `${path}/Chart.yaml`);
  return text !== undefined && (isNamed || textAt(readYaml(text), 'name') === name);
}

/** Kinds that the templates have, each once; what a condition leaves out is not known without rendering. */
function kindsOf(folder: string, world: World): readonly string[] {
  const kinds = world.files
    .list(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .slice(0, fileLimit)
    .flatMap((name) => (fileText(world, `${folder}/${name}`) ?? '').split('\n'))
    .flatMap((line) => /^kind: *([A-Za-z]+) *$/.exec(line)?.[1]?.toLowerCase() ?? []);
  return [...new Set(kinds)];
}
