/** Folders that hold guards somewhere below: what takes such a folder away, or its owner's rights to it, takes them along. */
import type { World } from '../../shared/world.js';
import { guardKindOf, holdsGuardFiles } from './places.js';
import { isAboveGuards } from './reach.js';

/** Below a home: where editors, agents and programs keep theirs, whether or not the disk can be looked at. */
const below =
  /^(?:\.local(?:\/bin)?|\.aws(?:\/amazonq)?|\.pi(?:\/agent)?|\.codeium\/windsurf|\.gemini\/antigravity[\w-]*|\.amazonq|documents(?:\/cline)?|library|appdata|\.(?:vscode|vscodium|cursor|windsurf|kiro|trae|antigravity|positron|void)[\w.-]*(?:\/data(?:\/user|\/machine)?)?|(?:\.config|library\/application support|appdata\/roaming)\/(?:code|code - \w+|vscodium|cursor|windsurf|kiro|trae|antigravity|positron|void)|.+\/user\/(?:globalstorage|workspacestorage|profiles))$/;
// Folders of the system itself are asked about anyway.
const ofTheSystem = /^\/(?:usr\/local(?:\/bin)?|opt\/homebrew(?:\/bin)?|library\/application support)$/;

/** True where guards go with the folder. `path` is absolute. A project that has an agent's folder in it is no such place: whoever moves it moves work. */
export function takesGuardsAlong(path: string, world: World): boolean {
  if (isAboveGuards(path, world)) return true;
  const lower = path.toLowerCase();
  if (ofTheSystem.test(lower)) return true;
  const home = world.home.toLowerCase();
  if (lower.startsWith(`${home}/`) && below.test(lower.slice(home.length + 1))) return true;
  if (!/\/\.[^/]+$|\/\.config\/[^/]+$/.test(lower)) return false;
  return world.files.list(path).some((name) => {
    const inside = `${path}/${name}`;
    return guardKindOf(inside, world.env['COUNTERSIGN_HOME']) === 'guard' || holdsGuardFiles(inside);
  });
}
