import { resolvePath } from '../../../command/paths.js';
import { untrackedFiles } from '../../git/untracked.js';
import { Worktree } from '../../git/worktree.js';
import type { ObjectItem, Preview } from '../../preview.js';
import { isSecretFile } from '../../secret-files.js';
import { wantedIn } from './files.js';
import { type GitWords, has } from './words.js';

/** `git clean`: what is in no commit and in no index, and goes for good. */
export function cleaned(words: GitWords): Preview {
  const { repository, folder, operands, options } = words;
  const tree = Worktree.of(repository);
  if (tree === undefined || repository.world.raw === undefined)
    return { items: [], sources: [], unknown: [{ what: 'unreadable', of: `${repository.own}/index` }] };
  const at = resolvePath(folder, '.');
  const start = at === tree.root ? '' : at.slice(tree.root.length + 1);
  const isAsked = wantedIn(words, operands, tree.root);
  const excluded = [...(options.get('-e') ?? []), ...(options.get('--exclude') ?? [])];
  const onlyIgnored = has(words, '-X');
  const alsoIgnored = onlyIgnored || has(words, '-x');
  const takesFolders = has(words, '-d') || operands.length > 0;
  const { found, whole } = untrackedFiles(
    repository,
    tree,
    start,
    ({ path, isIgnored }) =>
      isAsked(path) &&
      (isIgnored ? alsoIgnored : !onlyIgnored) &&
      (takesFolders || isAmongTracked(path, tree)),
    (options.get('-f') ?? []).length > 1 || /-ff/.test(words.written),
  );
  const items = found.map(({ path, files, bytes, isFolder }): ObjectItem => {
    const about = [
      ...(bytes === undefined ? [] : [{ is: 'bytes', text: String(bytes) } as const]),
      ...(isSecretFile(path) ? [{ is: 'secret', text: 'credentials' } as const] : []),
    ];
    // Nothing is in it, and nothing is lost with it.
    if (files === 0) return { kind: 'object', sign: 'deleted', noun: 'empty folder', name: path };
    return {
      kind: 'object',
      sign: 'deleted',
      noun: isFolder ? 'files' : 'untracked file',
      name: path,
      ...(isFolder && files !== 1 ? { count: files } : {}),
      consequence: 'untracked',
      ...(about.length > 0 ? { about } : {}),
    };
  });
  const unknown = [
    ...(whole ? [] : [{ what: 'too-large', of: tree.root } as const]),
    ...(excluded.length > 0 ? [{ what: 'chosen', of: tree.root } as const] : []),
  ];
  return {
    items,
    sources: ['.git/index', 'disk'],
    losing: found
      .filter(({ files }) => files > 0)
      .map(({ path }) => `${tree.root}/${path.replace(/\/$/, '')}`),
    ...(unknown.length > 0 ? { unknown } : {}),
  };
}

/** Without `-d` a folder of which nothing is tracked stays. */
function isAmongTracked(path: string, tree: Worktree): boolean {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (folder === '') return !path.includes('/');
  for (const tracked of tree.index.entries.keys()) if (tracked.startsWith(`${folder}/`)) return true;
  return false;
}
