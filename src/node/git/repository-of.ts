import { currentBranch, gitFolder } from '../../core/change/git-refs.js';
import type { Repository } from '../../core/countersign/request-statement.js';
import type { World } from '../../core/shared/world.js';

/** Where a directory stands in git, from the files of git alone; null outside of it. */
export function gitRepositoryOf(world: World): Repository | null {
  const folder = gitFolder(world.cwd, world);
  if (folder === undefined) return null;
  const branch = currentBranch(folder, world) ?? '';
  return { remote: remoteOf(folder, world), commit: commitAt(folder, branch, world), branch };
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

function commitAt(folder: string, branch: string, world: World): string {
  const loose = world.files.read(branch === '' ? `${folder}/HEAD` : `${folder}/refs/heads/${branch}`);
  if (loose.ok && /^[0-9a-f]{40,64}$/.test(loose.text.trim())) return loose.text.trim();
  const packed = world.files.read(`${folder}/packed-refs`);
  const line = packed.ok ? packed.text.split('\n').find((one) => one.endsWith(` refs/heads/${branch}`)) : '';
  return /^[0-9a-f]{40,64}/.exec(line ?? '')?.[0] ?? '';
}
