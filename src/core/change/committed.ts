import { textOf } from '../git/bytes.js';
import type { World } from '../shared/world.js';
import { commitOf } from './git/commits.js';
import { idOf } from './git/references.js';
import { repositoryAt } from './git/repository.js';
import { Trees } from './git/trees.js';

/** A file's text as the last commit has it; undefined outside a repository and where it has none. */
export function committedText(path: string, world: World): string | undefined {
  const repository = repositoryAt(path.slice(0, path.lastIndexOf('/')) || '/', world);
  const { objects, root } = repository ?? {};
  const head = repository && idOf(repository, 'HEAD');
  if (objects === undefined || root === undefined || head === undefined || !path.startsWith(`${root}/`))
    return undefined;
  const tree = commitOf(objects, head)?.tree;
  const id = tree && new Trees(objects).blobAt(tree, path.slice(root.length + 1));
  const bytes = id === undefined || id === 'unread' ? undefined : objects.of(id, 'blob');
  return bytes && textOf(bytes);
}
