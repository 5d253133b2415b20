import { parentOf, resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import type { Trait } from '../effect.js';
import { guardKindOf } from '../guard/places.js';
import { isGuarded } from '../guard/reach.js';
import { isScratch } from './scratch.js';
import { secretRank } from './secrets.js';
import { isDevice, isPipeline, isSink, isStartupPath, isSystemPath, isTemporary } from './system.js';
import { isTop, withoutRootedDrive, workspaceRoot } from './workspace-root.js';

/** Where a path lies, seen from the call's working directory. */
export type Region =
  | 'sink' // /dev/null and its like
  | 'device'
  | 'root' // the root, a home, or a folder that holds the workspace
  | 'workspace-root' // the workspace as a whole, or its version history
  | 'workspace'
  | 'temporary'
  | 'home' // below the person's home, outside the workspace
  | 'system'
  | 'outside';

export interface FileLocation {
  /** Absolute, with `.` and `..` resolved, `/` between its parts. */
  readonly path: string;
  readonly region: Region;
  /** What touching it means, whatever is done: guard, secret, startup, system, important, scratch, outside-workspace. */
  readonly traits: readonly Trait[];
  /** The workspace's top folder, where there is one. */
  readonly root: string | undefined;
}

/** What was found in one world; a judging makes a world of its own, so nothing is kept beyond it. */
const known = new WeakMap<World, Map<string, FileLocation>>();

/** Classifies a path given in a command or an edit. Follows symbolic links that are there. */
export function locationOf(given: string, cwd: string, world: World): FileLocation {
  const places = known.get(world) ?? new Map<string, FileLocation>();
  known.set(world, places);
  const key = `${cwd}\n${given}`;
  const before = places.get(key);
  if (before !== undefined) return before;
  const place = classified(given, cwd, world);
  places.set(key, place);
  return place;
}

function classified(given: string, cwd: string, world: World): FileLocation {
  const path = absolute(given, cwd, world);
  const root = workspaceRoot(world);
  const end = endOf(path, world, /[\\/]$/.test(given));
  const landing = landingOf(path, end, root, world);
  const found = regionOf(landing, root, world);
  // A neighbour of a workspace that itself stands in a temporary folder is somebody's work, not scratch.
  const region = found === 'temporary' && /^\.\.(?:[\\/]|$)/.test(given) ? 'outside' : found;
  const traits = traitsOf(path, landing, region, root, world);
  const isNamedScratch =
    traits.includes('scratch') && region === 'workspace' && !isScratchAt(end, root, world);
  return {
    path: landing,
    region,
    traits: isNamedScratch ? traits.filter((one) => one !== 'scratch') : traits,
    root,
  };
}

function absolute(given: string, cwd: string, world: World): string {
  const slashed =
    world.platform === 'win32' || /^[A-Za-z]:\\|^\\\\/.test(given) ? given.replace(/\\/g, '/') : given;
  if (/^\/\/[.?]\//.test(slashed) || isSink(slashed)) return slashed;
  if (slashed === '~' || slashed.startsWith('~/')) return resolvePath(world.home, `.${slashed.slice(1)}`);
  if (/^~[a-z_][\w-]*(?:\/|$)/i.test(slashed)) return resolvePath('/home', slashed.slice(1));
  return withoutRootedDrive(resolvePath(cwd, slashed));
}

/** Where the path really ends. A link itself stays itself unless something below it, or its content, is meant. */
function endOf(path: string, world: World, throughLink: boolean): string {
  if (isSink(path) || isDevice(path)) return path;
  const { files } = world;
  const real =
    throughLink || files.kind(path) !== 'symlink'
      ? files.real(path)
      : joined(files.real(parentOf(path)), path);
  return real ?? joined(files.real(parentOf(path)), path) ?? path;
}

/** In a workspace a path keeps the name that it was given, as long as it ends there. */
function landingOf(path: string, end: string, root: string | undefined, world: World): string {
  if (root === undefined || end === path || !isInside(path, root)) return end;
  return isInside(end, world.files.real(root) ?? root) ? path : end;
}

/** A link with a build's name is no build's where what it leads to is somebody's: `dist -> data`. */
function isScratchAt(end: string, root: string | undefined, world: World): boolean {
  const real = root === undefined ? undefined : (world.files.real(root) ?? root);
  return real === undefined || !isInside(end, real) || isScratch(end.slice(real.length));
}

function joined(parent: string | undefined, path: string): string | undefined {
  if (parent === undefined) return undefined;
  return `${parent === '/' ? '' : parent}${path.slice(path.lastIndexOf('/'))}`;
}

function regionOf(path: string, root: string | undefined, world: World): Region {
  if (isSink(path)) return 'sink';
  if (isDevice(path)) return 'device';
  if (root !== undefined) {
    if (path === root || isInside(path, `${root}/.git`)) return 'workspace-root';
    if (isInside(path, root)) return 'workspace';
    if (isInside(root, path)) return 'root';
  }
  if (isTop(path, world) || isInside(world.home, path)) return 'root';
  if (isTemporary(path, world.env)) return 'temporary';
  if (isSystemPath(path)) return 'system';
  if (isInside(path, world.home)) return 'home';
  return isForeignHome(path) ? 'system' : 'outside';
}

function isForeignHome(path: string): boolean {
  return /^\/root\//.test(path);
}

function traitsOf(
  given: string,
  path: string,
  region: Region,
  root: string | undefined,
  world: World,
): readonly Trait[] {
  const traits: Trait[] = [];
  const inHome = belowHome(path, world);
  if (region === 'sink') return traits;
  if (isGuarded(given, world) || isGuarded(path, world)) traits.push('guard');
  if (secretRank(path, world.home) === 'person') traits.push('secret');
  if (isStartupPath(path, inHome) || guardKindOf(path) === 'keys') traits.push('startup');
  if (inHome !== undefined && saysWhere.test(inHome)) traits.push('redirect');
  if (isPipeline(path)) traits.push('ci');
  if (region === 'device' || region === 'system') traits.push('system');
  if (region === 'root' || region === 'workspace-root' || region === 'device') traits.push('important');
  if (region === 'temporary') traits.push('scratch');
  if (region === 'workspace' && root !== undefined && isScratch(path.slice(root.length)))
    traits.push('scratch');
  if (region !== 'workspace' && region !== 'workspace-root' && region !== 'temporary')
    traits.push('outside-workspace');
  return traits;
}

/** Files of a home that say what a profile, a project, a context or a service stands for. */
const saysWhere =
  /^(?:\.aws\/config|\.config\/gcloud\/(?:active_config|configurations\/[^/]+)|\.azure\/(?:azureprofile\.json|clouds\.config)|\.docker\/contexts\/.+|\.pg_service\.conf)$/i;

function belowHome(path: string, world: World): string | undefined {
  if (path.startsWith(`${world.home}/`)) return path.slice(world.home.length + 1);
  return (
    /^\/(?:root|home\/[^/]+|users\/[^/]+)\/(.+)$/i.exec(path)?.[1] ??
    /^[a-z]:\/users\/[^/]+\/(.+)$/i.exec(path)?.[1]
  );
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
