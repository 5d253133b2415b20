import { optionValue } from '../command/arguments.js';
import type { World } from '../shared/world.js';
import { environmentOfBranch } from './environment.js';
import { directoryOf, fileText, findUp, pathIn } from './files.js';
import { type Ini, readIni } from './ini.js';
import { parsedFile } from './memo.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** A repository as its files tell it. */
export interface GitRepository {
  /** The folder that holds the working tree. */
  readonly directory: string;
  /** Undefined when the head is detached or there is no repository. */
  readonly branch: string | undefined;
  readonly config: Ini;
}

const configAt = parsedFile(readIni);

const noConfig: Ini = new Map();

/** The repository in which git would work: `-C`, `--git-dir`, GIT_DIR, then upwards from the working directory. */
export function repositoryOf(setting: ToolInvocation): GitRepository {
  const { world } = setting;
  const start = (setting.args.options.get('-C') ?? []).reduce(
    (directory, value) => pathIn(directory, value.text, world),
    directoryOf(setting),
  );
  const named = optionValue(setting.args, '--git-dir') ?? variable(setting, 'GIT_DIR');
  const found = named === undefined ? findUp(world, start, '.git') : pathIn(start, named.text, world);
  if (found === undefined) return { directory: start, branch: undefined, config: noConfig };
  const folder = folderOf(found, world);
  const head = fileText(world, `${folder}/HEAD`)?.trim() ?? '';
  return {
    directory: found.endsWith('/.git') ? found.slice(0, -'/.git'.length) || '/' : start,
    branch: /^ref: refs\/heads\/(.+)$/.exec(head)?.[1],
    config: overlaid(
      configAt(world, `${world.home}/.gitconfig`) ?? noConfig,
      configAt(world, `${folder}/config`) ?? configAt(world, `${folder}/../../config`) ?? noConfig,
      setConfig(setting),
    ),
  };
}

/** `-c section.name.key=value`, and what the variables for it say. */
export function setConfig(setting: ToolInvocation): readonly (readonly [key: string, value: string])[] {
  const given = (setting.args.options.get('-c') ?? []).map(({ text }): readonly [string, string] => {
    const at = text.indexOf('=');
    return at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)];
  });
  const count = Math.min(20, Number(variable(setting, 'GIT_CONFIG_COUNT')?.text ?? 0) || 0);
  const set = Array.from({ length: count }, (_, at): readonly [string, string] => [
    variable(setting, `GIT_CONFIG_KEY_${at}`)?.text ?? '',
    variable(setting, `GIT_CONFIG_VALUE_${at}`)?.text ?? '',
  ]);
  return [...set, ...given];
}

/** The later word stands: the user's, the repository's, the command's. */
function overlaid(user: Ini, own: Ini, given: readonly (readonly [string, string])[]): Ini {
  if (user.size === 0 && given.length === 0) return own;
  const sections = new Map<string, Map<string, string>>();
  const put = (section: string, key: string, value: string): void => {
    const keys = sections.get(section) ?? new Map<string, string>();
    sections.set(section, keys.set(key, value));
  };
  for (const layer of [user, own])
    for (const [section, keys] of layer) for (const [key, value] of keys) put(section, key, value);
  for (const [name, value] of given) {
    const [, section = '', middle, key = ''] = /^([^.]+)(?:\.(.+))?\.([^.]+)$/.exec(name) ?? [];
    if (key !== '') put(middle === undefined ? section : `${section} "${middle}"`, key.toLowerCase(), value);
  }
  return sections;
}

/** A worktree and a submodule keep a file that points to the real folder. */
function folderOf(path: string, world: World): string {
  if (world.files.kind(path) !== 'file') return path;
  const pointed = /^gitdir:\s*(.+)$/m.exec(fileText(world, path) ?? '')?.[1];
  return pointed === undefined
    ? path
    : pathIn(path.slice(0, path.lastIndexOf('/')) || '/', pointed.trim(), world);
}

/** The repository on this machine, for everything that does not leave it. */
export function gitTarget(setting: ToolInvocation): Whereabouts {
  const repository = repositoryOf(setting);
  const name = lastPart(repository.directory);
  return {
    system: 'git',
    name,
    ...(repository.branch === undefined ? {} : { scope: repository.branch }),
    clues: [],
    local: { source: 'repository', value: repository.directory },
  };
}

/**
 * Another repository, by the name or the address that was given. `branches` are those that would change there;
 * `protectedToo` makes main and its like count as production.
 */
export function remoteTarget(
  setting: ToolInvocation,
  given: string | undefined,
  branches: readonly string[],
  protectedToo: boolean,
): Whereabouts {
  const { config } = repositoryOf(setting);
  const remote = given ?? 'origin';
  const url = urlOf(remote, config);
  const marked = branches.find((branch) => {
    const reading = environmentOfBranch(branch);
    return reading?.environment === 'production' && (protectedToo || !isTrunk(branch));
  });
  return {
    system: 'git',
    name: remote,
    ...(url === undefined ? {} : { account: url }),
    ...(branches.length === 0 ? {} : { scope: branches.join(', ') }),
    clues: [...clue('selector', 'remote', given), ...clue('selector', 'remote url', url)],
    ...(marked === undefined ? {} : { production: { source: 'branch', value: marked } }),
  };
}

function isTrunk(branch: string): boolean {
  return /^(?:refs\/heads\/)?(?:main|master|trunk)$/.test(branch);
}

/** `git@github.com:acme/app.git` -> `github.com/acme/app`; credentials in an address are left out. */
function urlOf(remote: string, config: Ini): string | undefined {
  const text = config.get(`remote "${remote}"`)?.get('url') ?? (/[:/]/.test(remote) ? remote : undefined);
  return text
    ?.replace(/^[a-z+]+:\/\/(?:[^/@]*@)?/i, '')
    .replace(/^[^/@:]+@([^:/]+):/, '$1/')
    .replace(/\.git\/?$/, '');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}
