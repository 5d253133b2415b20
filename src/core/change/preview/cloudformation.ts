import { optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import { objectAt, parseJson, textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import type { Effect } from '../../tool/effect.js';
import type { UnknownPart } from '../change.js';
import { comparedRows, goneRows } from '../cloudformation/rows.js';
import { readTemplate, type TemplateResource } from '../cloudformation/template.js';
import { committedText } from '../committed.js';
import { shownPath, startOf } from '../nearby.js';
import type { ObjectItem, Preview } from '../preview.js';
import { nounAndName } from './named.js';

const grammar = optionGrammar({
  valued:
    '--stack-name --template-file --template-body --template-url -t --template --profile --region --parameter-overrides --capabilities --config-file --config-env --app -a --output -o -c --context --require-approval --s3-bucket --tags',
  flags: '--all --force -f --guided --no-confirm-changeset --no-execute-changeset --exclusively --hotswap',
});

interface Template {
  readonly path: string;
  readonly resources: readonly TemplateResource[];
  /** True where the command or its configuration names this very file for this very stack. */
  readonly isNamed: boolean;
}

/** Stacks of CloudFormation, SAM and CDK by the templates that lie here. Nothing is synthesised: `cdk.out` is read as it lies. */
export function previewCloudFormation(effect: Effect, world: World): Preview | undefined {
  const program = effect.argv[0]?.replace(/^.*\//, '') ?? '';
  const isStack = effect.target.system === 'aws' && /^stack\b/.test(effect.resource);
  if (!isStack || effect.elsewhere || effect.verb === 'read') return undefined;
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const option = (...names: readonly string[]): string | undefined =>
    names.map((name) => args.options.get(name)?.at(-1)?.text).find((text) => text !== undefined);
  const start = startOf(effect, world);
  const named = effect.resource.includes('/') ? nounAndName(effect).name : '';
  const file = option('--template-file', '--template-body', '-t', '--template')?.replace(/^file:\/\//, '');
  const templates =
    program === 'cdk'
      ? cdkTemplates(start, named, option('--output', '-o') ?? 'cdk.out', world)
      : stackTemplates(start, named, file, world);
  const losing = effect.verb === 'destroy' || effect.verb === 'delete';
  const previews = templates.map((template) => (losing ? ended(template, world) : deployed(template, world)));
  const stale: readonly UnknownPart[] =
    program === 'cdk' && previews.length > 0 ? [{ what: 'synthesised', of: 'cdk.out' }] : [];
  const stack = named === '' ? (previews.length === 0 ? effect.target.name : '') : named;
  return {
    items: [...(losing && stack !== '' ? [stackRow(stack)] : []), ...previews.flatMap(({ items }) => items)],
    sources: previews.flatMap(({ sources }) => sources),
    unknown:
      previews.length === 0
        ? [{ what: losing ? 'contents' : 'no-template', of: `stack ${stack}`.trim() }]
        : [...stale, ...previews.flatMap(({ unknown = [] }) => unknown)],
  };
}

function stackRow(name: string): ObjectItem {
  return { kind: 'object', sign: 'deleted', noun: 'stack', name };
}

function ended({ path, resources, isNamed }: Template, world: World): Preview {
  const shown = shownPath(path, world);
  return {
    items: goneRows(resources),
    sources: [shown],
    unknown: [{ what: isNamed ? 'deployed' : 'which', of: shown }],
  };
}

/** What was deployed last is not here: the last commit stands for it, and the change says so. */
function deployed({ path, resources }: Template, world: World): Preview {
  const shown = shownPath(path, world);
  const before = committedText(path, world);
  const last = before === undefined ? undefined : readTemplate(before);
  if (last === undefined)
    return { items: [], sources: [shown], unknown: [{ what: 'no-template', of: shown }] };
  return {
    items: comparedRows(last, resources),
    sources: [shown, `HEAD:${shown}`],
    unknown: [{ what: 'deployed', of: `HEAD:${shown}` }],
  };
}

function cdkTemplates(start: string, named: string, output: string, world: World): readonly Template[] {
  const folder = resolvePath(start, output);
  const manifest = parseJson(fileText(world, `${folder}/manifest.json`) ?? '');
  const artifacts = Object.entries(objectAt(manifest, 'artifacts')).filter(
    ([, artifact]) => textAt(artifact, 'type') === 'aws:cloudformation:stack',
  );
  const wanted = named === '' ? [] : named.split(',');
  return artifacts
    .filter(([id, artifact]) => {
      const names = [
        id,
        textAt(artifact, 'displayName'),
        textAt(objectAt(artifact, 'properties'), 'stackName'),
      ];
      return wanted.length === 0 || wanted.some((one) => names.includes(one));
    })
    .flatMap(([id, artifact]) => {
      const file = textAt(objectAt(artifact, 'properties'), 'templateFile') || `${id}.template.json`;
      return templateAt(resolvePath(folder, file), true, world);
    });
}

function stackTemplates(
  start: string,
  named: string,
  file: string | undefined,
  world: World,
): readonly Template[] {
  if (file !== undefined) return templateAt(resolvePath(start, file), true, world);
  const config = fileText(world, resolvePath(start, 'samconfig.toml')) ?? '';
  const names = config.split('\n').map((line) => /^\s*stack_name\s*=\s*"([^"]*)"/.exec(line)?.[1]);
  const isSam = named === '' || names.includes(named);
  const own = [`cdk.out/${named}.template.json`, `${named}.yaml`, `${named}.yml`, `${named}.json`];
  const usual = ['template.yaml', 'template.yml', 'template.json'];
  for (const folder of ['', 'cloudformation/', 'cfn/', 'infra/', 'stacks/', 'deploy/'])
    for (const name of [...(named === '' ? [] : own), ...usual]) {
      const isNamed = own.includes(name) || (isSam && config !== '');
      const [found] = templateAt(resolvePath(start, `${folder}${name}`), isNamed, world);
      if (found !== undefined) return [found];
    }
  return [];
}

function templateAt(path: string, isNamed: boolean, world: World): readonly Template[] {
  const text = fileText(world, path);
  const resources = text === undefined ? undefined : readTemplate(text);
  return resources === undefined ? [] : [{ path, resources, isNamed }];
}
