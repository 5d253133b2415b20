import type { World } from '../../../shared/world.js';
import { reflogOf, refsBelow, repositoryAt } from '../../git/repository.js';
import { shownPath } from '../../nearby.js';
import type { ObjectItem, Preview } from '../../preview.js';
import { lostRows } from '../git/lost.js';

/** A repository that goes with its folder: the commits that no remote had at the last fetch, and the stashes. */
export function historyIn(folder: string, world: World): Preview | undefined {
  const own = folder.endsWith('/.git') ? folder.slice(0, -'/.git'.length) : folder;
  if (world.files.kind(`${own}/.git`) !== 'directory') return undefined;
  const repository = repositoryAt(own, world);
  if (repository === undefined || repository.root !== own) return undefined;
  const heads = [
    ...refsBelow(repository, 'refs/heads/').values(),
    ...refsBelow(repository, 'refs/tags/').values(),
  ];
  const remotes = [...refsBelow(repository, 'refs/remotes/').values()];
  const lost = lostRows(repository, heads, remotes, shownPath(`${own}/.git`, world));
  const whole: ObjectItem = {
    kind: 'object',
    sign: 'deleted',
    noun: 'history',
    name: shownPath(`${own}/.git`, world),
    consequence: 'data-lost',
  };
  const stashes = reflogOf(repository, 'refs/stash').map(
    ({ message }, at, all): ObjectItem => ({
      kind: 'object',
      sign: 'deleted',
      noun: 'stash',
      name: `stash@{${all.length - 1 - at}}`,
      consequence: 'data-lost',
      about: [{ is: 'subject', text: message }],
    }),
  );
  const items = lost.items.map((item) =>
    item.kind === 'object' ? { ...item, consequence: 'data-lost' as const } : item,
  );
  return { ...lost, items: [whole, ...items, ...stashes.reverse()] };
}
