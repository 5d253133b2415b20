import { hasOption, readArguments } from '../command/arguments.js';
import { CHOSEN_ENVIRONMENT, type Invocation, type Value } from '../command/invocation.js';
import { budgets, spend } from '../shared/budgets.js';
import type { World } from '../shared/world.js';
import { withBends, withOtherCredentials } from '../target/bends.js';
import { environmentOfName } from '../target/environment.js';
import { directoryOf } from '../target/files.js';
import { leftFor } from '../target/leaves.js';
import { withOwnFiles } from '../target/places/walk.js';
import { classify } from '../target/verdict.js';
import { type Clue, clue, type ToolInvocation, type Whereabouts } from '../target/whereabouts.js';
import { draftsOf } from './drafts-of.js';
import { type Effect, type Trait, verbs } from './effect.js';
import { placeElsewhere, worldOf } from './elsewhere.js';
import { shellRedirection } from './files/redirections.js';
import { asConsole } from './frameworks/consoles.js';
import { afterChanges, groundChanges, unasked, watched } from './ground.js';
import { innerEffects } from './inner-command.js';
import { toolsOf } from './registry.js';
import { findRow } from './rows.js';
import { saferCommand } from './safer.js';
import type { Draft, Tool, ToolContext } from './table.js';
import { throughTunnel, tunnelOf, tunnelSwitch } from './tunnel.js';
import { unknownProgram } from './unknown-program.js';

const noSwitches: ReadonlyMap<string, string> = new Map();

/** What one program would do. Never empty for a program in no table: that is one effect with the verb `unknown`. */
export function effectsOf(invocation: Invocation, world: World, context: ToolContext): readonly Effect[] {
  return effectsWith(invocation, world, context, noSwitches);
}

/** The same for all programs of one command, in order, where an earlier one may switch the target of a later one. */
export function effectsOfAll(
  invocations: readonly Invocation[],
  world: World,
  context: ToolContext,
): readonly (readonly Effect[])[] {
  const switches = new Map<string, string>();
  let told = 0;
  return invocations.map((invocation) => {
    if (told > budgets.effects.most) {
      spend(world, 'effects');
      return [];
    }
    const found = effectsWith(invocation, world, context, switches);
    told += found.length;
    const effects = told > budgets.effects.most ? found.slice(0, 1).map(uncounted) : found;
    const tunnel = tunnelOf(invocation, effects);
    if (tunnel !== undefined) switches.set(tunnelSwitch, tunnel);
    for (const [key, value] of leftBehind(invocation, found, world, switches)) switches.set(key, value);
    return effects;
  });
}

/** What the rest of the line goes by: what the tool's table says that it has switched, and what is not known any more. */
function leftBehind(
  given: Invocation,
  effects: readonly Effect[],
  world: World,
  switches: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const tools = toolsOf(given.program);
  const [tool = shellRedirection] = tools;
  const switched = tools.flatMap((one) => one.switches?.(settingOf(one, given, world, switches)) ?? []);
  const setting = settingOf(tool, given, world, switches);
  return [...switched, ...groundChanges(setting, tools[0]?.system, effects, switched.length > 0)];
}

function effectsWith(
  given: Invocation,
  world: World,
  context: ToolContext,
  switches: ReadonlyMap<string, string>,
): readonly Effect[] {
  const invocation = asConsole(given);
  const tools = toolsOf(invocation.program);
  const [tool] = tools;
  if (tool === undefined) {
    const inner = innerEffects(invocation, world, context, effectsOf);
    return [unknownProgram(invocation, world, context), ...inner];
  }
  if (tools.length === 1) return effectsOfTool(tool, invocation, world, context, switches);
  const fitting = tools.filter((one) => fits(one, settingOf(one, invocation, world, switches), context));
  const told = (fitting.length > 0 ? fitting : tools).map((one) =>
    effectsOfTool(one, invocation, world, context, switches),
  );
  return told.reduce((worst, one) => (finality(one) >= finality(worst) ? one : worst));
}

