/** Arguments of an MCP call that lead to what supervises an agent, whatever they are called. */
import { resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { Verb } from '../tool/effect.js';
import { isLoaded } from '../tool/guard/places.js';
import { isAboveGuards, isGuarded } from '../tool/guard/reach.js';
import { proseKey } from './mcp-carried.js';
import type { Field } from './mcp-fields.js';

/** Tools that only look by their name, and leave a file of this machine behind. */
const leavesFile =
  /(?:^|[^a-z])(?:download|export|screenshot|snapshot|save|record|capture|dump|pdf|backup|extract|trace)(?:$|[^a-z])/;
/** Tools that write names which nobody knows: members of an archive, files of a repository or a patch. */
const unpacks =
  /(?:^|[^a-z])(?:extract|unzip|unpack|untar|decompress|restore|clone|checkout|apply|patch|sync|install|mirror)(?:$|[^a-z])/;
const folderKey =
  /^(?:dir|directory|folder|root|cwd|base|basepath|basedir|parent|location|path|repo|repopath|workdir|workingdirectory)$/;
const nameKey = /^(?:name|filename|file|path|relativepath|title|key|basename|target|to)$/;
const commandKey = /^(?:command|id|commandid|action)$/;

/** True where the call could change a guard: a path among its arguments, a folder and a name in it, a command of the editor. */
export function touchesGuard(tool: string, verb: Verb, fields: readonly Field[], world: World): boolean {
  const name = tool.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  if (verb === 'read' && !leavesFile.test(name) && !unpacks.test(name)) return false;
  if (fields.some(({ key, text }) => commandKey.test(key) && endsGuard.test(text))) return true;
  const given = fields.filter(({ text }) => text !== '' && text.length < 1_024);
  const paths = given.flatMap((field) => (proseKey.test(field.key) ? [] : pathsOf(field)));
  if (paths.some((path) => isGuarded(placed(path, world), world))) return true;
  if (unpacks.test(name) && paths.some((path) => isFolderOfGuards(placed(path, world), world))) return true;
  const folders = given.filter(({ key, text }) => folderKey.test(key) && /^(?:file:|[/~.])/.test(text));
  const names = given.filter(({ key, text }) => nameKey.test(key) && !/^[/~]/.test(text));
  return folders.some((folder) =>
    names.some(
      (one) =>
        one !== folder && isGuarded(placed(`${pathsOf(folder)[0] ?? folder.text}/${one.text}`, world), world),
    ),
  );
}

/** Commands of the editor that decide in a person's place, or take the extension away. */
const endsGuard =
  /^(?:countersign\.|workbench\.extensions\.(?:uninstall|disable|action\.(?:uninstall|disable))|workbench\.action\.(?:disable|uninstall)\w*extension)/i;

/** `file:///a%20b`, a path, a list of its parts. */
function pathsOf({ key, text }: Field): readonly string[] {
  const [, address] = /^file:\/\/(?:localhost)?(\/.*)$/is.exec(text) ?? [];
  if (address !== undefined) return [decoded(address)];
  if (/^(?:\/|~\/|\.{1,2}\/)/.test(text) || text === '~') return [text];
  if (/^\.[\w-]+\//.test(text)) return [text];
  const parts = text.split(' ');
  return /path|file|parts|segments/.test(key) && parts.length > 1 && parts.length < 20
    ? [`/${parts.join('/')}`, parts.join('/')]
    : [];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function placed(path: string, world: World): string {
  const own = path === '~' || path.startsWith('~/') ? `${world.home}${path.slice(1)}` : path;
  return resolvePath(world.cwd, own);
}

function isFolderOfGuards(path: string, world: World): boolean {
  return isAboveGuards(path, world) || isLoaded(path);
}
