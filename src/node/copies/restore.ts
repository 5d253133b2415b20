import { createHash, randomBytes } from 'node:crypto';
import { constants, promises, type Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import { type Copied, type CopyList, objectPath } from './copy-list.js';

/** Why nothing was put back. `paths`: which. */
export interface RestoreFailure {
  readonly code: 'damaged' | 'in-the-way' | 'through-a-link' | 'unwritable';
  readonly paths: readonly string[];
  readonly detail: string;
}

export interface Restored {
  /** What was written. */
  readonly written: readonly string[];
  /** What stood there as it was copied. */
  readonly same: number;
}

export interface RestoreChoice {
  /** A folder in place of where the files were. */
  readonly into?: string;
  /** Called with what stands in the way before it is replaced; without it, nothing is. */
  readonly replace?: (paths: readonly string[]) => Promise<Result<void, RestoreFailure>>;
}

interface Planned {
  readonly one: Copied;
  readonly to: string;
  readonly stands: 'nothing' | 'same' | 'other';
}

/**
 * Puts a copy back, byte for byte. Everything is looked at before anything is written: bytes that are not what was copied,
 * another file in the way or a way that leads through a link end it with nothing done.
 */
export async function restoreCopy(
  folder: string,
  list: CopyList,
  { into, replace }: RestoreChoice,
): Promise<Result<Restored, RestoreFailure>> {
  const damaged: string[] = [];
  for (const one of list.copied)
    if (one.kind === 'file' && (await hashOf(objectPath(folder, one.sha256))) !== one.sha256)
      damaged.push(one.path);
  if (damaged.length > 0) return err({ code: 'damaged', paths: damaged, detail: '' });
  const planned: Planned[] = [];
  const linked: string[] = [];
  const blocked: string[] = [];
  for (const one of list.copied) {
    const to = into === undefined ? one.path : placeIn(into, one.path, list.cwd);
    if (await leadsThroughLink(to)) linked.push(to);
    const stands = await standing(one, to);
    if (stands === 'blocked') blocked.push(to);
    else planned.push({ one, to, stands });
  }
  if (linked.length > 0) return err({ code: 'through-a-link', paths: linked, detail: '' });
  const other = planned.filter(({ stands }) => stands === 'other').map(({ to }) => to);
  if (blocked.length > 0 || (other.length > 0 && replace === undefined))
    return err({ code: 'in-the-way', paths: [...blocked, ...other], detail: '' });
  if (other.length > 0) {
    const saved = await replace?.(other);
    if (saved?.ok === false) return saved;
  }
  return writeAll(planned, folder);
}

async function writeAll(
  planned: readonly Planned[],
  folder: string,
): Promise<Result<Restored, RestoreFailure>> {
  const written: string[] = [];
  const folders: { readonly path: string; readonly mode: number }[] = [];
  for (const { one, to, stands } of planned) {
    try {
      // Kept as it is, but never open to more than when it was copied: that would open the files that are put back.
      if (one.kind === 'folder' && stands === 'same')
        folders.push({ path: to, mode: (await promises.lstat(to)).mode & (one.mode | 0o700) & 0o7777 });
      if (stands === 'same') continue;
      if (one.kind === 'folder') {
        await promises.mkdir(to, { recursive: true, mode: 0o700 });
        folders.push({ path: to, mode: one.mode });
      } else {
        await promises.mkdir(dirname(to), { recursive: true });
        await write(one, to, folder);
        written.push(to);
      }
    } catch (error) {
      return err({ code: 'unwritable', paths: [to], detail: errorCode(error) });
    }
  }
  // The deepest first, and after the files: a folder may be one that nobody can write to.
  for (const { path, mode } of folders.reverse()) await promises.chmod(path, mode).catch(() => undefined);
  return ok({
    written,
    same: planned.filter(({ one, stands }) => stands === 'same' && one.kind !== 'folder').length,
  });
}

async function write(one: Exclude<Copied, { kind: 'folder' }>, to: string, folder: string): Promise<void> {
  const temporary = join(dirname(to), `.${basename(to).slice(0, 40)}.${randomBytes(6).toString('hex')}.new`);
  try {
    if (one.kind === 'link') await promises.symlink(one.to, temporary);
    else {
      await promises.copyFile(objectPath(folder, one.sha256), temporary, constants.COPYFILE_EXCL);
      await promises.utimes(temporary, one.mtimeMs / 1_000, one.mtimeMs / 1_000);
      await promises.chmod(temporary, one.mode);
    }
    await promises.rename(temporary, to);
  } finally {
    await promises.rm(temporary, { force: true });
  }
}

/** Below the folder as it was below `cwd`; what lay elsewhere by its whole path. Paths are whole and have no `..`. */
function placeIn(into: string, path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === '..' || below.startsWith(`..${sep}`) || below === '' || isAbsolute(below)
    ? join(into, 'elsewhere', path.replace(/^[A-Za-z]:/, ''))
    : join(into, below);
}

/** The places that were copied had no link on their way. One that is there now would lead the bytes elsewhere. */
async function leadsThroughLink(path: string): Promise<boolean> {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    const stat = await statOf(at);
    if (stat === undefined) continue;
    const real = await promises.realpath(at).catch(() => undefined);
    return real === undefined || real !== at;
  }
  return false;
}

async function standing(one: Copied, to: string): Promise<Planned['stands'] | 'blocked'> {
  const stat = await statOf(to);
  if (stat === undefined) return 'nothing';
  if (one.kind === 'folder') return stat.isDirectory() ? 'same' : 'blocked';
  if (stat.isDirectory()) return 'blocked';
  if (one.kind === 'link')
    return stat.isSymbolicLink() && (await promises.readlink(to)) === one.to ? 'same' : 'other';
  const isSame =
    stat.isFile() &&
    stat.size === one.size &&
    (stat.mode & 0o7777) === one.mode &&
    (await hashOf(to)) === one.sha256;
  return isSame ? 'same' : 'other';
}

async function statOf(path: string): Promise<Stats | undefined> {
  return promises.lstat(path).catch(() => undefined);
}

async function hashOf(path: string): Promise<string | undefined> {
  try {
    const hash = createHash('sha256');
    const file = await promises.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      for await (const piece of file.createReadStream({ autoClose: false })) hash.update(piece);
    } finally {
      await file.close();
    }
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** A path as it is shown: below the folder in which the command was started. */
export function shownBelow(path: string, cwd: string): string {
  return path.startsWith(`${cwd}${sep}`) ? path.slice(cwd.length + 1) : path;
}
