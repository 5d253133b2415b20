import { isGlob } from '../../../command/glob.js';
import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import type { ChangeItem } from '../../change.js';
import { deletedPaths } from '../../deleted-paths.js';
import { shownPath } from '../../nearby.js';
import { notKnown, type ObjectItem, type Preview } from '../../preview.js';
import { isSecretFile } from '../../secret-files.js';
import { fileRow, namedLimit, rowsBelow } from './below.js';
import { foundPaths } from './chosen.js';
import { type FateOf, fatesFor, isUnkept, keptBy } from './fate.js';
import { historyIn } from './history.js';

/** One file of the call's own directory, of at most this many UTF-16 units, is shown whole when it is deleted. */
const wholeFile = 64 * 1024;

const nouns = {
  file: 'file',
  directory: 'directory',
  symlink: 'link',
  other: 'path',
  unreadable: 'path',
} as const;

/** What stands at the paths now, all that lies below them, and whether git has it. */
export function deletion(effect: Effect, path: string, world: World): Preview {
  const fateOf = fatesFor(effect, path, world);
  const deleted = deletedPaths(effect, path, world) ?? foundPaths(effect, path, world);
  if (deleted === undefined) {
    const chosen: ObjectItem = {
      kind: 'object',
      sign: 'deleted',
      noun: 'files',
      name: `${shownPath(path, world)}/`,
      uncounted: true,
    };
    return { items: [chosen], sources: [], ...notKnown('chosen', shownPath(path, world)) };
  }
  const { found: paths, whole } = deleted;
  const [only] = paths.length === 1 ? paths : [];
  const text = whole && only && deletedText(effect, only.path, world, fateOf);
  const own = paths.filter(({ kind }) => kind === 'file' || kind === 'symlink').map((one) => one.path);
  const isMany = own.length > namedLimit;
  const losing = isMany ? [] : own.filter((one) => isUnkept(fateOf(one)));
  if (text) return { items: [text], sources: ['disk'], losing, ...keptBy([text], path, world) };
  const folders = paths.filter(({ kind }) => kind === 'directory').map((one) => one.path);
  const label = labelOf(path, folders, isMany, world);
  const below = rowsBelow(
    folders.filter((one) => !one.endsWith('/.git')),
    label,
    world,
    fateOf,
    { paths: isMany ? own : [], whole },
  );
  const history = folders.map((folder) => historyIn(folder, world)).filter((one) => one !== undefined);
  const unreadable = paths.filter(({ kind }) => kind === 'unreadable');
  const unknown = [
    ...below.unknown,
    ...history.flatMap((one) => one.unknown ?? []),
    ...unreadable.map((one) => ({ what: 'unreadable', of: shownPath(one.path, world) }) as const),
  ];
  const items = [
    ...paths.flatMap(({ path: one, kind }) =>
      isMany && (kind === 'file' || kind === 'symlink') ? [] : topRows(one, kind, world, fateOf),
    ),
    ...history.flatMap((one) => one.items),
    ...below.items,
  ];
  return {
    items,
    sources: ['disk'],
    losing: [...losing, ...below.losing, ...folders.filter((one) => one.endsWith('/.git'))],
    ...keptBy(items, path, world),
    ...(unknown.length > 0 ? { unknown } : {}),
  };
}

/** Where all that goes lies: the one folder, or what the pattern stands in. */
function labelOf(path: string, folders: readonly string[], isMany: boolean, world: World): string {
  if (folders.length === 1 && !isMany) return `${shownPath(folders[0] ?? path, world)}/`;
  return isGlob(path.slice(path.lastIndexOf('/') + 1))
    ? shownPath(path, world)
    : `${shownPath(path, world)}/`;
}

function topRows(
  path: string,
  kind: ReturnType<World['files']['kind']>,
  world: World,
  fateOf: FateOf,
): readonly ObjectItem[] {
  if (kind === 'absent') return [];
  if (kind === 'file') return [fileRow(path, fateOf(path), world)];
  // A folder is what lies in it; a link is not what it leads to.
  const fate = kind === 'directory' ? undefined : fateOf(path);
  return [
    {
      kind: 'object',
      sign: 'deleted',
      noun: nouns[kind],
      name: shownPath(path, world),
      ...(fate === undefined ? {} : { consequence: fate }),
    },
  ];
}

/** A secret, and what lies outside the call's directory, is named and never copied into a request. */
function deletedText(effect: Effect, path: string, world: World, fateOf: FateOf): ChangeItem | undefined {
  const name = shownPath(path, world);
  if (
    name === path ||
    effect.traits.includes('secret') ||
    isSecretFile(path) ||
    world.files.kind(path) !== 'file'
  )
    return undefined;
  const read = world.files.read(path);
  if (!read.ok || read.text.length > wholeFile) return undefined;
  const fate = fateOf(path);
  return {
    kind: 'file',
    path: name,
    before: read.text,
    after: null,
    ...(fate === undefined ? {} : { consequence: fate }),
  };
}
