import type { ToolInvocation } from '../../target/whereabouts.js';
import { type GivenPath, givenPath } from './draft.js';
import { areAsInIndex } from './unchanged.js';

/** More than a hand names one by one. */
const few = 20;

/** True where a pattern means all that is in a folder of the workspace, as `rm -r` of the folder would, and git does not hold all of it. */
export function isFolderful(path: GivenPath, setting: ToolInvocation): boolean {
  const { place, contents, opaque } = path;
  if (!contents || opaque || place.region !== 'workspace' || place.traits.includes('scratch')) return false;
  if (setting.invocation.elsewhere !== undefined) return false;
  const { files } = setting.world;
  const names = files.list(place.path).map((name) => `${place.path}/${name}`);
  if (path.value.text.includes('**') && names.some((name) => files.kind(name) === 'directory')) return true;
  return (
    !areAsInIndex(
      names.filter((name) => files.kind(name) === 'file'),
      setting,
    ) && names.some((name) => isFull(name, setting))
  );
}

/** True where so many files are named that together they are a folder's worth, and git does not hold them. */
export function areMany(paths: readonly GivenPath[], setting: ToolInvocation): boolean {
  if (paths.length <= few || setting.invocation.elsewhere !== undefined) return false;
  const own = paths.filter(
    ({ place }) =>
      place.region === 'workspace' && !place.traits.includes('scratch') && isFull(place.path, setting),
  );
  return own.length > few && own.filter(({ place }) => !areAsInIndex([place.path], setting)).length > few;
}

/** True where a program's output goes onto what it reads: the shell empties the file before the program sees it. */
export function readsItsOutput(output: GivenPath, setting: ToolInvocation): boolean {
  const { argv, program, redirections } = setting.invocation;
  const { place } = output;
  if (/^(?:echo|printf|:|true|)$/.test(program) || !isOwn(output) || !isFull(place.path, setting))
    return false;
  const inputs = [
    ...argv.slice(1, 64).filter(({ text }) => /^[\w./~-]+$/.test(text)),
    ...redirections.filter(({ mode }) => mode === 'read').map(({ path }) => path),
  ];
  return (
    inputs.some((value) => givenPath(value, setting).place.path === place.path) &&
    !areAsInIndex([place.path], setting)
  );
}

function isOwn({ place, opaque, many }: GivenPath): boolean {
  return (
    (place.region === 'workspace' || place.region === 'home') &&
    !place.traits.includes('scratch') &&
    !opaque &&
    !many
  );
}

function isFull(path: string, { world }: ToolInvocation): boolean {
  return (world.files.identity(path)?.size ?? 0) > 0;
}
