import type { World } from '../shared/world.js';
import { listField, textField } from './fields.js';
import { namesIn, pathIn } from './files.js';
import { iniAt, jsonAt, parsedFile } from './memo.js';
import { isPlaceName, placeProbe } from './place-probe.js';
import { readYaml } from './yaml.js';

const yamlAt = parsedFile(readYaml);

/** Of each system; a longer list is no help to anybody. */
const mostNames = 24;

/** Harmless commands that go to each place that this user's own configuration names: contexts, profiles, projects, databases. */
export function probesByName(world: World): readonly string[] {
  return namesHere(world).flatMap(([system, names]) =>
    [...new Set(names)].slice(0, mostNames).flatMap((name) => placeProbe(system, name) ?? []),
  );
}

type Named = readonly [system: string, names: readonly string[]];

function namesHere(world: World): readonly Named[] {
  const at = (path: string): string => pathIn(world.home, path, world);
  const configurations = at('~/.config/gcloud/configurations');
  const contexts = at('~/.docker/contexts/meta');
  return [
    ['kubernetes', kubeconfigs(world).flatMap((path) => each(yamlAt(world, path), 'contexts', 'name'))],
    ['aws', profiles(world)],
    [
      'gcp',
      namesIn(world, configurations).flatMap(
        (name) => iniAt(world, `${configurations}/${name}`).get('core')?.get('project') ?? [],
      ),
    ],
    ['azure', subscriptions(jsonAt(world, at('~/.azure/azureProfile.json')))],
    [
      'docker',
      namesIn(world, contexts).flatMap(
        (id) => textField(jsonAt(world, `${contexts}/${id}/meta.json`), 'Name') ?? [],
      ),
    ],
    [
      'postgres',
      [...iniAt(world, at('~/.pg_service.conf')).values()].flatMap((service) => service.get('host') ?? []),
    ],
  ];
}

function each(document: unknown, list: string, key: string): readonly string[] {
  return listField(document, list).flatMap((one) => textField(one, key) ?? []);
}

function kubeconfigs(world: World): readonly string[] {
  const separator = world.platform === 'win32' ? ';' : ':';
  return (world.env['KUBECONFIG'] ?? '~/.kube/config')
    .split(separator)
    .filter((path) => path !== '')
    .slice(0, mostNames)
    .map((path) => pathIn(world.cwd, path, world));
}

function profiles(world: World): readonly string[] {
  const file = (variable: string, path: string): string =>
    pathIn(world.cwd, world.env[variable] ?? path, world);
  const sections = iniAt(world, file('AWS_CONFIG_FILE', '~/.aws/config')).keys();
  const keyed = iniAt(world, file('AWS_SHARED_CREDENTIALS_FILE', '~/.aws/credentials')).keys();
  const named = [...sections].flatMap((section) => /^profile (.+)$/.exec(section)?.[1] ?? []);
  return [...named, ...keyed].filter((name) => name !== 'default' && name !== '');
}

/** By their names, or by their ids where a name could be no word of a command. */
function subscriptions(document: unknown): readonly string[] {
  return listField(document, 'subscriptions').flatMap((one) => {
    const name = textField(one, 'name');
    return (name !== undefined && isPlaceName(name) ? name : textField(one, 'id')) ?? [];
  });
}
