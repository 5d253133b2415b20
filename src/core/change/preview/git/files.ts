import { compilePattern, isGlob, matches } from '../../../command/glob.js';
import { resolvePath } from '../../../command/paths.js';
import type { IndexEntry } from '../../../git/index-file.js';
import type { Undo, UnknownPart } from '../../change.js';
import { Worktree } from '../../git/worktree.js';
import type { ObjectItem, Preview } from '../../preview.js';
import { commitIdOf, type GitWords, has } from './words.js';

/** Files whose lines are counted; further ones are named. */
const comparedLimit = 100;

/** What is not committed and goes: the worktree's changes, and where the command takes the index too, what is staged. */
export function uncommitted(words: GitWords, paths: readonly string[], takesIndex: boolean): Preview {
  const tree = Worktree.of(words.repository);
  if (tree === undefined) return unread(words);
  const isWanted = wantedIn(words, paths, tree.root);
  const modified = tree.modified(isWanted);
  const staged = takesIndex ? tree.staged(isWanted) : [];
  const unknown: readonly UnknownPart[] =
    modified === undefined || staged === undefined ? [{ what: 'too-large', of: tree.root }] : [];
  const changed = new Set(modified);
  const seen = new Set<string>();
  const rows = [...(modified ?? []), ...(staged ?? [])].flatMap((entry): readonly ObjectItem[] => {
    if (seen.has(entry.path)) return [];
    seen.add(entry.path);
    const row = changeRow(tree, entry, seen.size, takesIndex ? 'head' : 'index');
    // What is staged as it stands is an object of git's.
    return [changed.has(entry) || row.sign === 'created' ? row : { ...row, consequence: 'recoverable' }];
  });
  const undo = (staged ?? []).map(
    ({ id, path }): Undo => ({ way: 'object', name: `${id.slice(0, 9)} ${path}` }),
  );
  return {
    items: rows,
    sources: ['.git/index', 'disk'],
    losing: [...(modified ?? []), ...(staged ?? [])]
      .map(({ path }) => `${tree.root}/${path}`)
      .filter((path) => words.repository.world.files.kind(path) !== 'absent'),
    undo,
    ...(unknown.length > 0 ? { unknown } : {}),
  };
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
  const items = [...tree.index.entries.keys()].filter(isWanted).map((path): ObjectItem => {
    const fate = tree.fateOf(path);
    const consequence = fate === 'committed' ? 'committed' : fate === 'unknown' ? undefined : 'uncommitted';
    return {
      kind: 'object',
      sign: 'deleted',
      noun: keepsFile ? 'entry of the index' : 'file',
      name: path,
      ...(consequence === undefined ? {} : { consequence: keepsFile ? 'recoverable' : consequence }),
    };
  });
  const head = commitIdOf(words, 'HEAD');
  return {
    items,
    sources: ['.git/index', 'disk'],
    losing: items
      .filter(({ consequence }) => consequence === 'uncommitted')
      .map(({ name }) => `${tree.root}/${name}`),
    ...(head !== undefined && items.length > 0 ? { undo: [{ way: 'commit', name: head.slice(0, 9) }] } : {}),
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
    return { below, pattern: isGlob(plain) && below !== undefined ? compilePattern(below) : undefined };
  });
  return (path) =>
    wanted.some(
      ({ below, pattern }) =>
        below === '' ||
        path === below ||
        (below !== undefined && path.startsWith(`${below}/`)) ||
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
