import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait, Verb } from '../effect.js';
import { takesGuardsAlong } from '../guard/above.js';
import type { Draft } from '../table.js';
import { isFolderful } from './bulk.js';
import { draftOfPath, type GivenPath } from './draft.js';
import { isOnlyCopy, precious } from './only-copy.js';

/** Deleting one path. What lies in the workspace and would be missed is `unsaved`; a root or a home is destroyed. */
export function draftOfDeletion(
  path: GivenPath,
  recursive: boolean,
  setting: ToolInvocation,
  extra: readonly Trait[] = [],
): Draft {
  const traits: Trait[] = recursive ? ['recursive', ...extra] : [...extra];
  if (isIgnored(path, setting)) traits.push('scratch');
  else if (isMissed(path, recursive, setting)) traits.push('unsaved');
  const verb = verbOf(path, recursive);
  // A root or a home that is destroyed says it all.
  if (recursive && verb === 'delete' && !path.opaque && goesWith(path, setting)) traits.push('guard');
  return draftOfPath(verb, path, setting, traits);
}

/** A folder that holds guards, as a whole. */
export function goesWith({ place }: GivenPath, setting: ToolInvocation): boolean {
  return setting.invocation.elsewhere === undefined && takesGuardsAlong(place.path, setting.world);
}

function verbOf(path: GivenPath, recursive: boolean): Verb {
  const { region } = path.place;
  return recursive && (region === 'root' || region === 'device') && !path.opaque ? 'destroy' : 'delete';
}

/** A folder or a pattern in the workspace that no build makes again. A folder that is not there loses nothing. */
function isMissed(path: GivenPath, recursive: boolean, setting: ToolInvocation): boolean {
  const { place, many } = path;
  if (place.region !== 'workspace' || place.traits.includes('scratch')) return false;
  if (setting.invocation.elsewhere !== undefined) return false;
  if (precious.test(place.path)) return true;
  if (!recursive) return isOnlyCopy(path, setting) || isFolderful(path, setting);
  if (many) return true;
  const kind = setting.world.files.kind(place.path);
  // Behind a slash it is what the link leads to.
  return (
    kind === 'directory' || (kind === 'symlink' && path.value.text.endsWith('/')) || isOnlyCopy(path, setting)
  );
}

/** Named by itself in the workspace's .gitignore: made by tools, not by people. */
function isIgnored(path: GivenPath, setting: ToolInvocation): boolean {
  const { root, path: full, region } = path.place;
  if (root === undefined || region !== 'workspace' || setting.invocation.elsewhere !== undefined)
    return false;
  const read = setting.world.files.read(`${root}/.gitignore`);
  if (!read.ok) return false;
  const relative = full.slice(root.length + 1);
  const names = new Set([relative, relative.slice(relative.lastIndexOf('/') + 1)]);
  return read.text.split(/\r?\n/).some((line) =>
    names.has(
      line
        .trim()
        .replace(/^\//, '')
        .replace(/\/\*{0,2}$/, ''),
    ),
  );
}
