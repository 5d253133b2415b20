import type { ReadProgram } from '../command/foreign/program.js';
import type { ForeignCode, Invocation } from '../command/invocation.js';
import { readCommand } from '../command/read.js';
import type { Shell } from '../command/shell-facts.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import { effectsOfAll, effectsOfTool } from '../tool/effects.js';
import { mayWriteByOption, writtenByOption } from '../tool/files/outputs.js';
import { opensFiles, shellRedirection } from '../tool/files/redirections.js';
import { foreignEffects } from '../tool/foreign/foreign.js';
import { gitLands, gitSpills, landing } from '../tool/guard/landing.js';
import { isComputed, isUnanchored, Named } from '../tool/guard/named.js';
import { mayStartOwnProgram } from '../tool/guard/own-program.js';
import { copiesOwnProgram, mayRunOwnScript, runsOwnText } from '../tool/guard/own-script.js';
import { mayReadComputed, readsOwnSecret } from '../tool/guard/own-secrets.js';
import { holdsGuard } from '../tool/guard/words.js';
import { systemOf } from '../tool/registry.js';
import type { ToolContext } from '../tool/table.js';
import { readPatch } from '../toolcall/patch.js';
import type { ShellPayload } from '../toolcall/toolcall.js';
import type { ReadCommand } from './edits/later.js';
import { withLinks } from './links.js';
import { readEdit } from './read-edit.js';
import type { CallReading } from './subject.js';

/** A command: every program that it would start, every file that it opens, every piece of code that it hands on. */
export function readShell(
  payload: ShellPayload,
  before: World,
  context: ToolContext,
  kept?: Shell,
): CallReading {
  const { command, shell } = payload;
  const {
    invocations: read,
    foreign,
    anomalies,
  } = readCommand(command, shell, before, kept, programsOf(context));
  const invocations = read.map(asService);
  const world = withLinks(before, invocations);
  const started = effectsOfAll(invocations, world, context);
  const beside = [
    ...invocations.flatMap((invocation) => around(invocation, world, context)),
    ...ofForeign(foreign, world, context),
  ];
  const isTold = [...started.flat(), ...beside].some(changesGuard);
  const named = new Named(invocations, world);
  const effects = started.flatMap((own, index) => {
    const invocation = invocations[index];
    if (invocation === undefined) return own;
    const guarded = isTold ? own : withGuards(own, invocation, world, context, named);
    return withSecrets(guarded, invocation, world, named);
  });
  return { effects: [...effects, ...beside], anomalies, invocations };
}

const languagesWithTrees = new Set(['python', 'javascript', 'php']);

/** Reads programs where their grammars are loaded, and asks for them where they are not. */
function programsOf({ grammars, want }: ToolContext): ReadProgram {
  return (language, text) => {
    if (!languagesWithTrees.has(language)) return undefined;
    if (grammars.programs === undefined) want?.('programs');
    return grammars.programs?.(language, text);
  };
}

function changesGuard({ verb, traits }: Effect): boolean {
  return verb !== 'read' && traits.includes('guard');
}

/** A program whose table does not say which files it writes may write any that its words lead to. */
function withGuards(
  effects: readonly Effect[],
  invocation: Invocation,
  world: World,
  context: ToolContext,
  named: Named,
): readonly Effect[] {
  const system = systemOf(invocation.program);
  if (effects.every(({ verb }) => verb === 'read')) {
    const isKnownReader = system === 'filesystem' || system === 'git' || system === 'script';
    const asksForHelp = effects.every(({ resource }) => resource === 'help');
    if (isKnownReader || asksForHelp || effects.length === 0 || !holdsGuard(invocation, world))
      return effects;
    return [...effects, ...effectsOfTool(landing, invocation, world, context)];
  }
  return isGuardChange(system, effects, invocation, world, named) ? effects.map(guarded) : effects;
}

function guarded(effect: Effect): Effect {
  return effect.verb === 'read' ? effect : { ...effect, traits: [...effect.traits, 'guard'] };
}

