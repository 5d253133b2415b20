import { compilePattern, isGlob, matches } from '../../../command/glob.js';
import { resolvePath } from '../../../command/paths.js';
import type { IndexEntry } from '../../../git/index-file.js';
import type { Undo, UnknownPart } from '../../change.js';
import { type Compared, type FileFate, Worktree } from '../../git/worktree.js';
import { notKnown, type ObjectItem, type Preview } from '../../preview.js';
import { commitIdOf, type GitWords, has } from './words.js';

/** Files whose lines are counted; further ones are named. */
const comparedLimit = 100;
/** Files that each have a row. */
const namedLimit = 150;

/** What is not committed and goes: the worktree's changes, and where the command takes the index too, what is staged. */
export function uncommitted(words: GitWords, paths: readonly string[], takesIndex: boolean): Preview {
  const tree = Worktree.of(words.repository);
  if (tree === undefined) return unread(words);
  const isWanted = wantedIn(words, paths, tree.root);
  const compared = tree.modified(isWanted);
  const modified = compared.found;
  const { found: staged, stopped = compared.stopped } = takesIndex ? tree.staged(isWanted) : { found: [] };
  const unknown = stopped === undefined ? [] : [uncompared(stopped, tree.root)];
  const changed = new Set(modified);
  const seen = new Set<string>();
  const rows = [...modified, ...staged].flatMap((entry): readonly ObjectItem[] => {
    if (seen.has(entry.path)) return [];
    seen.add(entry.path);
    const row = changeRow(tree, entry, seen.size, takesIndex ? 'head' : 'index');
    // What is staged as it stands is an object of git's.
    return [changed.has(entry) || row.sign === 'created' ? row : { ...row, consequence: 'recoverable' }];
  });
  const undo = staged.map(({ id, path }): Undo => ({ way: 'object', name: `${id.slice(0, 9)} ${path}` }));
  return {
    items: rows,
    sources: ['.git/index', 'disk'],
    losing: [...modified, ...staged]
      .map(({ path }) => `${tree.root}/${path}`)
      .filter((path) => words.repository.world.files.kind(path) !== 'absent'),
    undo,
    ...(unknown.length > 0 ? { unknown } : {}),
  };
}

function uncompared({ after, of, isLate }: NonNullable<Compared['stopped']>, root: string): UnknownPart {
  return isLate ? { what: 'uncompared', of: `${after} of ${of}` } : { what: 'too-large', of: root };
}

function changeRow(tree: Worktree, entry: IndexEntry, number: number, to: 'index' | 'head'): ObjectItem {
  const { lines, isGone } =
    number > comparedLimit ? { lines: undefined, isGone: false } : tree.compared(entry, to);
  if (isGone) return { kind: 'object', sign: 'created', noun: 'file', name: entry.path };
  return {
    kind: 'object',
    sign: 'deleted',
    noun: 'uncommitted changes',
    name: entry.path,
    consequence: 'uncommitted',
    ...(lines === undefined
      ? {}
      : {
          about: [
            { is: 'added', text: String(lines.added) },
            { is: 'removed', text: String(lines.removed) },
          ],
        }),
  };
}

/** `git rm`: the files, and whether a commit has them. */
export function removed(words: GitWords): Preview {
  const tree = Worktree.of(words.repository);
  if (tree === undefined) return unread(words);
  const isWanted = wantedIn(words, words.operands, tree.root);
  const keepsFile = has(words, '--cached');
  const losing: string[] = [];
  const named: ObjectItem[] = [];
  const further = new Map<FileFate, number>();
  for (const path of tree.index.entries.keys()) {
    if (!isWanted(path)) continue;
    const fate = tree.fateOf(path);
    if (fate === 'modified' || fate === 'staged') losing.push(`${tree.root}/${path}`);
    if (named.length < namedLimit) named.push(removedRow(path, fate, keepsFile));
    else further.set(fate, (further.get(fate) ?? 0) + 1);
  }
  const items = [
    ...named,
    ...[...further].map(([fate, count]) => ({ ...removedRow('', fate, keepsFile), count })),
  ];
  const isWeighed = !further.has('unknown') && named.every(({ consequence }) => consequence !== undefined);
  const head = commitIdOf(words, 'HEAD');
  return {
    items,
    sources: ['.git/index', 'disk'],
    losing: keepsFile ? [] : losing,
    ...(head !== undefined && items.length > 0 ? { undo: [{ way: 'commit', name: head.slice(0, 9) }] } : {}),
    ...(isWeighed ? {} : notKnown('unweighed', words.operands.join(' '))),
  };
}

function removedRow(name: string, fate: FileFate, keepsFile: boolean): ObjectItem {
  const consequence =
    fate === 'committed' ? 'committed' : fate === 'unknown' ? undefined : ('uncommitted' as const);
  return {
    kind: 'object',
    sign: 'deleted',
    noun: keepsFile ? 'entry of the index' : 'file',
    name,
    ...(consequence === undefined ? {} : { consequence: keepsFile ? 'recoverable' : consequence }),
  };
}

/** True for what a list of paths takes; without one, for all. */
export function wantedIn(
  { folder }: GitWords,
  paths: readonly string[],
  root: string,
): (path: string) => boolean {
  if (paths.length === 0) return () => true;
  const wanted = paths.map((path) => {
    const plain = path.replace(/^:(?:\/|\((?:top|literal)\))/, '');
    const whole = resolvePath(plain === path ? folder : root, plain);
    const below =
      whole === root ? '' : whole.startsWith(`${root}/`) ? whole.slice(root.length + 1) : undefined;
    const pattern = isGlob(plain) && below !== undefined ? compilePattern(below) : undefined;
    return { below, inside: `${below}/`, pattern };
  });
  return (path) =>
    wanted.some(
      ({ below, inside, pattern }) =>
        below === '' ||
        path === below ||
        (below !== undefined && path.startsWith(inside)) ||
        (pattern !== undefined && matches(pattern, path) === true),
    );
}

function unread({ repository }: GitWords): Preview {
  return {
    items: [],
    sources: [],
    unknown: [{ what: 'unreadable', of: `${repository.own}/index` }],
  };
}
