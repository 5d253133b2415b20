import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { fileText, findUp } from '../../target/files.js';

/** Where a repository lies. */
export interface GitFolders {
  /** Of this worktree: `HEAD`, `index`. */
  readonly own: string;
  /** Of all its worktrees: `refs`, `objects`, `config`. */
  readonly common: string;
  /** The worktree's root; undefined in a bare repository. */
  readonly root: string | undefined;
  readonly world: World;
}

export function gitFoldersAt(start: string, world: World): GitFolders | undefined {
  const found = findUp(world, start, '.git');
  if (found === undefined) return undefined;
  const root = found.slice(0, -'/.git'.length) || '/';
  if (world.files.kind(found) === 'directory') return { own: found, common: found, root, world };
  const named = /^gitdir: (.+)$/m.exec(fileText(world, found) ?? '')?.[1];
  if (named === undefined) return undefined;
  const own = resolvePath(root, named.trim());
  const common = fileText(world, `${own}/commondir`)?.trim();
  const shared = common === undefined ? own.replace(/\/worktrees\/[^/]+$/, '') : resolvePath(own, common);
  return { own, common: shared, root, world };
}

/** The branch that is checked out; undefined when HEAD is detached or unknown. */
export function currentBranch({ own, world }: GitFolders): string | undefined {
  return /^ref: refs\/heads\/(\S+)/.exec(fileText(world, `${own}/HEAD`) ?? '')?.[1];
}

/** The id of a full name (`HEAD`, `refs/heads/main`) as it stands on this disk. */
export function idOf(repository: GitFolders, name: string, depth = 0): string | undefined {
  if (!/^(?:refs\/[\w./@+#-]+|[A-Z_]+)$/.test(name) || name.includes('..') || depth > 5) return undefined;
  const { own, common, world } = repository;
  const folder = name.startsWith('refs/') ? common : own;
  const loose = fileText(world, `${folder}/${name}`)?.trim();
  const link = /^ref: (\S+)$/.exec(loose ?? '')?.[1];
  if (link !== undefined) return idOf(repository, link, depth + 1);
  return hexIn(loose) ?? packedRefs(repository).get(name);
}

export function packedRefs({ common, world }: GitFolders): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  for (const line of (fileText(world, `${common}/packed-refs`) ?? '').split('\n')) {
    const [, id, name] = /^([0-9a-f]{40,64}) (refs\/\S+)$/.exec(line) ?? [];
    if (id !== undefined && name !== undefined) refs.set(name, id);
  }
  return refs;
}

export function hexIn(text: string | undefined): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.exec(text ?? '')?.[0];
}
