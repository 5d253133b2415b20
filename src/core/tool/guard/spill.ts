/** Many names written into one folder at once: unpacked, mirrored, linked. Each of them may be a guard's. */
import type { Value } from '../../command/invocation.js';
import { resolvePath } from '../../command/paths.js';
import { directoryOf } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { isLoaded } from './places.js';
import { isAboveGuards, isGuarded } from './reach.js';

/** `guard` where names that nobody knows go into a folder that has guards below it. */
export function spillTraits(destination: Value, setting: ToolInvocation): readonly Trait[] {
  const folder = folderOf(destination, setting);
  return isAboveGuards(folder, setting.world) || isLoaded(folder) ? ['guard'] : [];
}

/** The same for the contents of a folder, whose names the disk tells: `cp -r dotfiles/. ~`, `rsync -a dotfiles/ ~`. */
export function spillTraitsOf(source: Value, destination: Value, setting: ToolInvocation): readonly Trait[] {
  const folder = folderOf(destination, setting);
  const { world } = setting;
  if (!isAboveGuards(folder, world)) return [];
  const from = folderOf(source, setting);
  const names = source.opaque.length > 0 ? [] : world.files.list(from);
  const mayHold =
    names.length === 0 || names.some((name) => isGuarded(`${folder === '/' ? '' : folder}/${name}`, world));
  return mayHold ? ['guard'] : [];
}

function folderOf(value: Value, setting: ToolInvocation): string {
  const { home } = setting.world;
  const text =
    value.text === '~' || value.text.startsWith('~/') ? `${home}${value.text.slice(1)}` : value.text;
  return resolvePath(directoryOf(setting), text);
}