/** True when the tool knows the command: one of the products that share the program's name. */
function fits(tool: Tool, setting: ToolInvocation, context: ToolContext): boolean {
  return findRow(tool, setting) !== undefined || tool.beyond?.(setting, context) !== undefined;
}

function finality(effects: readonly Effect[]): number {
  return Math.max(-1, ...effects.map((effect) => verbs.indexOf(effect.verb)));
}

/** Stands for everything behind the count: it may be anything. */
function uncounted(effect: Effect): Effect {
  return { ...effect, verb: 'execute', resource: tooMany, traits: ['opaque-code'], reach: 'uncountable' };
}

const tooMany = 'more than can be read';

function bounded(drafts: readonly Draft[], world: World): readonly Draft[] {
  if (drafts.length <= budgets.drafts.most) return drafts;
  spend(world, 'drafts');
  const rest: Draft = { verb: 'execute', resource: tooMany, traits: ['opaque-code'], reach: 'uncountable' };
  return [...drafts.slice(0, budgets.drafts.most), rest];
}

/** The same with a tool that is not found by its program's name. */
export function effectsOfTool(
  tool: Tool,
  invocation: Invocation,
  world: World,
  context: ToolContext,
  switches: ReadonlyMap<string, string> = noSwitches,
): readonly Effect[] {
  const setting = settingOf(tool, invocation, world, switches);
  const drafting = watched(setting);
  const drafts = bounded(draftsOf(tool, drafting.setting, context), world);
  const looking = watched(setting);
  const own = tool.target(looking.setting);
  const aimed = looking.touched();
  const found = bent(withOwnFiles(own, looking.setting), setting);
  const read = [...aimed, ...unasked(looking.touched(), invocation, setting)];
  const here = throughTunnel(afterChanges(found, setting, read), switches);
  const where = placeElsewhere(withChosen(here, invocation), invocation, world, switches);
  const argv = invocation.argv.map((word) => word.text);
  const place = (one: Whereabouts): Whereabouts => {
    const files = reachedByCredentials.test(one.system)
      ? unasked(drafting.touched(), invocation, setting)
      : [];
    const at = afterChanges(ownPlace(one, setting), setting, files);
    return placeElsewhere(at, invocation, world, switches);
  };
  const effects = drafts.map((draft) =>
    finish(
      draft,
      argv,
      tool,
      setting,
      left(draft, draft.where === undefined ? where : place(draft.where)),
      context,
    ),
  );
  return drafts.some(({ leaves }) => leaves !== undefined) ? toldOnce(effects) : effects;
}

/** What comes to the same at both ends of a switch is one thing. */
function toldOnce(effects: readonly Effect[]): readonly Effect[] {
  const keyOf = ({ verb, resource, target, traits }: Effect): string =>
    JSON.stringify([verb, resource, target.name, target.environment, traits]);
  return [...new Map([...effects].reverse().map((effect) => [keyOf(effect), effect])).values()].reverse();
}

function left({ leaves }: Draft, where: Whereabouts): Whereabouts {
  return leaves === undefined ? where : leftFor(where, leaves);
}

/** Systems whose place is decided by credentials and variables. */
const reachedByCredentials =
  /^(?:aws|gcp|azure|kubernetes|terraform|pulumi|serverless|ansible|database|postgres|mysql|mongodb|redis|vault|consul|nomad)$/;

/** What a wrapper chose for the program (`aws-vault exec prod`) speaks for the place that it goes to. */
function withChosen(where: Whereabouts, invocation: Invocation): Whereabouts {
  const chosen = invocation.env.get(CHOSEN_ENVIRONMENT)?.text;
  if (chosen === undefined || !reachedByCredentials.test(where.system)) return where;
  return { ...where, clues: [...where.clues, ...clue('mention', 'wrapper', chosen)] };
}

function settingOf(
  tool: Tool,
  invocation: Invocation,
  world: World,
  switches: ReadonlyMap<string, string>,
): ToolInvocation {
  const args = readArguments(invocation.argv, tool.grammar);
  return { invocation, args, world: worldOf(invocation, world), switches };
}

