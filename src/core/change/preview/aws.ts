import { isJsonObject, objectAt, textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import { readYaml } from '../../target/yaml.js';
import type { Effect } from '../../tool/effect.js';
import type { ItemFact, Undo } from '../change.js';
import { filesNear, shownPath, startOf } from '../nearby.js';
import { nounOfType } from '../nouns.js';
import type { ObjectItem, Preview } from '../preview.js';
import type { StateResource, States } from '../terraform/state.js';
import { nounAndName, previewNamed } from './named.js';

/** Attributes by which a call names a thing. */
const names = [
  'id',
  'identifier',
  'name',
  'bucket',
  'arn',
  'cluster_identifier',
  'function_name',
  'db_instance_identifier',
];

const files = ['terraform.tfstate'];

/** A deletion at AWS: what its own words keep, and what a Terraform state near by says of the thing. */
export function previewAws(effect: Effect, world: World, states: States): Preview | undefined {
  const losing = effect.verb === 'delete' || effect.verb === 'destroy' || effect.verb === 'stop';
  if (effect.target.system !== 'aws' || effect.elsewhere || !losing) return undefined;
  const named = previewNamed(effect);
  const snapshot =
    wordAfter(effect, '--final-db-snapshot-identifier') ?? wordAfter(effect, '--final-snapshot-identifier');
  const found = inState(effect, world, states);
  if (named === undefined || (snapshot === undefined && found.length === 0)) return undefined;
  const undo: readonly Undo[] = snapshot === undefined ? [] : [{ way: 'snapshot', name: snapshot }];
  return {
    items: named.items.map((item) => (item.kind === 'object' ? withState(item, found, snapshot) : item)),
    sources: found.length === 0 ? ['command'] : [...new Set(found.map(({ path }) => path))],
    unknown: named.unknown ?? [],
    ...(undo.length > 0 ? { undo } : {}),
  };
}

interface Found {
  readonly name: string;
  readonly resource: StateResource;
  readonly path: string;
}

function inState(effect: Effect, world: World, states: States): readonly Found[] {
  const wanted = nounAndName(effect)
    .name.split(',')
    .map((name) => name.replace(/^s3:\/\//, '').split('/', 1)[0] ?? '');
  return files
    .flatMap((file) => filesNear(file, startOf(effect, world), world))
    .flatMap((path) =>
      (states(path) ?? [])
        .filter(({ mode }) => mode === 'managed')
        .flatMap((resource) => {
          const name = wanted.find((one) =>
            names.some((attribute) => textAt(resource.attributes, attribute) === one),
          );
          return name === undefined ? [] : [{ name, resource, path: shownPath(path, world) }];
        }),
    );
}

function withState(item: ObjectItem, found: readonly Found[], snapshot: string | undefined): ObjectItem {
  const own = found.find(({ name }) => item.name === name || item.name.includes(name));
  const about = own === undefined ? [] : factsOf(own.resource);
  const { consequence: before, ...rest } = item;
  const consequence = snapshot === undefined ? before : 'recoverable';
  return {
    ...rest,
    ...(consequence === undefined ? {} : { consequence }),
    ...(about.length > 0 ? { about } : {}),
  };
}

/** What an expert asks of a thing before it goes. */
function factsOf({ type, address, attributes }: StateResource): readonly ItemFact[] {
  const told = [
    ['engine', 'engine'],
    ['instance_class', 'class'],
    ['instance_type', 'type'],
    ['allocated_storage', 'storage in GB'],
    ['backup_retention_period', 'days of backups'],
    ['deletion_protection', 'deletion protection'],
    ['delete_automated_backups', 'deletes automated backups'],
    ['multi_az', 'multi AZ'],
  ] as const;
  const words = told.flatMap(([name, label]) => {
    const value = attributes[name];
    if (typeof value === 'boolean') return [`${label} ${value ? 'on' : 'off'}`];
    return typeof value === 'string' || typeof value === 'number' ? [`${label} ${value}`] : [];
  });
  const tags = attributes['tags'];
  const tagged = isJsonObject(tags)
    ? Object.entries(tags)
        .slice(0, 6)
        .map(([key, value]) => `${key}=${String(value)}`)
    : [];
  return [
    { is: 'address', text: address },
    ...(words.length === 0 ? [] : [{ is: 'attributes', text: words.join(', ') } as const]),
    ...(tagged.length === 0 ? [] : [{ is: 'tags', text: tagged.join(', ') } as const]),
    ...(nounOfType(type) === type ? [{ is: 'type', text: type } as const] : []),
  ];
}

function wordAfter({ argv }: Effect, option: string): string | undefined {
  const joined = argv.find((word) => word.startsWith(`${option}=`));
  const at = argv.indexOf(option);
  return joined?.slice(option.length + 1) ?? (at < 0 ? undefined : argv[at + 1]);
}

/** What the EB command line keeps of an environment in its own folder; undefined where it keeps nothing. */
export function savedEnvironment(effect: Effect, world: World): Preview | undefined {
  const config = filesNear('.elasticbeanstalk/config.yml', startOf(effect, world), world)[0];
  if (config === undefined) return undefined;
  const folder = config.slice(0, config.lastIndexOf('/'));
  const saved = world.files.list(`${folder}/saved_configs`).filter((name) => name.endsWith('.cfg.yml'));
  const settings = saved.map((name) => ({
    name,
    value: readYaml(fileText(world, `${folder}/saved_configs/${name}`) ?? ''),
  }));
  const rds = settings.filter(({ value }) => JSON.stringify(value ?? {}).includes('aws:rds:dbinstance'));
  const name = /\//.test(effect.resource) ? nounAndName(effect).name : effect.target.name;
  const application = textAt(objectAt(readYaml(fileText(world, config) ?? ''), 'global'), 'application_name');
  return {
    items: rds.map(
      (one): ObjectItem => ({
        kind: 'object',
        sign: effect.verb === 'replace' ? 'replaced' : 'deleted',
        noun: 'database',
        name: `of ${name}`,
        consequence: 'data-lost',
        about: [{ is: 'in', text: one.name }],
        uncounted: true,
      }),
    ),
    sources: [
      shownPath(config, world),
      ...settings.map((one) => shownPath(`${folder}/saved_configs/${one.name}`, world)),
    ],
    unknown: [
      { what: 'contents', of: `environment ${name}${application === '' ? '' : ` of ${application}`}` },
    ],
  };
}
