import { optionValue } from '../../command/arguments.js';
import { field, textField } from '../fields.js';
import { directoryOf, fileText, findUp, pathIn } from '../files.js';
import { repositoryOf } from '../git.js';
import { hostOfUrl } from '../host.js';
import { isLoopback } from '../loopback.js';
import { iniAt, jsonAt, parsedFile } from '../memo.js';
import { type ToolInvocation, variable } from '../whereabouts.js';
import { readYaml } from '../yaml.js';
import { type FileAt, type PlaceReader, yaml } from './readers.js';
import type { PlaceWord } from './source.js';

/** Files whose meaning depends on the call: on the branch, the directory, or a word of the command. */

const yamlAt = parsedFile(readYaml);

/** Elastic Beanstalk keeps an environment for each branch, and `default` for the others. */
export const branchEnvironment: PlaceReader = ({ path, setting }) => {
  const document = yamlAt(setting.world, path);
  const { branch } = repositoryOf(setting);
  const named = (name: string | undefined) =>
    name === undefined ? undefined : textField(document, 'branch-defaults', name, 'environment');
  const chosen = texts(
    named(branch) ?? named('default'),
    textField(document, 'global', 'default_environment'),
  );
  return chosen.length > 0 ? chosen : yaml('branch-defaults.*.environment')({ path, setting });
};

/** What `use` and `link` chose for this directory or one above it, kept in the home. */
export const chosenProject: PlaceReader = ({ path, setting }) => {
  const document = jsonAt(setting.world, path);
  let at = directoryOf(setting);
  for (let level = 0; level < 32; level += 1) {
    const project = textField(document, 'activeProjects', at);
    const linked = field(document, 'projects', at);
    const found = texts(
      project,
      textField(linked, 'environmentName'),
      textField(linked, 'name'),
      textField(linked, 'environment'),
    );
    if (found.length > 0) return found;
    const parent = at.slice(0, Math.max(1, at.lastIndexOf('/')));
    if (parent === at) return [];
    at = parent;
  }
  return [];
};

/** The app of the git remote that `-r` names, or of `heroku`, or of the only one that leads there. */
export const herokuRemote: PlaceReader = ({ setting }) => {
  const { config } = repositoryOf(setting);
  const wanted =
    setting.args.options.get('-r')?.at(-1)?.text ?? setting.args.options.get('--remote')?.at(-1)?.text;
  const apps = [...config].flatMap(([section, values]) => {
    const remote = /^remote "(.+)"$/.exec(section)?.[1];
    const app = /heroku\.com[/:]([\w-]+?)(?:\.git)?$/.exec(values.get('url') ?? '')?.[1];
    return remote === undefined || app === undefined ? [] : [{ remote, app }];
  });
  const named = apps.filter(({ remote }) => remote === (wanted ?? 'heroku'));
  return (named.length > 0 ? named : apps).map(({ app }) => app);
};

/** What an alias of the command's words stands for: a host of ssh, a store of mc or rclone. */
export const aliasOf: PlaceReader = (at) => {
  const words = at.setting.args.operands.slice(0, 8).map(({ text }) => text.replace(/^[^@/]*@/, ''));
  const names = new Set(
    words.flatMap((word) => [word, word.split(/[:/]/, 1)[0] ?? '']).filter((name) => name !== ''),
  );
  if (at.path.endsWith('/config')) return hostNames(at, names);
  if (at.path.endsWith('.conf')) return [...names].flatMap((name) => texts(...remoteOf(at, name)));
  const document = jsonAt(at.setting.world, at.path);
  const stores = [...names].flatMap((name) => texts(textField(document, 'aliases', name, 'url')));
  // Between two stores the one that is not of this machine is the place.
  const beyond = stores.filter((url) => !isLoopback(hostOfUrl(url)));
  return beyond.length > 0 ? beyond : stores;
};

function remoteOf({ path, setting }: FileAt, name: string): readonly (string | undefined)[] {
  const section = iniAt(setting.world, path).get(name);
  return ['endpoint', 'remote', 'host', 'profile', 'account'].map((key) => section?.get(key));
}

/** `Host a b` and the `HostName`, `User` and jumps below it. */
function hostNames({ path, setting }: FileAt, names: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  let applies = false;
  for (const line of (fileText(setting.world, path) ?? '').split('\n')) {
    const [key = '', ...values] = line.trim().split(/[\s=]+/, 12);
    if (/^(?:host|match)$/i.test(key)) applies = values.some((value) => names.has(value));
    else if (applies && /^(?:hostname|proxyjump|user)$/i.test(key)) found.push(...values.slice(0, 1));
  }
  return found.slice(0, 64);
}

/** The output that `--target` or the profile's own `target` chooses, its host and its database. */
export const profileOfDbt: PlaceReader = (at) => {
  const { world } = at.setting;
  const project = yamlAt(world, pathIn(directoryOf(at.setting), 'dbt_project.yml', world));
  const document = yamlAt(world, at.path);
  const profile = field(document, textField(project, 'profile') ?? 'default');
  const target = textField(profile, 'target') ?? 'default';
  const output = field(profile, 'outputs', target);
  return texts(
    target,
    textField(output, 'host'),
    textField(output, 'account'),
    textField(output, 'project'),
    textField(output, 'dbname'),
  );
};

