import { fileText } from '../../../target/files.js';
import type { Sign } from '../../change.js';
import { type Commit, lostCommits } from '../../git/commits.js';
import type { LocalRepository } from '../../git/repository.js';
import type { ObjectItem, Preview } from '../../preview.js';

/** Commits that are listed one by one. */
const listed = 20;

/** Commits that only `from` reaches, as rows; `where` names the branch that loses them. */
export function lostRows(
  repository: LocalRepository,
  from: readonly string[],
  kept: readonly string[],
  where: string,
  sign: Sign = 'deleted',
  /** Where other branches end: what they reach is not lost, and said so. */
  elsewhere: readonly string[] = [],
): Preview {
  const { objects } = repository;
  const shallow = fileText(repository.world, `${repository.common}/shallow`)?.split('\n') ?? [];
  const lost = objects && lostCommits(objects, from, kept, new Set(shallow));
  if (lost === undefined || !lost.whole) {
    return { items: [], sources: [], unknown: [{ what: 'history', of: where }] };
  }
  const { commits } = lost;
  const gone =
    objects && elsewhere.length > 0
      ? lostCommits(objects, from, [...kept, ...elsewhere], new Set(shallow))
      : lost;
  const isGone = new Set(gone?.commits.map(({ id }) => id));
  const rest = commits.length - listed;
  return {
    items: [
      ...commits.slice(0, listed).map((commit) => ({
        ...commitRow(commit, where, sign),
        ...(isGone.has(commit.id) ? {} : ({ consequence: 'recoverable' } as const)),
      })),
      ...(rest > 0
        ? [
            {
              kind: 'object',
              sign,
              noun: 'commit',
              name: '',
              count: rest,
              about: [{ is: 'in', text: where }],
            } as const,
          ]
        : []),
    ],
    sources: ['.git'],
  };
}

function commitRow({ id, author, subject }: Commit, where: string, sign: Sign): ObjectItem {
  return {
    kind: 'object',
    sign,
    noun: 'commit',
    name: id.slice(0, 9),
    about: [
      { is: 'author', text: author },
      { is: 'subject', text: subject },
      { is: 'in', text: where },
    ],
  };
}

/** Several findings about one command. */
export function onePreview(...previews: readonly (Preview | undefined)[]): Preview {
  const known = previews.filter((preview) => preview !== undefined);
  return {
    items: known.flatMap(({ items }) => items),
    sources: [...new Set(known.flatMap(({ sources }) => sources))],
    unknown: known.flatMap(({ unknown = [] }) => unknown),
    undo: known.flatMap(({ undo = [] }) => undo),
    losing: known.flatMap(({ losing = [] }) => losing),
  };
}
