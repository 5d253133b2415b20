import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { findUp } from '../../target/files.js';
import type { Effect } from '../../tool/effect.js';
import type { ChangeItem } from '../change.js';
import { shownPath, startOf } from '../nearby.js';
import type { ObjectItem, Preview } from '../preview.js';
import { walk } from '../walk.js';
import { previewNamed } from './named.js';

/** A file of at most this many UTF-16 units is shown whole when it is deleted. */
const wholeFile = 64 * 1024;

const disk = ['disk'];

/** Deleting and overwriting paths of this machine, by looking at what stands there now. */
export function previewFiles(effect: Effect, world: World): Preview | undefined {
  if (effect.target.system !== 'filesystem' || effect.elsewhere || effect.verb === 'read') return undefined;
  const named = previewNamed(effect);
  if (effect.traits.includes('opaque-path') || named === undefined) {
    return named && { ...named, gap: 'opaque' };
  }
  const path = resolvePath(startOf(effect, world), effect.resource);
  if (effect.verb === 'delete' || effect.verb === 'destroy') return deletion(effect, path, world);
  if (effect.verb === 'create' || effect.verb === 'modify') return overwriting(path, world);
  return named;
}

function deletion(effect: Effect, path: string, world: World): Preview {
  const name = shownPath(path, world);
  const fate = fateOf(effect, path, world);
  switch (world.files.kind(path)) {
    case 'absent':
      return { items: [], sources: disk };
    case 'directory':
      return directory(path, name, fate, world);
    case 'file':
      return { items: [deletedFile(path, name, fate, world)], sources: disk };
    case 'symlink':
      return { items: [{ kind: 'object', sign: 'deleted', noun: 'link', name, ...fate }], sources: disk };
    case 'other':
      return { items: [{ kind: 'object', sign: 'deleted', noun: 'path', name, ...fate }], sources: disk };
    case 'unreadable':
      return {
        items: [{ kind: 'object', sign: 'deleted', noun: 'path', name }],
        sources: [],
        gap: 'unreadable',
      };
  }
}

type Fate = Pick<ObjectItem, 'consequence'>;

/** Whether git could bring it back is said only where it is certain: outside any repository it could not. */
function fateOf(effect: Effect, path: string, world: World): Fate {
  if (effect.traits.includes('recoverable')) return { consequence: 'recoverable' };
  return findUp(world, path, '.git') === undefined ? { consequence: 'untracked' } : {};
}

function directory(path: string, name: string, fate: Fate, world: World): Preview {
  const { files, directories, whole } = walk(path, world);
  const row = (noun: string, shown: string, count: number): readonly ChangeItem[] =>
    count === 0
      ? []
      : [{ kind: 'object', sign: 'deleted', noun, name: shown, ...(count > 1 ? { count } : {}), ...fate }];
  const inside = name.endsWith('/') ? name : `${name}/`;
  return {
    items: [
      ...row('directory', name, 1),
      ...row('directories', inside, directories),
      ...row(files === 1 ? 'file' : 'files', inside, files),
    ],
    sources: disk,
    ...(whole ? {} : { gap: 'too-large' as const }),
  };
}

function deletedFile(path: string, name: string, fate: Fate, world: World): ChangeItem {
  const read = world.files.read(path);
  return read.ok && read.text.length <= wholeFile
    ? { kind: 'file', path: name, before: read.text, after: null }
    : { kind: 'object', sign: 'deleted', noun: 'file', name, ...fate };
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
  return { items: [item], sources: disk, ...(there ? { gap: 'opaque' as const } : {}) };
}
