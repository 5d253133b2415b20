import { type BigIntStats, promises, type Stats } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { copyLimits } from '../../core/change/copyable.js';
import { errorCode } from '../files/disk.js';
import { CopyError, unreadableFile } from './copy-error.js';

/** One thing that is to be copied. Sockets, pipes and devices hold nothing and are left out. */
export type ToCopy =
  | { readonly kind: 'file'; readonly path: string; readonly size: number }
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number };

/** Names that are looked at: with their folders, more than will be copied. */
const mostFound = copyLimits.files * 2;

/**
 * All that lies at the paths, links as links. Where a path leads through a link, what is behind it is meant: that is what the
 * call takes. The folders between `cwd` and a path come along with their modes. What is gone is left out.
 */
export async function allToCopy(paths: readonly string[], cwd: string): Promise<readonly ToCopy[]> {
  const all = new Map<string, ToCopy>();
  const top = await promises.realpath(cwd).catch(() => cwd);
  for (const given of paths) {
    const path = await realPlace(given);
    if (path === undefined) continue;
    for (const folder of foldersBetween(top, dirname(path))) await add(folder, all);
    await below(path, all);
  }
  return [...all.values()];
}

async function realPlace(path: string): Promise<string | undefined> {
  try {
    const folder = await promises.realpath(dirname(path));
    return join(folder, path.slice(dirname(path).length));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw unreadableFile(path, error);
  }
}

async function below(path: string, all: Map<string, ToCopy>): Promise<void> {
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const one = await add(next, all);
    if (one?.kind !== 'folder') continue;
    const folder = next;
    const names = await promises.readdir(folder).catch((error: unknown) => {
      throw unreadableFile(folder, error);
    });
    for (const name of names.sort().reverse()) {
      const path = join(next, name);
      // Where a name is no UTF-8, what it was read as names nothing.
      if (name.includes('\uFFFD') && (await look(path)) === undefined)
        throw new CopyError({ code: 'unreadable', detail: path });
      waiting.push(path);
    }
  }
}

async function add(path: string, all: Map<string, ToCopy>): Promise<ToCopy | undefined> {
  const known = all.get(path);
  if (known !== undefined) return known;
  const one = await look(path);
  if (one === undefined) return undefined;
  if (all.size >= mostFound) throw new CopyError({ code: 'too-large', detail: '' });
  all.set(path, one);
  return one;
}

async function look(path: string): Promise<ToCopy | undefined> {
  try {
    const stat: Stats | BigIntStats = await promises.lstat(path);
    if (stat.isFile()) return { kind: 'file', path, size: Number(stat.size) };
    if (stat.isDirectory()) return { kind: 'folder', path, mode: Number(stat.mode) & 0o7777 };
    if (stat.isSymbolicLink()) return { kind: 'link', path, to: await promises.readlink(path) };
    return undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw unreadableFile(path, error);
  }
}

/** `/a/b` and `/a/b/c` for `/a` and `/a/b/c`; none for what lies elsewhere. */
function foldersBetween(top: string, folder: string): readonly string[] {
  if (!folder.startsWith(`${top}${sep}`)) return [];
  const parts = folder.slice(top.length + 1).split(sep);
  return parts.map((_part, at) => join(top, ...parts.slice(0, at + 1)));
}

function isGone(error: unknown): boolean {
  return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
}
