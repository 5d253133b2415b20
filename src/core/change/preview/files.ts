import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { findUp } from '../../target/files.js';
import type { Effect } from '../../tool/effect.js';
import type { ChangeItem } from '../change.js';
import { deletedPaths } from '../deleted-paths.js';
import { shownPath, startOf } from '../nearby.js';
import { notKnown, type ObjectItem, type Preview } from '../preview.js';
import { walk } from '../walk.js';
import { previewNamed } from './named.js';

/** One file of the call's own directory, of at most this many UTF-16 units, is shown whole when it is deleted. */
const wholeFile = 64 * 1024;

const disk = ['disk'];

/** Deleting and overwriting paths of this machine, by looking at what stands there now. */
export function previewFiles(effect: Effect, world: World): Preview | undefined {
  if (effect.target.system !== 'filesystem' || effect.elsewhere || effect.verb === 'read') return undefined;
  const named = previewNamed(effect);
  if (effect.traits.includes('opaque-path') || named === undefined) {
    return named && { ...named, ...notKnown('code', effect.opaque[0] ?? effect.resource) };
  }
  const path = resolvePath(startOf(effect, world), effect.resource);
  if (effect.verb === 'delete' || effect.verb === 'destroy') return deletion(effect, path, world);
  if (effect.verb === 'create' || effect.verb === 'modify') return overwriting(path, world);
  return named;
}

function deletion(effect: Effect, path: string, world: World): Preview {
  const fate = fateOf(effect, path, world);
  const paths = deletedPaths(effect, path, world);
  if (paths === undefined) {
    const chosen = row('files', `${shownPath(path, world)}/`, fate);
    return { items: [chosen], sources: [], ...notKnown('chosen', shownPath(path, world)) };
  }
  const kinds = paths.map((one) => ({ path: one, kind: world.files.kind(one) }));
  const inside = kinds.filter(({ kind }) => kind === 'directory').map((one) => one.path);
  const { files, directories, whole } = walk(inside, world);
  const below =
    inside.length === 1 ? `${shownPath(inside[0] ?? path, world)}/` : `${shownPath(path, world)}/`;
  const text = kinds.length === 1 ? deletedText(effect, paths[0] ?? path, world) : undefined;
  if (text !== undefined) return { items: [text], sources: disk };
  return {
    items: [
      ...kinds.flatMap(({ path: own, kind }) =>
        kind === 'absent' ? [] : [row(nouns[kind], shownPath(own, world), fate)],
      ),
      ...counted('directories', below, directories, fate),
      ...counted(files === 1 ? 'file' : 'files', below, files, fate),
    ],
    sources: disk,
    ...(whole ? {} : notKnown('too-large', shownPath(path, world))),
    ...(kinds.some(({ kind }) => kind === 'unreadable')
      ? notKnown('unreadable', shownPath(path, world))
      : {}),
  };
}

type Fate = Pick<ObjectItem, 'consequence'>;

/** Whether git could bring it back is said only where it is certain: outside any repository it could not. */
function fateOf(effect: Effect, path: string, world: World): Fate {
  if (effect.traits.includes('recoverable')) return { consequence: 'recoverable' };
  return findUp(world, path, '.git') === undefined ? { consequence: 'untracked' } : {};
}

const nouns = {
  file: 'file',
  directory: 'directory',
  symlink: 'link',
  other: 'path',
  unreadable: 'path',
} as const;

/** A secret, and what lies outside the call's directory, is named and never copied into a request. */
function deletedText(effect: Effect, path: string, world: World): ChangeItem | undefined {
  const name = shownPath(path, world);
  if (name === path || effect.traits.includes('secret') || world.files.kind(path) !== 'file')
    return undefined;
  const read = world.files.read(path);
  if (!read.ok || read.text.length > wholeFile) return undefined;
  return { kind: 'file', path: name, before: read.text, after: null };
}

function counted(noun: string, name: string, count: number, fate: Fate): readonly ObjectItem[] {
  if (count === 0) return [];
  return [{ ...row(noun, name, fate), ...(count > 1 ? { count } : {}) }];
}

function row(noun: string, name: string, fate: Fate): ObjectItem {
  return { kind: 'object', sign: 'deleted', noun, name, ...fate };
}

/** What is written is only known when it runs; that something stands there now is known. */
function overwriting(path: string, world: World): Preview {
  const there = world.files.kind(path) !== 'absent';
  const item: ChangeItem = {
    kind: 'object',
    sign: there ? 'changed' : 'created',
    noun: 'file',
    name: shownPath(path, world),
  };
  return { items: [item], sources: disk, ...notKnown('written', shownPath(path, world)) };
}
