import { resolvePath } from '../../../command/paths.js';
import type { ItemFact } from '../../change.js';
import { type Untracked, untrackedFiles } from '../../git/untracked.js';
import { Worktree } from '../../git/worktree.js';
import type { ObjectItem, Preview } from '../../preview.js';
import { isSecretFile } from '../../secret-files.js';
import { wantedIn } from './files.js';
import { type GitWords, has } from './words.js';

/** Rows of which each has a name, and further ones that hold credentials. */
const namedLimit = 150;
const secretLimit = 40;

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
  const { found, whole, isLate } = untrackedFiles(
    repository,
    tree,
    start,
    ({ path, isIgnored, isAmongTracked, isAmongPlain }) =>
      isAsked(path) &&
      (isIgnored ? alsoIgnored : !onlyIgnored) &&
      // Without `-d` a folder of which nothing is tracked stays.
      (takesFolders || isAmongTracked || (onlyIgnored && isAmongPlain())),
    (options.get('-f') ?? []).length > 1 || /-ff/.test(words.written),
  );
  const secrets = found.slice(namedLimit).filter(({ path }) => isSecretFile(path));
  const named = new Set([...found.slice(0, namedLimit), ...secrets.slice(0, secretLimit)]);
  const items = [
    ...[...named].map((one) => rowOf(one, whole)),
    ...furtherRows(named.size === found.length ? [] : found.filter((one) => !named.has(one)), whole),
  ];
  const unknown = [
    ...(whole ? [] : [{ what: isLate ? 'uncounted' : 'too-large', of: tree.root } as const]),
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

function rowOf({ path, files, bytes, isFolder }: Untracked, whole: boolean): ObjectItem {
  // Nothing is in it, and nothing is lost with it.
  if (files === 0 && whole) return { kind: 'object', sign: 'deleted', noun: 'empty folder', name: path };
  const isPart = isFolder && !whole && files > 0;
  const about: readonly ItemFact[] = [
    ...(isPart ? [{ is: 'at-least', text: `${files} files` } as const] : []),
    ...(bytes === undefined || isPart ? [] : [{ is: 'bytes', text: String(bytes) } as const]),
    ...(isSecretFile(path) ? [{ is: 'secret', text: 'credentials' } as const] : []),
  ];
  return {
    kind: 'object',
    sign: 'deleted',
    noun: isFolder ? 'files' : 'untracked file',
    name: path,
    ...(isPart ? { uncounted: true } : isFolder && files !== 1 ? { count: files } : {}),
    consequence: 'untracked',
    ...(about.length > 0 ? { about } : {}),
  };
}

/** What is not named, counted; where not all was seen, by how many there are at least. */
function furtherRows(rest: readonly Untracked[], whole: boolean): readonly ObjectItem[] {
  const files = rest.reduce((sum, one) => sum + one.files, 0);
  if (files === 0) return [];
  const told = whole
    ? { count: files }
    : ({ uncounted: true, about: [{ is: 'at-least', text: `${files} files` }] } as const);
  return [
    { kind: 'object', sign: 'deleted', noun: 'untracked files', name: '', ...told, consequence: 'untracked' },
  ];
}
