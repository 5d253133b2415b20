import { resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import { fileText, findUp } from '../target/files.js';

/** Where a repository keeps its references; undefined outside one. */
export function gitFolder(start: string, world: World): string | undefined {
  const found = findUp(world, start, '.git');
  if (found === undefined || world.files.kind(found) === 'directory') return found;
  // A worktree has a file here that names its folder; the references lie in the folder above `worktrees`.
  const named = /^gitdir: (.+)$/m.exec(fileText(world, found) ?? '')?.[1];
  if (named === undefined) return undefined;
  return resolvePath(found.slice(0, found.lastIndexOf('/')), named).replace(/\/worktrees\/[^/]+$/, '');
}

/** The branch that is checked out; undefined when HEAD is detached or unknown. */
export function currentBranch(folder: string, world: World): string | undefined {
  return /^ref: refs\/heads\/(\S+)/.exec(fileText(world, `${folder}/HEAD`) ?? '')?.[1];
}

/** The commit that a reference points to as of the last fetch, shortened to 9 digits. */
export function commitOf(folder: string, reference: string, world: World): string | undefined {
  if (!/^refs\/[\w./@+-]+$/.test(reference) || reference.includes('..')) return undefined;
  const loose = fileText(world, `${folder}/${reference}`)?.trim();
  const packed = fileText(world, `${folder}/packed-refs`)
    ?.split('\n')
    .find((line) => line.endsWith(` ${reference}`));
  const hash = /^[0-9a-f]{40,64}/.exec(loose ?? packed ?? '')?.[0];
  return hash?.slice(0, 9);
}