function finish(
  draft: Draft,
  argv: readonly string[],
  tool: Tool,
  setting: ToolInvocation,
  where: Whereabouts,
  context: ToolContext,
): Effect {
  const { invocation } = setting;
  const cwd = directoryOf(setting);
  const opaque = [...(where.opaque ?? []), ...(draft.opaque ?? [])];
  const target = classify(
    draft.verb === 'read' ? { ...where, namedByResource: false } : where,
    cluesOf(draft, tool, setting),
    context.environments,
  );
  return {
    verb: draft.verb,
    resource: draft.resource === '' ? invocation.program : draft.resource,
    target,
    argv,
    via: invocation.via,
    ...(cwd === setting.world.cwd ? {} : { cwd }),
    ...(invocation.elsewhere === undefined ? {} : { elsewhere: true }),
    opaque,
    span: draft.span ?? invocation.span,
    traits: traitsOf(draft, tool, setting, where, opaque),
    reach: draft.reach ?? 1,
    ...saferOf(draft, tool, setting),
  };
}

/** A place that only this effect has; one of this machine needs no file to say so. */
function ownPlace(where: Whereabouts, setting: ToolInvocation): Whereabouts {
  return where.local === undefined ? bent(withOwnFiles(where, setting), setting) : where;
}

function bent(where: Whereabouts, setting: ToolInvocation): Whereabouts {
  return withOtherCredentials(withBends(where, setting), setting);
}

function saferOf(draft: Draft, tool: Tool, setting: ToolInvocation): Pick<Effect, 'safer'> {
  const safer = draft.safer === undefined ? undefined : saferCommand(draft.safer, draft, tool, setting);
  return safer === undefined ? {} : { safer };
}

function traitsOf(
  draft: Draft,
  tool: Tool,
  setting: ToolInvocation,
  where: Whereabouts,
  opaque: readonly string[],
): readonly Trait[] {
  const traits = new Set<Trait>(draft.traits ?? []);
  if (draft.verb !== 'read') {
    for (const [option, added] of Object.entries(tool.optionTraits ?? {})) {
      if (hasOption(setting.args, option)) for (const trait of added) traits.add(trait);
    }
  }
  if (where.privileged !== undefined) traits.add('privileged');
  if (where.local !== undefined && where.throwaway !== undefined) traits.add('scratch');
  const code = traits.has('opaque-code') || traits.has('opaque-program');
  if ((where.opaque ?? []).length > 0 || (opaque.length > 0 && !code)) traits.add('opaque-selector');
  return [...traits];
}

function cluesOf(draft: Draft, tool: Tool, setting: ToolInvocation): readonly Clue[] {
  if (tool.clues === 'none' || draft.where?.local !== undefined) return [];
  const named = draft.verb === 'read' ? (draft.names ?? []).filter(isSureName) : (draft.names ?? []);
  const names = named.slice(0, 50).flatMap((name) => clue('resource', 'name', name));
  if (tool.clues !== 'words' || draft.verb === 'read' || draft.verb === 'unknown') return names;
  // A word that names the resource has told what it can.
  const told = new Set(names.map((name) => name.value));
  return [...names, ...mentionsOf(setting).filter((mention) => !told.has(mention.value))];
}

/** Whoever reads is asked for a name that says production plainly: no sentence, no `live`. */
function isSureName(name: string): boolean {
  return !/\s/.test(name) && (environmentOfName(name)?.confidence ?? 0) >= 0.85;
}

/** Other words of a command that writes; a sentence is no name, so words with blanks do not count. */
function mentionsOf(setting: ToolInvocation): readonly Clue[] {
  const { operands, options } = setting.args;
  const mentions = [...options].flatMap(([option, values]) =>
    values.flatMap((value) => (isName(value) ? clue('mention', option, value.text) : [])),
  );
  const words = operands.flatMap((value) => (isName(value) ? clue('mention', 'argument', value.text) : []));
  return [...mentions, ...words].slice(0, 100);
}

function isName(value: Value): boolean {
  return value.text.length <= 256 && !/\s/.test(value.text);
}
