import type { World } from '../../../shared/world.js';
import { findUp } from '../../../target/files.js';
import type { Effect } from '../../../tool/effect.js';
import type { ChangeItem } from '../../change.js';
import { idOf } from '../../git/references.js';
import { repositoryAt } from '../../git/repository.js';
import { Worktree } from '../../git/worktree.js';
import type { Preview } from '../../preview.js';

type Consequence = Extract<ChangeItem, { kind: 'object' }>['consequence'];

/** Whether git could bring a file back; undefined where that is not certain. */
export type FateOf = (path: string) => Consequence;

/** By the repository that the path lies in: its index and its last commit. Outside of any, nothing brings it back. */
export function fatesFor(effect: Effect, path: string, world: World): FateOf {
  if (effect.traits.includes('recoverable')) return () => 'recoverable';
  if (findUp(world, path, '.git') === undefined) return () => 'untracked';
  const repository = repositoryAt(path, world);
  const tree = repository && Worktree.of(repository);
  if (tree === undefined) return () => undefined;
  return (one) => {
    if (one !== tree.root && !one.startsWith(`${tree.root}/`)) return undefined;
    const below = one.slice(tree.root.length + 1);
    if (below === '.git' || below.startsWith('.git/')) return 'untracked';
    switch (tree.fateOf(below)) {
      case 'committed':
        return 'committed';
      case 'modified':
      case 'staged':
        return 'uncommitted';
      case 'untracked':
        return 'untracked';
      case 'unknown':
        return undefined;
    }
  };
}

/** True where nothing is certain to bring the file back. */
export function isUnkept(fate: ReturnType<FateOf>): boolean {
  return fate !== 'committed' && fate !== 'recoverable';
}

/** The commit that has those of the items that are committed. */
export function keptBy(items: readonly ChangeItem[], path: string, world: World): Pick<Preview, 'undo'> {
  if (!items.some(({ consequence }) => consequence === 'committed')) return {};
  const repository = repositoryAt(path, world);
  const head = repository && idOf(repository, 'HEAD');
  return head === undefined ? {} : { undo: [{ way: 'commit', name: head.slice(0, 9) }] };
}
