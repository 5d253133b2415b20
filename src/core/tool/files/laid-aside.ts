import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftOfDeletion } from './deletion.js';
import { givenPath } from './draft.js';

/**
 * True when a move takes somebody's folder to where nobody misses what is deleted: a temporary folder, a build's output. One step later
 * it is gone unasked. A workspace or its history is so wherever it goes; a single file is not, nor what a build makes again.
 */
export function laidAside(source: Value, destination: Value | undefined, setting: ToolInvocation): boolean {
  if (destination === undefined || setting.invocation.elsewhere !== undefined) return false;
  const path = givenPath(source, setting);
  const { place } = path;
  const { root } = place;
  if (root !== undefined && (place.path === root || place.path === `${root}/.git`)) return true;
  if (place.traits.includes('scratch') || !isDiscarded(destination, setting)) return false;
  const isFolder = setting.world.files.kind(place.path) === 'directory';
  if (place.region === 'home') return isFolder;
  if (place.region !== 'workspace') return place.traits.includes('important');
  return (
    (isFolder || path.contents) && draftOfDeletion(path, true, setting).traits?.includes('unsaved') === true
  );
}

/** `/tmp` itself is as good as a folder in it. */
function isDiscarded(destination: Value, setting: ToolInvocation): boolean {
  const { place } = givenPath({ ...destination, text: `${destination.text}/x` }, setting);
  return place.traits.includes('scratch');
}
