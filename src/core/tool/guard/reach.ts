/**
 * Could writing what a word names land in what supervises an agent? Links are followed, patterns are compared with the
 * disk, and what is computed counts as whatever it could become.
 */
import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { expanded, fits } from '../../command/on-disk.js';
import { isAbsolute, parentOf, resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { guardKindOf, holdsGuardFiles } from './places.js';
import { guardRoots, isGuardIdentity } from './roots.js';

/** True when a known path is a guard, wherever its links end. `path` is absolute, with `/` between its parts. */
export function isGuarded(path: string, world: World): boolean {
  const own = world.env['COUNTERSIGN_HOME'];
  const given = withoutProcess(path, world);
  if (guards(given, own)) return true;
  const end = endOf(given, world);
  if (end !== undefined && end !== given && guards(end, own)) return true;
  return isBelowRoot(end ?? given, world) || isGuardIdentity(given, world);
}

/** The same for a word of a command, which may be a pattern or computed. `directory` is where the program starts. */
export function couldBeGuarded(value: Value, directory: string, world: World): boolean {
  const text = homed(value.text, world);
  if (text.includes(OPAQUE_MARK)) return couldBecomeGuard(text, directory, world);
  if (value.glob !== true) return isGuarded(resolvePath(directory, text), world);
  const found = expanded(text, directory, world.files);
  if (found === undefined) return isAboveGuards(knownFolder(text, directory), world);
  return (
    guards(resolvePath(directory, text), world.env['COUNTERSIGN_HOME']) ||
    found.some((path) => isGuarded(path, world)) ||
    namesGuard(text, directory, world)
  );
}

function guards(path: string, own: string | undefined): boolean {
  return guardKindOf(path, own) === 'guard' || holdsGuardFiles(path);
}

/** Every link followed, the last one too; of what is not there, the folder's. */
function endOf(path: string, world: World): string | undefined {
  const { files } = world;
  const real = files.real(path);
  if (real !== undefined) return real;
  const parent = files.real(parentOf(path));
  if (parent === undefined) return undefined;
  return `${parent === '/' ? '' : parent}${path.slice(path.lastIndexOf('/'))}`;
}

/** A guard's folder can itself be a link into somebody's dotfiles: what lies there is the guard. */
function isBelowRoot(path: string, world: World): boolean {
  return guardRoots(world).some(({ link, end }) => {
    if (path !== end && !path.startsWith(`${end}/`)) return false;
    return guards(`${link}${path.slice(end.length)}`, world.env['COUNTERSIGN_HOME']);
  });
}

/** `/proc/self/root/x` is `/x`, `/proc/self/cwd/x` is the directory's. */
function withoutProcess(path: string, world: World): string {
  const [, kind, rest = ''] =
    /^\/proc\/(?:self|thread-self|\d{1,10})(?:\/task\/\d{1,10})?\/(root|cwd)((?:\/.*)?)$/s.exec(path) ?? [];
  if (kind === undefined) return path;
  return withoutProcess(kind === 'root' ? rest || '/' : `${world.cwd}${rest}`, world);
}

function homed(text: string, world: World): string {
  return text === '~' || text.startsWith('~/') ? `${world.home}${text.slice(1)}` : text;
}

/** The folder before the first part that is not known. */
function knownFolder(text: string, directory: string): string {
  const at = text.search(/[\uFFFC*?[]/);
  const known = at < 0 ? text : text.slice(0, text.lastIndexOf('/', at) + 1);
  return resolvePath(directory, known === '' ? '.' : known);
}

/** Files with other endings are nobody's configuration. */
const couldDecide =
  /(?:^|\/)[^/.]*$|\.(?:jsonc?|toml|ya?ml|[cm]?[jt]s|sh|bash|zsh|py|pl|rb|cmd|ps1|vscdb|code-workspace)$/i;

/** A computed path could be a guard where the part that is known leads to one. */
function couldBecomeGuard(text: string, directory: string, world: World): boolean {
  const first = text.indexOf(OPAQUE_MARK);
  const tail = text.slice(text.lastIndexOf(OPAQUE_MARK) + 1);
  if (tail.startsWith('/') && guards(resolvePath('/', tail.slice(1)), world.env['COUNTERSIGN_HOME']))
    return true;
  const before = text.slice(0, first);
  // Computed from its beginning, it may lie anywhere: that is named as an opaque path, which nothing ties to a guard.
  if (!isAbsolute(before) || !couldDecide.test(tail)) return false;
  const folder = knownFolder(text, directory);
  const begun = before.slice(before.lastIndexOf('/') + 1);
  if (guards(`${folder === '/' ? '' : folder}/${begun || 'settings.json'}`, world.env['COUNTERSIGN_HOME']))
    return true;
  return isAboveGuards(folder, world) && (begun === '' || begun.startsWith('.'));
}

/** The root, a home, and the folders below it in which agents and editors keep theirs. */
export function isAboveGuards(folder: string, world: World): boolean {
  if (folder === '/' || folder === world.home || world.home.startsWith(`${folder}/`)) return true;
  const below = folder.startsWith(`${world.home}/`) ? folder.slice(world.home.length + 1).toLowerCase() : '';
  return /^\.config$|^\.[a-z-]+\/extensions$|\/user$|^library\/application support$|^appdata\/roaming$/.test(
    below,
  );
}

/** Guards that need not be there yet: a pattern that names one makes it, or meets it later. */
export const usualGuards = [
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.claude.json',
  '.codex/config.toml',
  '.codex/hooks.json',
  '.gemini/settings.json',
  '.qwen/settings.json',
  '.cursor/hooks.json',
  '.copilot/config.json',
  '.factory/settings.json',
  '.countersign/bin/hook.js',
  '.countersign/bin/cli.js',
  '.countersign/bin/countersign-hook',
  '.countersign/guard/mode',
];

function namesGuard(text: string, directory: string, world: World): boolean {
  const pattern = resolvePath(directory, text);
  return [world.home, directory].some((top) => usualGuards.some((one) => fits(pattern, `${top}/${one}`)));
}
