import { optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { fileText, findUp } from '../../target/files.js';
import { readYaml } from '../../target/yaml.js';
import type { Effect } from '../../tool/effect.js';
import { shownPath, startOf } from '../nearby.js';
import type { ObjectItem, Preview } from '../preview.js';

const grammar = optionGrammar({
  valued: '-f --file -p --project-name --project-directory --profile --env-file -t --timeout --scale --rmi',
  flags: '-v --volumes --remove-orphans -d --detach --force-recreate --build -s --stop -a --all',
});

const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

interface Project {
  readonly name: string;
  readonly services: JsonObject;
  readonly volumes: JsonObject;
  readonly files: readonly string[];
}

/** Containers and volumes of a compose project, by its file; and volumes that Docker is told to remove by name. */
export function previewCompose(effect: Effect, world: World): Preview | undefined {
  const program = effect.argv[0]?.replace(/^.*\//, '') ?? '';
  if (!/^(?:docker|podman|docker-compose|podman-compose)$/.test(program) || effect.elsewhere)
    return undefined;
  const words = /-compose$/.test(program) ? ['compose', ...effect.argv.slice(1)] : effect.argv.slice(1);
  if (words[0] === 'volume' && (words[1] === 'rm' || words[1] === 'remove'))
    return volumesGone(words.slice(2), effect, world);
  if (words[0] !== 'compose') return undefined;
  const args = readArguments(
    words.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const [command = '', ...services] = args.operands.map(({ text }) => text);
  const given = [...(args.options.get('-f') ?? []), ...(args.options.get('--file') ?? [])].map(
    ({ text }) => text,
  );
  const named = args.options.get('-p')?.at(-1)?.text ?? args.options.get('--project-name')?.at(-1)?.text;
  const project = projectAt(startOf(effect, world), given, named, world);
  if (project === undefined) return undefined;
  const withVolumes = args.options.has('-v') || args.options.has('--volumes');
  if (command === 'down' || command === 'rm') return downPreview(project, services, withVolumes, world);
  if (command === 'stop' || command === 'kill')
    return { items: containers(project, services, 'stopped'), sources: shown(project, world) };
  return undefined;
}

/** Which containers run now only the engine knows; what the project is made of the file says. */
function downPreview(
  project: Project,
  services: readonly string[],
  withVolumes: boolean,
  world: World,
): Preview {
  const volumes =
    withVolumes && services.length === 0 ? volumeRows(project, Object.keys(project.volumes)) : [];
  return {
    items: [...containers(project, services, 'deleted'), ...volumes],
    sources: shown(project, world),
    unknown: [{ what: 'not-looked-up', of: `project ${project.name}` }],
  };
}

function containers(
  project: Project,
  services: readonly string[],
  sign: 'deleted' | 'stopped',
): readonly ObjectItem[] {
  return Object.entries(project.services)
    .filter(([service]) => services.length === 0 || services.includes(service))
    .map(([service, body]): ObjectItem => {
      const image = textAt(body, 'image');
      return {
        kind: 'object',
        sign,
        noun: 'container',
        name: `${project.name}-${service}`,
        ...(image === '' ? {} : { about: [{ is: 'image', text: image }] }),
      };
    });
}

function volumeRows(project: Project, keys: readonly string[]): readonly ObjectItem[] {
  return keys.flatMap((key): readonly ObjectItem[] => {
    const body = project.volumes[key];
    if (textAt(body, 'external') === 'true' || isJsonObject(objectAt(body, 'external')['name'])) return [];
    const mounts = mountsOf(project, key);
    return [
      {
        kind: 'object',
        sign: 'deleted',
        noun: 'volume',
        name: textAt(body, 'name') || `${project.name}_${key}`,
        consequence: 'data-lost',
        ...(mounts.length === 0 ? {} : { about: [{ is: 'mounted', text: mounts.join(', ') }] }),
      },
    ];
  });
}

/** `db at /var/lib/postgresql/data`. */
function mountsOf({ services }: Project, key: string): readonly string[] {
  return Object.entries(services).flatMap(([service, body]) =>
    listAt(body, 'volumes').flatMap((mount) => {
      const [source, place] =
        typeof mount === 'string' ? mount.split(':') : [textAt(mount, 'source'), textAt(mount, 'target')];
      return source === key && place !== undefined ? [`${service}:${place}`] : [];
    }),
  );
}

function volumesGone(words: readonly string[], effect: Effect, world: World): Preview | undefined {
  const wanted = words.filter((word) => !word.startsWith('-'));
  const project = projectAt(startOf(effect, world), [], undefined, world);
  const known =
    project === undefined
      ? []
      : volumeRows(project, Object.keys(project.volumes)).filter(({ name }) => wanted.includes(name));
  if (project === undefined || known.length === 0) return undefined;
  const others = wanted.filter((name) => !known.some((one) => one.name === name));
  const rows = others.map(
    (name): ObjectItem => ({
      kind: 'object',
      sign: 'deleted',
      noun: 'volume',
      name,
      consequence: 'data-lost',
    }),
  );
  return {
    items: [...known, ...rows],
    sources: shown(project, world),
    ...(others.length === 0
      ? {}
      : { unknown: others.map((name) => ({ what: 'contents', of: `volume ${name}` }) as const) }),
  };
}

function projectAt(
  start: string,
  given: readonly string[],
  named: string | undefined,
  world: World,
): Project | undefined {
  const found = given.length > 0 ? given.map((file) => resolvePath(start, file)) : [usualFile(start, world)];
  const files = found.filter((path) => path !== undefined);
  const values = files.map((path) => readYaml(fileText(world, path) ?? '')).filter(isJsonObject);
  const [first] = files;
  if (first === undefined || values.length === 0) return undefined;
  const folder = first.slice(0, first.lastIndexOf('/'));
  const own = values.map((value) => textAt(value, 'name')).findLast((name) => name !== '');
  const usual = folder
    .slice(folder.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '');
  const merged = (part: string): JsonObject =>
    Object.assign({}, ...values.map((value) => objectAt(value, part)));
  return { name: named ?? own ?? usual, services: merged('services'), volumes: merged('volumes'), files };
}

function usualFile(start: string, world: World): string | undefined {
  return names.map((name) => findUp(world, start, name)).find((path) => path !== undefined);
}

function shown({ files }: Project, world: World): readonly string[] {
  return files.map((path) => shownPath(path, world));
}
