import { compilePattern, matches } from '../../command/glob.js';
import { parentOf, resolvePath } from '../../command/paths.js';
import { type IndexEntry, readIndex } from '../../git/index-file.js';
import type { World } from '../../shared/world.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { GivenPath } from './draft.js';
import { isIgnoredByGit } from './ignored.js';
import { isScratch } from './scratch.js';

/** Dumps, backups, databases and what people make by hand: small or large, nothing makes them again. */
const endings: ReadonlySet<string> = new Set(
  (
    'sql dump bak backup bck db db3 sqlite sqlite3 mdb accdb rdb bson pgdump dmp tgz tar gz bz2 xz zst zip 7z doc docx tex rtf xls xlsx ppt pptx odt ods psd ' +
    'ai sketch fig keystore jks p12 pfx parquet h5 hdf5 pt ckpt safetensors onnx'
  ).split(' '),
);
const folders: ReadonlySet<string> = new Set(['backup', 'backups', 'dump', 'dumps', 'snapshot', 'snapshots']);

/** `relative` is the path below the workspace's top. */
function isPrecious(relative: string): boolean {
  const parts = relative.toLowerCase().split('/');
  const words = (parts.at(-1) ?? '').split(/[_.-]/);
  return (
    endings.has(words.at(-1) ?? '') ||
    folders.has(parts.at(-2) ?? '') ||
    words.includes('backup') ||
    words.includes('dump')
  );
}

/** In bytes: what is longer is more than a draft that its writer throws away. */
const draft = 48 * 1024;

/**
 * True when nothing else holds what the path's file holds: git does not, no ignore file says that a tool made it, and it is a dump,
 * a backup, a database or larger than a draft. Where nobody knows what git holds, its name decides.
 */
export function isOnlyCopy(path: GivenPath, setting: ToolInvocation): boolean {
  const { place } = path;
  if (
    setting.invocation.elsewhere !== undefined ||
    place.region !== 'workspace' ||
    place.traits.includes('scratch')
  )
    return false;
  const { world } = setting;
  return filesOf(path, world).some((file) => holdsAlone(file, place.root, world));
}

/**
 * True when writing over the path loses what nothing else holds: in the workspace an only copy, and outside of it, where no repository
 * is known, a file of somebody's own that is of such a kind, or of any kind where nothing is put in its place.
 */
export function losesContent(path: GivenPath, setting: ToolInvocation, isEmptied = false): boolean {
  return (
    isOnlyCopy(path, setting) ||
    isOwnFile(path, setting, isEmptied) ||
    isHistory(path) ||
    isUnkept(path, setting)
  );
}

/** Files that are seldom committed and that nothing makes again: what infrastructure is there, what a program logs in with. */
export const precious = /\.tfstate(?:\.backup)?$|\/\.env(?:\.(?:local|production|prod))?$|\.kdbx$/;

/** Such a file, where it holds something and git does not hold it: an ignore file keeps it out of git, not out of use. */
function isUnkept(
  { place: { path, root, region } }: GivenPath,
  { world, invocation }: ToolInvocation,
): boolean {
  if (
    root === undefined ||
    region !== 'workspace' ||
    invocation.elsewhere !== undefined ||
    !precious.test(path)
  )
    return false;
  return (
    (world.files.identity(path)?.size ?? 0) > 0 &&
    trackedIn(root, world)?.has(path.slice(root.length + 1)) !== true
  );
}

/** What says which commits a repository holds: written over by hand, nothing leads to them any more. */
function isHistory({ place: { path, root } }: GivenPath): boolean {
  return (
    root !== undefined && path.startsWith(`${root}/.git/`) && inHistory.test(path.slice(root.length + 6))
  );
}

const inHistory = /^(?:HEAD|ORIG_HEAD|packed-refs|(?:refs|objects|logs|worktrees)\/.+)$/;

/** What programs keep for themselves, and what only tells what has been: nobody misses an older state of it. */
const kept = /\/\.|\.(?:log|lock|pid|tmp|cache|out|history)$|\/(?:logs?|cache|tmp)\//i;

/** What is fetched again and again under one name. */
const packed = /\.(?:t?gz|tar|bz2|xz|zst|zip|7z)$/i;

function isOwnFile(path: GivenPath, setting: ToolInvocation, isEmptied: boolean): boolean {
  const { region, path: file, traits } = path.place;
  if (setting.invocation.elsewhere !== undefined || path.opaque) return false;
  if ((region !== 'home' && region !== 'outside') || traits.includes('scratch') || kept.test(file))
    return false;
  const { files } = setting.world;
  return filesOf(path, setting.world).some(
    (one) =>
      (files.identity(one)?.size ?? 0) > 0 &&
      files.kind(one) === 'file' &&
      (isEmptied || (isPrecious(one.replace(/^\//, '')) && !packed.test(one))),
  );
}

/** The file that is named, or the first two hundred of those that a pattern means. */
export function filesOf({ place, many, value }: GivenPath, world: World): readonly string[] {
  if (!many) return [place.path];
  const name = value.text.slice(Math.max(value.text.lastIndexOf('/'), value.text.lastIndexOf('\\')) + 1);
  const folder = world.files.kind(place.path) === 'directory' ? place.path : parentOf(place.path);
  const compiled = compilePattern(name);
  if (compiled === undefined) return [];
  return world.files
    .list(folder)
    .filter((one) => matches(compiled, one) === true)
    .slice(0, 200)
    .map((one) => `${folder}/${one}`);
}

function holdsAlone(path: string, root: string | undefined, world: World): boolean {
  const { files } = world;
  const size = files.identity(path)?.size ?? 0;
  if (root === undefined || size === 0 || files.kind(path) !== 'file') return false;
  const relative = path.slice(root.length + 1);
  const named = isPrecious(relative);
  if ((!named && size <= draft) || isScratch(`/${relative}`)) return false;
  const tracked = trackedIn(root, world);
  if (tracked === undefined) return named && !isIgnoredByGit(path, root, world);
  return !tracked.has(relative) && !isIgnoredByGit(path, root, world);
}

/** What the repository at `root` holds; undefined when there is none or nobody can say. */
export function trackedIn(root: string, world: World): ReadonlyMap<string, IndexEntry> | undefined {
  const { files } = world;
  const git = `${root}/.git`;
  const pointed = files.kind(git) === 'file' ? files.read(git) : undefined;
  const named = pointed?.ok === true ? /^gitdir:\s*(.+)$/m.exec(pointed.text)?.[1]?.trim() : undefined;
  const bytes = files.bytes(`${named === undefined ? git : resolvePath(root, named)}/index`);
  return bytes === undefined ? undefined : readIndex(bytes)?.entries;
}
