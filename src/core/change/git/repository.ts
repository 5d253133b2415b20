import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import { GitObjects } from './objects.js';
import { type GitFolders, gitFoldersAt, hexIn, idOf, packedRefs } from './references.js';

/** Folders of references are not walked deeper, and no more than so many are looked at. */
const refDepth = 8;
const refLimit = 5_000;

/** A repository as it lies on the disk: references, objects, the index. Read with no program, so that nothing of it runs. */
export interface LocalRepository extends GitFolders {
  /** Undefined where bytes cannot be read, and in a repository whose objects are named otherwise than by SHA-1. */
  readonly objects: GitObjects | undefined;
}

export function repositoryAt(start: string, world: World): LocalRepository | undefined {
  const folders = gitFoldersAt(start, world);
  if (folders === undefined) return undefined;
  const { common } = folders;
  const config = fileText(world, `${common}/config`) ?? '';
  const format = config.split('\n').find((line) => /^objectformat\b/i.test(line.trim()));
  const isSha1 = format === undefined || format.split('=')[1]?.trim() === 'sha1';
  const objects = world.raw && isSha1 ? new GitObjects(common, world, world.raw) : undefined;
  return { ...folders, objects };
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
