import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { fileText, findUp } from '../../target/files.js';
import { GitObjects } from './objects.js';

/** Folders of references are not walked deeper, and no more than so many are looked at. */
const refDepth = 8;
const refLimit = 5_000;

/** A repository as it lies on the disk: references, objects, the index. Read with no program, so that nothing of it runs. */
export interface LocalRepository {
  /** Of this worktree: `HEAD`, `index`. */
  readonly own: string;
  /** Of all its worktrees: `refs`, `objects`, `config`. */
  readonly common: string;
  /** The worktree's root; undefined in a bare repository. */
  readonly root: string | undefined;
  readonly world: World;
  /** Undefined where bytes cannot be read, and in a repository whose objects are named otherwise than by SHA-1. */
  readonly objects: GitObjects | undefined;
}

export function repositoryAt(start: string, world: World): LocalRepository | undefined {
  const found = findUp(world, start, '.git');
  if (found === undefined) return undefined;
  const root = found.slice(0, -'/.git'.length) || '/';
  if (world.files.kind(found) === 'directory') return repositoryOf(found, found, root, world);
  const named = /^gitdir: (.+)$/m.exec(fileText(world, found) ?? '')?.[1];
  if (named === undefined) return undefined;
  const own = resolvePath(root, named.trim());
  const common = fileText(world, `${own}/commondir`)?.trim();
  const shared = common === undefined ? own.replace(/\/worktrees\/[^/]+$/, '') : resolvePath(own, common);
  return repositoryOf(own, shared, root, world);
}

function repositoryOf(own: string, common: string, root: string, world: World): LocalRepository {
  const config = fileText(world, `${common}/config`) ?? '';
  const format = config.split('\n').find((line) => /^objectformat\b/i.test(line.trim()));
  const isSha1 = format === undefined || format.split('=')[1]?.trim() === 'sha1';
  const objects = world.raw && isSha1 ? new GitObjects(common, world, world.raw) : undefined;
  return { own, common, root, world, objects };
}

/** The branch that is checked out; undefined when HEAD is detached or unknown. */
export function currentBranch({ own, world }: LocalRepository): string | undefined {
  return /^ref: refs\/heads\/(\S+)/.exec(fileText(world, `${own}/HEAD`) ?? '')?.[1];
}

/** The id of a full name (`HEAD`, `refs/heads/main`) as it stands on this disk. */
export function idOf(repository: LocalRepository, name: string, depth = 0): string | undefined {
  if (!/^(?:refs\/[\w./@+#-]+|[A-Z_]+)$/.test(name) || name.includes('..') || depth > 5) return undefined;
  const { own, common, world } = repository;
  const folder = name.startsWith('refs/') ? common : own;
  const loose = fileText(world, `${folder}/${name}`)?.trim();
  const link = /^ref: (\S+)$/.exec(loose ?? '')?.[1];
  if (link !== undefined) return idOf(repository, link, depth + 1);
  return hexIn(loose) ?? packedRefs(repository).get(name);
}

/** Every reference below a prefix, by its full name: `refs/remotes/origin/`. */
export function refsBelow(repository: LocalRepository, prefix: string): ReadonlyMap<string, string> {
  const found = new Map([...packedRefs(repository)].filter(([name]) => name.startsWith(prefix)));
  for (const name of looseBelow(repository, prefix.replace(/\/$/, ''), 0)) {
    const id = idOf(repository, name);
    if (id !== undefined && found.size < refLimit) found.set(name, id);
  }
  return found;
}

/**
 * The commit that a word of a command means: a branch, a tag, a remote branch, an id or the beginning of one in full length,
 * with `~N` and `^` behind it. `parentOf` gives the first parent. Undefined for what is not understood.
 */
export function revisionOf(
  repository: LocalRepository,
  word: string,
  parentOf: (id: string) => string | undefined,
): string | undefined {
  const cut = word.search(/[~^]/);
  const base = cut < 0 ? word : word.slice(0, cut);
  const steps = cut < 0 ? '' : word.slice(cut);
  if (!/^(?:~\d*|\^)*$/.test(steps)) return undefined;
  const named =
    base === 'HEAD' || base === '@' || base === ''
      ? idOf(repository, 'HEAD')
      : (idOf(repository, `refs/tags/${base}`) ??
        idOf(repository, `refs/heads/${base}`) ??
        idOf(repository, `refs/remotes/${base}`) ??
        idOf(repository, base) ??
        reflogId(repository, base) ??
        hexIn(base));
  let at = named;
  for (const step of steps.match(/~\d*|\^/g) ?? []) {
    const count = step === '^' || step === '~' ? 1 : Math.min(Number(step.slice(1)), 10_000);
    for (let back = 0; back < count && at !== undefined; back += 1) at = parentOf(at);
  }
  return at;
}

/** `HEAD@{2}`, `stash@{0}`: the line of a reflog, counted from its end. */
function reflogId(repository: LocalRepository, word: string): string | undefined {
  const [, name = '', back = ''] = /^([\w./-]+)@\{(\d{1,6})\}$/.exec(word) ?? [];
  if (name === '') return undefined;
  const full = name === 'HEAD' ? 'HEAD' : name === 'stash' ? 'refs/stash' : `refs/heads/${name}`;
  const lines = reflogOf(repository, full);
  return lines[lines.length - 1 - Number(back)]?.id;
}

export interface ReflogLine {
  readonly id: string;
  readonly message: string;
}

/** Oldest first. */
export function reflogOf({ own, common, world }: LocalRepository, name: string): readonly ReflogLine[] {
  const folder = name.startsWith('refs/') ? common : own;
  return (fileText(world, `${folder}/logs/${name}`) ?? '').split('\n').flatMap((line) => {
    const id = /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) /.exec(line)?.[1];
    const tab = line.indexOf('\t');
    return id === undefined ? [] : [{ id, message: tab < 0 ? '' : line.slice(tab + 1) }];
  });
}

function hexIn(text: string | undefined): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.exec(text ?? '')?.[0];
}

function packedRefs({ common, world }: LocalRepository): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  for (const line of (fileText(world, `${common}/packed-refs`) ?? '').split('\n')) {
    const [, id, name] = /^([0-9a-f]{40,64}) (refs\/\S+)$/.exec(line) ?? [];
    if (id !== undefined && name !== undefined) refs.set(name, id);
  }
  return refs;
}

function looseBelow(repository: LocalRepository, folder: string, depth: number): readonly string[] {
  if (depth > refDepth) return [];
  const { common, world } = repository;
  return world.files
    .list(`${common}/${folder}`)
    .slice(0, refLimit)
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      return world.files.kind(`${common}/${path}`) === 'directory'
        ? looseBelow(repository, path, depth + 1)
        : [path];
    });
}
