import type { Undo } from '../../change.js';
import { commitOf } from '../../git/commits.js';
import { currentBranch, idOf } from '../../git/references.js';
import { reflogOf, refsBelow } from '../../git/repository.js';
import { Trees } from '../../git/trees.js';
import type { ObjectItem, Preview } from '../../preview.js';
import { lostRows, onePreview } from './lost.js';
import { commitIdOf, type GitWords, has } from './words.js';

const stashFiles = 200;

/** Commits that leave the branch when HEAD goes elsewhere, and are on no other one. */
export function dropped(words: GitWords, word: string): Preview | undefined {
  const { repository } = words;
  const head = idOf(repository, 'HEAD');
  const to = commitIdOf(words, word);
  if (head === undefined || to === undefined)
    return { items: [], sources: [], unknown: [{ what: 'history', of: word }] };
  if (head === to) return undefined;
  const branch = currentBranch(repository) ?? 'HEAD';
  const others = refsBelow(repository, 'refs/');
  const kept = [...others].flatMap(([ref, id]) => (ref === `refs/heads/${branch}` ? [] : [id]));
  const lost = lostRows(repository, [head], [to], branch, 'deleted', kept);
  const moved: ObjectItem = {
    kind: 'object',
    sign: 'changed',
    noun: 'branch',
    name: branch,
    about: [
      { is: 'from', text: head.slice(0, 9) },
      { is: 'to', text: to.slice(0, 9) },
    ],
  };
  return {
    ...onePreview(lost, { items: [moved], sources: ['.git'] }),
    ...(lost.items.length > 0 ? { undo: [reflog(head)] } : {}),
  };
}

/** Commits that a rebase or an amendment writes anew under other ids. */
export function rewritten(words: GitWords): Preview | undefined {
  const { repository, command, operands } = words;
  const head = idOf(repository, 'HEAD');
  const branch = currentBranch(repository) ?? 'HEAD';
  if (head === undefined) return undefined;
  const onto = command === 'commit' ? 'HEAD~' : operands[0];
  const base = onto === undefined || has(words, '--root') ? undefined : commitIdOf(words, onto);
  if (base === undefined)
    return { items: [], sources: [], unknown: [{ what: 'history', of: onto ?? branch }] };
  return { ...lostRows(repository, [head], [base], branch, 'replaced'), undo: [reflog(head)] };
}

export function branchesGone(words: GitWords): Preview | undefined {
  const { repository, operands } = words;
  const prefix = has(words, '-r') ? 'refs/remotes/' : 'refs/heads/';
  const names = words.command === 'update-ref' ? operands : operands.map((name) => `${prefix}${name}`);
  const all = refsBelow(repository, 'refs/');
  const head = idOf(repository, 'HEAD');
  return onePreview(
    ...names.slice(0, 20).map((full): Preview | undefined => {
      const id = idOf(repository, full);
      if (id === undefined) return undefined;
      const name = full.replace(/^refs\/(?:heads|remotes|tags)\//, '');
      const kept = [...all].flatMap(([ref, other]) => (names.includes(ref) ? [] : [other]));
      const gone: ObjectItem = {
        kind: 'object',
        sign: 'deleted',
        noun: 'branch',
        name: `${name}@${id.slice(0, 9)}`,
      };
      const lost = lostRows(repository, [id], head === undefined ? kept : [head, ...kept], name);
      return onePreview(
        { items: [gone], sources: ['.git'], undo: [{ way: 'object', name: id.slice(0, 9) }] },
        lost,
      );
    }),
  );
}

export function tagsGone({ repository, operands }: GitWords): Preview {
  return onePreview(
    ...operands.slice(0, 20).map((name): Preview | undefined => {
      const id = idOf(repository, `refs/tags/${name}`);
      if (id === undefined) return undefined;
      const gone: ObjectItem = {
        kind: 'object',
        sign: 'deleted',
        noun: 'tag',
        name: `${name}@${id.slice(0, 9)}`,
      };
      return { items: [gone], sources: ['.git'], undo: [{ way: 'object', name: id.slice(0, 9) }] };
    }),
  );
}

/** `stash drop` and `stash clear`: each with its message and the files in it. */
export function stashGone({ repository, operands }: GitWords): Preview | undefined {
  const { objects } = repository;
  const lines = [...reflogOf(repository, 'refs/stash')].reverse();
  const chosen = Number(/^(?:stash@\{)?(\d{1,4})\}?$/.exec(operands[1] ?? '')?.[1] ?? 0);
  const gone = operands[0] === 'clear' ? lines : lines.slice(chosen, chosen + 1);
  if (gone.length === 0) return undefined;
  const items = gone.flatMap(({ id, message }, at): readonly ObjectItem[] => {
    const stash = objects && commitOf(objects, id);
    const base = objects && stash?.parents[0] !== undefined ? commitOf(objects, stash.parents[0]) : undefined;
    const files =
      objects && stash && base ? new Trees(objects).differing(base.tree, stash.tree, stashFiles) : undefined;
    const name = `stash@{${operands[0] === 'clear' ? at : chosen}}`;
    return [
      { kind: 'object', sign: 'deleted', noun: 'stash', name, about: [{ is: 'subject', text: message }] },
      ...(files ?? []).map(
        (path): ObjectItem => ({
          kind: 'object',
          sign: 'deleted',
          noun: 'stashed changes',
          name: path,
          about: [{ is: 'in', text: name }],
        }),
      ),
    ];
  });
  const undo: readonly Undo[] = gone.map(({ id }) => ({ way: 'object', name: id.slice(0, 9) }));
  return { items, sources: ['.git'], undo };
}

function reflog(id: string): Undo {
  return { way: 'reflog', name: id.slice(0, 9) };
}
