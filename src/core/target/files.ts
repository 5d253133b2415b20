import { OPAQUE_MARK } from '../command/invocation.js';
import { budgets, spend } from '../shared/budgets.js';
import type { World } from '../shared/world.js';
import type { ToolInvocation } from './whereabouts.js';

/** The directory in which the program starts; the world's where it could not be resolved. */
export function directoryOf(setting: ToolInvocation): string {
  const { cwd } = setting.invocation;
  return cwd.opaque.length > 0 || cwd.text === '' ? setting.world.cwd : cwd.text;
}

/** Joins and normalises, with `~/` as the home. Pure text: no symbolic link is followed. */
export function pathIn(directory: string, path: string, world: World): string {
  if (path === '~' || path.startsWith('~/')) return normal(`${world.home}${path.slice(1)}`);
  return normal(isAbsolute(path) ? path : `${directory}/${path}`);
}

/** The text of a file, or undefined for any reason that it cannot be read. */
export function fileText(world: World, path: string): string | undefined {
  if (path.includes(OPAQUE_MARK)) return undefined;
  const read = world.files.read(path);
  if (!read.ok && read.code === 'too-large') spend(world, 'file');
  return read.ok ? read.text.replace(/^\uFEFF/, '') : undefined;
}

/** The names in a directory; one that holds more than are listed may hold anything. */
export function namesIn(world: World, path: string): readonly string[] {
  const names = world.files.list(path);
  if (names.length >= budgets.listing.most) spend(world, 'listing');
  return names;
}

/** Looks for a file in a directory and its parents. */
export function findUp(world: World, directory: string, name: string): string | undefined {
  let at = normal(directory);
  for (let level = 0; level < budgets.foldersUp.most; level += 1) {
    const path = at === '/' ? `/${name}` : `${at}/${name}`;
    if (world.files.kind(path) !== 'absent') return path;
    const parent = at.slice(0, Math.max(1, at.lastIndexOf('/')));
    if (parent === at) return undefined;
    at = parent;
  }
  spend(world, 'foldersUp');
  return undefined;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.replace(/\\/g, '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const joined = parts.join('/');
  return /^[A-Za-z]:/.test(joined) ? joined : `/${joined}`;
}
