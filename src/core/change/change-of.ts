import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { Change } from './change.js';
import { type Copyable, copyableOf } from './copyable.js';
import { previewEdits } from './edits.js';
import { fold } from './fold.js';
import { previewAws } from './preview/aws.js';
import { previewBeanstalk } from './preview/beanstalk.js';
import { previewCloudFormation } from './preview/cloudformation.js';
import { previewCompose } from './preview/compose.js';
import { previewElsewhere } from './preview/elsewhere.js';
import { previewFiles } from './preview/files.js';
import { previewGit } from './preview/git.js';
import { previewHelm } from './preview/helm.js';
import { previewKubernetes } from './preview/kubernetes.js';
import { previewNamed } from './preview/named.js';
import { previewPackage } from './preview/package.js';
import { previewSql } from './preview/sql.js';
import { previewStore } from './preview/store.js';
import { previewTerraform } from './preview/terraform.js';
import { notKnown, type Preview, type Previewer } from './preview.js';
import { type States, statesOf } from './terraform/state.js';

/** The first previewer that answers speaks; the last one answers for everything. */
const previewers: readonly Previewer[] = [
  previewBeanstalk,
  previewTerraform,
  previewCloudFormation,
  previewKubernetes,
  previewHelm,
  previewCompose,
  previewPackage,
  previewAws,
  previewFiles,
  previewGit,
  previewSql,
  previewStore,
  previewElsewhere,
  previewNamed,
];

/** Effects beyond this many are not previewed; the change then says that it is incomplete. */
const effectLimit = 40;

/** What is foreseen of a call: its change, what of it could be copied first, and where more could be seen. */
export interface Foreseen {
  readonly change: Change;
  readonly copyable?: Copyable;
  /** Places that a person can have looked at. */
  readonly looks?: readonly string[];
}

/**
 * What a call would change, as far as files on this disk can tell. Pure, bounded, never throws; it informs and
 * never allows. `judged` is the engine's assessment.
 */
export function foresee(
  call: ToolCall,
  judged: { readonly effects: readonly Effect[] },
  world: World,
): Foreseen {
  const previews = previewsOf(call, judged, world);
  const copyable = copyableOf(previews, world);
  return { change: fold(previews), ...(copyable === undefined ? {} : { copyable }) };
}

export function changeOf(
  call: ToolCall,
  judged: { readonly effects: readonly Effect[] },
  world: World,
): Change {
  return fold(previewsOf(call, judged, world));
}

/** The same where somebody has seen more of an effect than lies here. */
export function changeWith(
  call: ToolCall,
  judged: { readonly effects: readonly Effect[] },
  world: World,
  seen: SeenOf,
): Change {
  return fold(previewsOf(call, judged, world, seen));
}

/** What was seen of the effect at this place. */
type SeenOf = (effect: Effect, at: number) => Preview | undefined;

function previewsOf(
  call: ToolCall,
  judged: { readonly effects: readonly Effect[] },
  world: World,
  seen: SeenOf = () => undefined,
): readonly Preview[] {
  if (call.payload.kind === 'edit') return [previewEdits(call.payload.edits, world)];
  const states = statesOf(world);
  const previews = judged.effects
    .slice(0, effectLimit)
    .flatMap((effect, at) => seen(effect, at) ?? previewOf(effect, world, states, call));
  const tooMany: readonly Preview[] =
    judged.effects.length > effectLimit
      ? [{ items: [], sources: [], ...notKnown('more-effects', String(judged.effects.length - effectLimit)) }]
      : [];
  return [...previews, ...tooMany];
}

function previewOf(effect: Effect, world: World, states: States, call: ToolCall): readonly Preview[] {
  for (const previewer of previewers) {
    const preview = previewer(effect, world, states, call);
    if (preview) return [preview];
  }
  return [];
}
