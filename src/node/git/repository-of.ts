import { currentBranch, gitFoldersAt, idOf } from '../../core/change/git/references.js';
import type { Repository } from '../../core/countersign/request-statement.js';
import type { World } from '../../core/shared/world.js';

/** Where a directory stands in git, from the files of git alone; null outside of it. */
export function gitRepositoryOf(world: World): Repository | null {
  const repository = gitFoldersAt(world.cwd, world);
  if (repository === undefined) return null;
  return {
    remote: remoteOf(repository.common, world),
    commit: idOf(repository, 'HEAD') ?? '',
    branch: currentBranch(repository) ?? '',
  };
}

/** The address without what opens it. */
function remoteOf(folder: string, world: World): string {
  const config = world.files.read(`${folder}/config`);
  const sections = config.ok
    ? config.text.split('[').filter((one) => one.startsWith('remote "origin"]'))
    : [];
  const lines = sections.flatMap((section) => section.split('\n').slice(1));
  const url = lines.map((line) => /^\s*url\s*=\s*(\S+)/.exec(line)?.[1]).find((found) => found !== undefined);
  const bare = (url ?? '').replace(/^(https?:\/\/)[^/@]*@/, '$1');
  return bare.replace(/^(\w+:\/\/[^/@:]*):[^/@]*@/, '$1@');
}
