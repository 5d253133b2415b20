import { type ResolvedEdit, resolveEdit } from '../change/resolve-edit.js';
import type { World } from '../shared/world.js';
import { classify } from '../target/verdict.js';
import { clue, type Whereabouts } from '../target/whereabouts.js';
import type { Effect, Trait, Verb } from '../tool/effect.js';
import { whereOf } from '../tool/files/draft.js';
import { type FileLocation, locationOf } from '../tool/files/place.js';
import { holdsSecretText } from '../tool/files/secrets.js';
import { guardKeys } from '../tool/guard/keys.js';
import { guardKindOf } from '../tool/guard/places.js';
import type { ToolContext } from '../tool/table.js';
import type { EditPayload } from '../toolcall/toolcall.js';
import { infrastructureEffects, type PlannedEffect } from './edits/infrastructure.js';
import { laterEffects, type ReadCommand } from './edits/later.js';
import { lineChange } from './edits/lines.js';
import { widensPipeline } from './edits/pipeline.js';
import type { CallReading } from './subject.js';

/** A file edit: what it does to the file, and what the file will do once somebody applies it. */
export function readEdit(
  payload: EditPayload,
  world: World,
  context: ToolContext,
  readCommand: ReadCommand,
): CallReading {
  const effects = payload.edits.flatMap((edit) =>
    effectsOfEdit(resolveEdit(edit, world), world, context, readCommand),
  );
  return { effects, anomalies: [], invocations: [] };
}

function effectsOfEdit(
  edit: ResolvedEdit,
  world: World,
  context: ToolContext,
  readCommand: ReadCommand,
): readonly Effect[] {
  const place = locationOf(edit.path, world.cwd, world);
  const verb = verbOf(edit);
  const own = toEffect(verb, place.path, traitsOf(edit, place), whereOf(place, verb), context);
  return [
    ...own,
    ...pipelineEffects(edit, place, context),
    ...plannedEffects(edit, context),
    ...effectsLater(edit, world, context, readCommand),
  ];
}

function verbOf(edit: ResolvedEdit): Verb {
  if (edit.problem !== undefined) return 'modify';
  if (edit.after === null) return edit.before === null ? 'read' : 'delete';
  return edit.before === null ? 'create' : 'modify';
}

function traitsOf(edit: ResolvedEdit, place: FileLocation): readonly Trait[] {
  const traits = new Set<Trait>(place.traits);
  if (edit.problem === 'unknown-form') traits.add('opaque-code');
  const change = lineChange(edit.before, edit.after);
  if (change.added.some(holdsSecretText)) traits.add('secret');
  if (guardKindOf(place.path) === 'keys') {
    traits.delete('startup');
    if (
      [...change.added, ...change.removed].some((line) => guardKeys.test(line)) ||
      edit.problem !== undefined
    )
      traits.add('guard');
  }
  return [...traits];
}

/** More power for a pipeline is more than a changed file. */
function pipelineEffects(edit: ResolvedEdit, place: FileLocation, context: ToolContext): readonly Effect[] {
  if (!place.traits.includes('ci') || !widensPipeline(edit)) return [];
  const name = place.path.slice(place.path.lastIndexOf('/') + 1);
  return toEffect('expose', `pipeline/${name}`, ['ci'], { system: 'ci', name, clues: [] }, context);
}

function plannedEffects(edit: ResolvedEdit, context: ToolContext): readonly Effect[] {
  const where: Whereabouts = {
    system: /\.(?:tf|tofu|hcl|tfvars)$/i.test(edit.path) ? 'terraform' : 'infrastructure',
    name: edit.path.split('/').slice(-2).join('/'),
    clues: clue('mention', 'path', edit.path.split('/').slice(-4).join('/')),
  };
  return infrastructureEffects(edit).flatMap((planned) => plannedEffect(planned, where, context));
}

/** What the file makes others do: judged by what it does, at a place that only the one who runs it knows. */
function effectsLater(
  edit: ResolvedEdit,
  world: World,
  context: ToolContext,
  readCommand: ReadCommand,
): readonly Effect[] {
  const name = edit.path.split('/').slice(-2).join('/');
  return laterEffects(edit, world, context, readCommand).flatMap((planned) =>
    plannedEffect(planned, { system: 'ci', name, clues: [] }, context),
  );
}

function plannedEffect(planned: PlannedEffect, where: Whereabouts, context: ToolContext): readonly Effect[] {
  return toEffect(planned.verb, planned.resource, planned.traits, where, context);
}

function toEffect(
  verb: Verb,
  resource: string,
  traits: readonly Trait[],
  where: Whereabouts,
  context: ToolContext,
): readonly Effect[] {
  const target = classify(where, [], context.environments);
  return [{ verb, resource, target, argv: [], via: [], opaque: [], span: [0, 0], traits, reach: 1 }];
}
