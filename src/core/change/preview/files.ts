import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import { shownPath, startOf } from '../nearby.js';
import { notKnown, type Preview } from '../preview.js';
import type { States } from '../terraform/state.js';
import { deletion } from './files/deletion.js';
import { overwriting } from './files/overwriting.js';
import { previewNamed } from './named.js';

/** Deleting and overwriting paths of this machine, by looking at what stands there now. */
export function previewFiles(
  effect: Effect,
  world: World,
  _states: States,
  call: ToolCall,
): Preview | undefined {
  if (effect.target.system !== 'filesystem' || effect.elsewhere || effect.verb === 'read') return undefined;
  const named = previewNamed(effect);
  if (effect.traits.includes('opaque-path') || named === undefined) {
    return named && { ...named, ...notKnown('chosen', shownPath(effect.resource, world)) };
  }
  const path = resolvePath(startOf(effect, world), effect.resource);
  if (effect.verb === 'delete' || effect.verb === 'destroy') return deletion(effect, path, world);
  if (effect.verb === 'create' || effect.verb === 'modify') return overwriting(effect, path, call, world);
  return named;
}
