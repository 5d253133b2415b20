/** Guards by what stands on the disk: folders that are links, and files with a second name. */
import type { World } from '../../shared/world.js';
import { guardKindOf, holdsGuardFiles } from './places.js';

/** A guard's folder that is a link, and where it ends. */
export interface GuardRoot {
  readonly link: string;
  readonly end: string;
}

const known = new WeakMap<World, readonly GuardRoot[]>();

/** Links among the folders of a home and of the working directory that hold guards. Looked for once in a judging. */
export function guardRoots(world: World): readonly GuardRoot[] {
  const before = known.get(world);
  if (before !== undefined) return before;
  const found = [world.home, `${world.home}/.config`, world.cwd].flatMap((top) => linksIn(top, world));
  known.set(world, found);
  return found;
}

function linksIn(top: string, { files }: World): readonly GuardRoot[] {
  return files.list(top).flatMap((name) => {
    const link = `${top}/${name}`;
    if (!mayGuard(link) || files.kind(link) !== 'symlink') return [];
    const end = files.real(link);
    return end === undefined ? [] : [{ link, end }];
  });
}

function mayGuard(path: string): boolean {
  return holdsGuardFiles(path) || guardKindOf(path) === 'guard';
}

/** Folders whose files are looked at for a second name. */
const foldersOfFiles = ['', 'bin', 'guard', 'run', 'hooks', 'plugin', 'plugins'];

/** True when the file has several names and one of them is a guard's. */
export function isGuardIdentity(path: string, world: World): boolean {
  const { files } = world;
  const own = files.identity(path);
  if (own === undefined || own.links < 2) return false;
  const tops = [world.home, `${world.home}/.config`, world.cwd].flatMap((top) =>
    files
      .list(top)
      .map((name) => `${top}/${name}`)
      .filter(mayGuard),
  );
  const folders = [
    ...tops.flatMap((top) => foldersOfFiles.map((name) => (name === '' ? top : `${top}/${name}`))),
    ...ownExtensions(world),
  ];
  const candidates = folders.flatMap((folder) => files.list(folder).map((name) => `${folder}/${name}`));
  return [...tops, ...candidates].some((other) => other !== path && files.identity(other)?.id === own.id);
}

/** Where each editor of this home keeps Countersign's extension, and which extensions it loads. */
function ownExtensions({ home, files }: World): readonly string[] {
  return files.list(home).flatMap((name) => {
    const all = `${home}/${name}/extensions`;
    const own = files.list(all).filter((one) => /countersign/i.test(one));
    return own.length === 0 ? [all] : [all, ...own.flatMap((one) => [`${all}/${one}`, `${all}/${one}/dist`])];
  });
}
