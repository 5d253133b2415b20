import type { Sign, UnknownPart } from '../../change.js';
import { currentBranch, idOf } from '../../git/references.js';
import { refsBelow } from '../../git/repository.js';
import type { ObjectItem, Preview } from '../../preview.js';
import { lostRows, onePreview } from './lost.js';
import { commitIdOf, type GitWords, has } from './words.js';

const branchLimit = 20;

/** What a remote branch holds and the pushed one does not is lost there, as far as it was fetched. */
export function pushed(words: GitWords): Preview {
  const [remote = 'origin', ...specs] = words.operands;
  const branch = currentBranch(words.repository);
  if (has(words, '--mirror', '--prune') || (has(words, '--all') && has(words, '-f', '--force')))
    return mirrored(words, remote);
  const wanted = specs.length > 0 ? specs : branch === undefined ? [] : [branch];
  if (wanted.length === 0) return notFetched('branches', remote, 'deleted');
  const deletes = has(words, '--delete', '-d');
  return onePreview(
    ...wanted.slice(0, branchLimit).map((spec) => {
      const plain = spec.replace(/^\+/, '');
      const isGone = deletes || plain.startsWith(':');
      const [source = '', named = source] = plain.split(':');
      const name = shortName(named === 'HEAD' ? (branch ?? named) : named);
      return isGone ? deleted(words, remote, name) : forced(words, remote, name, source);
    }),
  );
}

function shortName(name: string): string {
  return name.replace(/^refs\/(?:heads|tags)\//, '');
}

function forced(words: GitWords, remote: string, name: string, source: string): Preview {
  const { repository } = words;
  const there = idOf(repository, `refs/remotes/${remote}/${name}`);
  const here = commitIdOf(words, source);
  const label = `${remote}/${name}`;
  if (there === undefined || here === undefined) return notFetched('branch', label, 'changed');
  const lost = lostRows(repository, [there], [here], label);
  const moved: ObjectItem = {
    kind: 'object',
    sign: 'changed',
    noun: 'branch',
    name: label,
    about: [
      { is: 'from', text: there.slice(0, 9) },
      { is: 'to', text: here.slice(0, 9) },
    ],
  };
  return {
    ...onePreview(lost, { items: [moved], sources: [], ...sinceFetch(label) }),
    ...(lost.items.length > 0 ? { undo: [{ way: 'object', name: `${there.slice(0, 9)} (${label})` }] } : {}),
  };
}

function deleted(words: GitWords, remote: string, name: string): Preview {
  const { repository } = words;
  const full = `refs/remotes/${remote}/${name}`;
  const there = idOf(repository, full);
  const label = `${remote}/${name}`;
  if (there === undefined) return notFetched('branch', label, 'deleted');
  const others = [...refsBelow(repository, 'refs/remotes/')].flatMap(([ref, id]) =>
    ref === full ? [] : [id],
  );
  const gone: ObjectItem = {
    kind: 'object',
    sign: 'deleted',
    noun: 'branch',
    name: `${label}@${there.slice(0, 9)}`,
  };
  return {
    ...onePreview(
      { items: [gone], sources: ['.git'], ...sinceFetch(label) },
      lostRows(repository, [there], others, label),
    ),
    undo: [{ way: 'object', name: `${there.slice(0, 9)} (${label})` }],
  };
}

/** Every branch of the remote that is not here goes, and every other becomes the one here. */
function mirrored(words: GitWords, remote: string): Preview {
  const { repository } = words;
  const prefix = `refs/remotes/${remote}/`;
  const there = [...refsBelow(repository, prefix)].filter(([ref]) => ref !== `${prefix}HEAD`);
  if (there.length === 0) return notFetched('branches', remote, 'deleted');
  const rows = there.slice(0, branchLimit).map(([ref, id]) => {
    const name = ref.slice(prefix.length);
    const here = idOf(repository, `refs/heads/${name}`);
    if (here === id) return undefined;
    return here === undefined
      ? deleted(words, remote, name)
      : forced(words, remote, name, `refs/heads/${name}`);
  });
  const rest: readonly UnknownPart[] =
    there.length > branchLimit ? [{ what: 'too-large', of: `${there.length} branches of ${remote}` }] : [];
  return onePreview(...rows, {
    items: [],
    sources: ['.git'],
    unknown: [{ what: 'since-fetch', of: remote }, ...rest],
  });
}

function notFetched(noun: string, name: string, sign: Sign): Preview {
  return { items: [{ kind: 'object', sign, noun, name }], sources: ['command'], ...sinceFetch(name) };
}

function sinceFetch(of: string): Pick<Preview, 'unknown'> {
  return { unknown: [{ what: 'since-fetch', of }] };
}