/** The stack and the profile of the section that `--config-env` chooses. */
export const samSection: PlaceReader = ({ path, setting }) => {
  const chosen = setting.args.options.get('--config-env')?.at(-1)?.text ?? 'default';
  return [...iniAt(setting.world, path)].flatMap(([section, values]) =>
    section.startsWith(`${chosen}.`) || section === chosen
      ? texts(values.get('stack_name'), values.get('profile'), values.get('s3_prefix'))
      : [],
  );
};

/** Names of groups and hosts; an inventory of the network's machines is what it names. */
export const ansibleInventory: PlaceReader = (at) => {
  if (/\.ya?ml$/.test(at.path)) return yaml('all.children.*', '*.hosts.*')(at);
  return [...iniAt(at.setting.world, at.path).keys()].filter((section) => section !== '').slice(0, 64);
};

/** The namespaces that manifests name for themselves, and the folder in which they stand. */
export function manifests(setting: ToolInvocation): readonly PlaceWord[] {
  const { args, world } = setting;
  const files = ['-f', '--filename', '-k', '--kustomize']
    .flatMap((name) => args.options.get(name) ?? [])
    .slice(0, 8);
  return files.flatMap(({ text, opaque }): readonly PlaceWord[] => {
    if (opaque.length > 0 || text === '-' || text.includes('://')) return [];
    const path = pathIn(directoryOf(setting), text, world);
    const place = world.files.kind(path) === 'directory' ? `${path}/kustomization.yaml` : path;
    const found = [
      ...(fileText(world, place) ?? '').matchAll(/^[ \t]{0,8}namespace:[ \t]{0,8}["']?([\w.-]+)/gm),
    ];
    const namespaces = [...new Set(found.map((one) => one[1] ?? ''))].slice(0, 64);
    const folder = path
      .slice(0, path.lastIndexOf('/'))
      .replace(world.home, '~')
      .split('/')
      .slice(-2)
      .join('/');
    return [
      ...namespaces.map((value) => ({ source: text, value, opaque: false })),
      ...(folder === '' ? [] : [{ source: 'folder', value: folder, opaque: false }]),
    ];
  });
}

/** The settings module: the option, the variable, else what `manage.py` sets where nothing is set. */
export function djangoModule(setting: ToolInvocation): readonly PlaceWord[] {
  const given = optionValue(setting.args, '--settings');
  if (given !== undefined)
    return [{ source: '--settings', value: given.text, opaque: given.opaque.length > 0 }];
  const name = 'DJANGO_SETTINGS_MODULE';
  const set = variable(setting, name);
  if (set !== undefined) return [{ source: name, value: set.text, opaque: set.opaque.length > 0 }];
  const script = findUp(setting.world, directoryOf(setting), 'manage.py');
  const text = script === undefined ? '' : (fileText(setting.world, script) ?? '');
  const usual = /DJANGO_SETTINGS_MODULE["'],\s?["']([\w.]+)/.exec(text)?.[1];
  return usual === undefined ? [] : [{ source: 'manage.py', value: usual, opaque: false }];
}

/** Hosts and files of the settings that `manage.py` names: `shop.settings` is `shop/settings.py`, or a folder of that name. */
export const djangoSettings: PlaceReader = ({ path, setting }) => {
  const { world } = setting;
  const module = (djangoModule(setting)[0]?.value ?? '').replaceAll('.', '/');
  if (module === '') return [];
  const folder = path.slice(0, path.lastIndexOf('/'));
  const text = [`${module}.py`, `${module}/__init__.py`, `${module}/base.py`]
    .map((name) => fileText(world, `${folder}/${name}`))
    .find((one) => one !== undefined);
  if (text === undefined) return [];
  const hosts = [...text.matchAll(/["']HOST["']\s*:\s*["']([^"'\n]+)/g)].slice(0, 16).map((one) => one[1]);
  if (hosts.length > 0) return texts(...hosts);
  // Without a host, only an engine that keeps a file says where it is.
  const engines = [...text.matchAll(/["']ENGINE["']\s*:\s*["']([\w.]+)/g)].slice(0, 16).map((one) => one[1]);
  return engines.every((one) => one?.endsWith('.sqlite3') === true) ? texts(engines[0]) : [];
};

/** Where the stage's section leads; one for developing or testing without a host is a server's socket of this machine, or a file. */
export const railsDatabase: PlaceReader = (at) => {
  const stage =
    ['RAILS_ENV', 'RACK_ENV'].flatMap((name) => variable(at.setting, name)?.text ?? [])[0] ?? 'development';
  const named = yaml(`${stage}.url`, `${stage}.host`)(at);
  if (named.length > 0) return named.slice(0, 1);
  const [database] = yaml(`${stage}.database`)(at);
  if (database === undefined) return [];
  if (/\.(?:db|sqlite3?)$/.test(database)) return [database];
  return /^(?:development|test)$/.test(stage) ? ['localhost'] : [];
};

function texts(...all: readonly (string | undefined)[]): readonly string[] {
  return all.flatMap((one) => (one === undefined || one === '' ? [] : [one]));
}
