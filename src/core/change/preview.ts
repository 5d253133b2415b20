import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { ChangeItem, Undo, UnknownPart } from './change.js';
import type { States } from './terraform/state.js';

export type ObjectItem = Extract<ChangeItem, { readonly kind: 'object' }>;

/** What one previewer found out about one effect. */
export interface Preview {
  readonly items: readonly ChangeItem[];
  readonly sources: readonly string[];
  readonly unknown?: readonly UnknownPart[];
  readonly undo?: readonly Undo[];
  /** Absolute paths of this disk whose content goes and that nothing is known to bring back; a folder stands for all in it. */
  readonly losing?: readonly string[];
}

/** Answers for the effects it knows; undefined leaves the effect to the next previewer. */
export type Previewer = (effect: Effect, world: World, states: States, call: ToolCall) => Preview | undefined;

/** One thing that is not known. */
export function notKnown(what: UnknownPart['what'], of: string): Pick<Preview, 'unknown'> {
  return { unknown: [{ what, of }] };
}

/** A preview that names what the command names, because nothing more can be known without asking the remote. */
export function onlyNamed(
  items: readonly ChangeItem[],
  of: string,
  what: UnknownPart['what'] = 'not-looked-up',
): Preview {
  return { items, sources: ['command'], ...notKnown(what, of) };
}