function isGuardChange(
  system: ReturnType<typeof systemOf>,
  effects: readonly Effect[],
  invocation: Invocation,
  world: World,
  named: Named,
): boolean {
  if (isEnding(invocation)) return named.supervisors;
  if (system === 'filesystem') {
    if (copiesOwnProgram(invocation, world)) return true;
    return effects.some(isComputedPath) && isComputed(invocation) && named.guards;
  }
  if (system === 'git')
    return gitSpills(invocation, world) || (gitLands(invocation.argv) && holdsGuard(invocation, world));
  if (argv(invocation).some(({ text }) => endsParent.test(text))) return true;
  const mayStart = system === undefined || system === 'script' || system === 'npm';
  if (holdsGuard(invocation, world) || (mayStart && mayStartOwnProgram(invocation, world))) return true;
  if (runsOwnText(invocation, world)) return true;
  if (mayRunOwnScript(invocation, false) || (mayRunOwnScript(invocation, true) && named.own)) return true;
  return system === undefined && isComputed(invocation) && named.guards;
}

/** Code that ends what has started it: an agent, or what it lives in. */
const endsParent = /\bkill(?:pg)?\b[^;\n]{0,60}p(?:arent_?)?pid\b/i;

function argv(invocation: Invocation): Invocation['argv'] {
  return invocation.argv.slice(1, 40);
}

/** Ends, halts or takes hold of processes by numbers that are computed. */
function isEnding({ program, argv }: Invocation): boolean {
  return (
    /^(?:kill|skill|taskkill|renice|strace|ltrace|prlimit|gdb|lldb)$/.test(program) &&
    argv.slice(1).some(isUnanchored)
  );
}

function isComputedPath({ verb, traits }: Effect): boolean {
  return verb !== 'read' && traits.includes('opaque-path');
}

/** Whoever reads the guard's own secret reads a credential, whatever its table says of it. */
function withSecrets(
  effects: readonly Effect[],
  invocation: Invocation,
  world: World,
  named: Named,
): readonly Effect[] {
  const [first] = effects;
  if (first === undefined || effects.some(({ traits }) => traits.includes('secret'))) return effects;
  const computed = mayReadComputed(invocation) && named.secrets;
  if (!computed && !readsOwnSecret(invocation, world)) return effects;
  return [...effects, { ...first, verb: 'read', resource: `${world.home}/.countersign`, traits: ['secret'] }];
}

function around(invocation: Invocation, world: World, context: ToolContext): readonly Effect[] {
  const opened = opensFiles(invocation) ? effectsOfTool(shellRedirection, invocation, world, context) : [];
  const told = mayWriteByOption(invocation)
    ? effectsOfTool(writtenByOption, invocation, world, context).filter(({ verb }) => verb !== 'read')
    : [];
  return [...opened, ...told, ...typedPatch(invocation, world, context)];
}

/** Codex knows a patch that is typed into its shell as an edit; its text stands as the word, or comes as the input. */
function typedPatch(
  { program, argv, stdin, cwd }: Invocation,
  world: World,
  context: ToolContext,
): readonly Effect[] {
  if (!/^apply_?patch$/.test(program)) return [];
  const patch = argv[1] ?? stdin;
  if (patch === undefined || !patch.text.includes('*** Begin Patch')) return [];
  const at = { ...world, cwd: cwd.text };
  return readEdit({ kind: 'edit', edits: readPatch(patch.text) }, at, context, commandReader(context))
    .effects;
}

/** Reads commands that stand in a file for somebody else's shell. */
export function commandReader(context: ToolContext): ReadCommand {
  return (command, world) => readShell({ kind: 'shell', shell: 'bash', command }, world, context).effects;
}

function ofForeign(foreign: readonly ForeignCode[], world: World, context: ToolContext): readonly Effect[] {
  return foreign.flatMap((code) => foreignEffects(code, world, context));
}

/** `/etc/init.d/mysql stop` is what `service mysql stop` runs. */
function asService(invocation: Invocation): Invocation {
  const [first, ...rest] = invocation.argv;
  const name = /^\/etc\/(?:rc\.d\/)?init\.d\/([^/]+)$/.exec(first?.text ?? '')?.[1];
  if (first === undefined || name === undefined) return invocation;
  return {
    ...invocation,
    program: 'service',
    argv: [{ ...first, text: 'service' }, { ...first, text: name }, ...rest],
  };
}
