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
    config: configAt(world, `${folder}/config`) ?? configAt(world, `${folder}/../../config`) ?? noConfig,
  };
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
