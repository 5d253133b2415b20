import { optionGrammar, readArguments } from '../../command/arguments.js';
import type { OutsideCall } from '../../command/foreign/outside-call.js';
import type { ForeignCode } from '../../command/invocation.js';
import { budgets } from '../../shared/budgets.js';
import type { World } from '../../shared/world.js';
import { addressGiven } from '../../target/dotenv.js';
import { hostOfUrl } from '../../target/host.js';
import { isLoopback } from '../../target/loopback.js';
import { withOwnFiles } from '../../target/places/walk.js';
import { projectDatabase } from '../../target/project-database.js';
import { classify } from '../../target/verdict.js';
import { clue, type ToolInvocation, type Whereabouts } from '../../target/whereabouts.js';
import type { Effect, Trait, Verb } from '../effect.js';
import { worldOf } from '../elsewhere.js';
import { asConsole } from '../frameworks/consoles.js';
import type { ToolContext } from '../table.js';
import { actOfLibrary } from './libraries.js';
import { scanCode, scanPlaces } from './scan.js';

/** What the literal text of a script shows: calls of services that delete, HTTP that deletes. The rest stays unsaid. */
export function foreignEffects(foreign: ForeignCode, world: World, context: ToolContext): readonly Effect[] {
  const text = foreign.code.text;
  const byText = foreign.calls === undefined ? scanCode(text, world, isConsoles(foreign)) : scanPlaces(text);
  const called = libraryEffects(foreign, world, context);
  return [
    ...called,
    ...byText.map((found) => {
      const where = {
        system: found.system,
        name: found.name,
        clues: found.clues,
        ...(found.local ? { local: found.local } : {}),
      };
      return toEffect(
        foreign,
        found.verb,
        found.resource,
        found.traits,
        classify(where, [], context.environments),
      );
    }),
  ];
}

/** What is said to a console of Rails is told by the console. */
function isConsoles({ invocation }: ForeignCode): boolean {
  const { program, argv } = asConsole(invocation);
  const [, command, given] = argv;
  return (
    program === 'rails' &&
    /^(?:console|c|runner|r)$/.test(command?.text ?? '') &&
    given?.text.endsWith('.rb') !== true
  );
}

/** What the calls of libraries do at their services, each told once. */
function libraryEffects(foreign: ForeignCode, world: World, context: ToolContext): readonly Effect[] {
  const calls = foreign.calls ?? [];
  const imports = [...(calls[0]?.steps[0]?.texts ?? []), ...calls.map(({ root }) => root)];
  const keyed = keyedRoots(calls);
  const seen = new Set<string>();
  const setting = settingOf(foreign, world);
  return calls.flatMap((call): readonly Effect[] => {
    const act = actOfLibrary(call, imports, keyed.has(call.root));
    const key = `${act?.verb} ${act?.resource} ${act?.system}`;
    if (act === undefined || seen.has(key) || seen.size >= budgets.finds.most) return [];
    seen.add(key);
    const where = projectPlace(placeOf(call, act.system, calls, setting), setting);
    const target = classify(where, [], context.environments);
    const traits: readonly Trait[] =
      (where.opaque ?? []).length === 0 ? act.traits : [...act.traits, 'opaque-selector'];
    return [{ ...toEffect(foreign, act.verb, act.resource, traits, target), reach: act.reach }];
  });
}

/** Installed modules that are given a key: `new Recurly(process.env.RECURLY_API_KEY)`, `chargebee.api_key = …`. */
function keyedRoots(calls: readonly OutsideCall[]): ReadonlySet<string> {
  const key = /^(?:api|access|secret|auth|private)?_?(?:key|token|secret)=?$/i;
  return new Set(
    calls.flatMap(({ root, steps }) =>
      /^(?:[@a-z][\w@/-]*(?:\.\w+)*|\w+(?:\\\w+)+)$/.test(root) &&
      !/^(?:text|os|sys|crypto|hmac|secrets|jwt|jsonwebtoken|hashlib|cryptography|jose|passport\w*|express\S*|requests|httpx|axios|config|dotenv)$/.test(
        root,
      ) &&
      steps.some(
        ({ name, options }) =>
          key.test(name.endsWith('=') ? name : '') || [...options.keys()].some((one) => key.test(one)),
      )
        ? [root]
        : [],
    ),
  );
}

/** Where a library's client goes: the address on its way or of the connection that was made before, and every name that is given there. */
function placeOf(
  call: OutsideCall,
  system: string,
  calls: readonly OutsideCall[],
  setting: ToolInvocation,
): Whereabouts {
  const steps = [...call.steps, ...connectionsOf(call, calls).flatMap((one) => one.steps)];
  const options = steps.flatMap((step) => [...step.options]);
  const texts = steps.flatMap((step) => step.texts);
  const address = [
    ...options
      .filter(([name]) =>
        /^(?:host|hostname|url|uri|endpoint|endpoint_url|hosts|node|connectionString)$/i.test(name),
      )
      .map(([, value]) => value),
    ...texts,
  ]
    .map((text) => addressGiven(setting, { text, opaque: [] })?.text ?? text)
    .find((text) => /^[a-z+]+:\/\/|^localhost$|\.\w+\.\w+$/.test(text));
  const host = address === undefined ? '' : hostOfUrl(address);
  const clues = [
    ...clue('selector', 'host', host),
    ...options
      .slice(0, 20)
      .flatMap(([name, value]) =>
        /^(?:profile\w*|project\w*|database|db|dbname|account\w*|subscription\w*|namespace|context|cluster)$/i.test(
          name,
        )
          ? clue('selector', name, value)
          : [],
      ),
    ...texts.slice(0, 30).flatMap((text) => clue('resource', 'text', /\s/.test(text) ? undefined : text)),
  ];
  // A connection that is told an address which is not known here.
  const isHidden = host === '' && connectionsOf(call, calls).some((one) => one.steps.at(-1)?.given === true);
  return {
    system,
    name: host === '' ? system : host,
    clues,
    ...(isHidden ? { opaque: ['connection'] } : {}),
    ...(isLoopback(host) ? { local: { source: 'host', value: host } } : {}),
  };
}

/** What connects the library as a whole, as `mongoose.connect(…)` does: its models are told no address of their own. */
function connectionsOf(call: OutsideCall, calls: readonly OutsideCall[]): readonly OutsideCall[] {
  return calls.filter(
    (one) => one !== call && one.root === call.root && connects.test(one.steps.at(-1)?.name ?? ''),
  );
}

const connects = /^(?:connect|createConnection|establish_connection|initialize|init|configure|bind|setup)$/;

/** A mapper that is given no address goes where its project's settings say, as the project's own console does. */
function projectPlace(where: Whereabouts, setting: ToolInvocation): Whereabouts {
  if (where.system !== 'database' || where.name !== where.system) return where;
  const found = withOwnFiles(projectDatabase(setting), setting);
  return { ...found, clues: [...found.clues, ...where.clues] };
}

function settingOf({ invocation }: ForeignCode, world: World): ToolInvocation {
  const started = asConsole(invocation);
  return {
    invocation: started,
    args: readArguments(started.argv, optionGrammar({})),
    world: worldOf(started, world),
    switches: new Map<string, string>(),
  };
}

function toEffect(
  foreign: ForeignCode,
  verb: Verb,
  resource: string,
  traits: readonly Trait[],
  target: Effect['target'],
): Effect {
  const { invocation } = foreign;
  return {
    verb,
    resource,
    target,
    argv: invocation.argv.map((word) => word.text),
    via: [...invocation.via, foreign.language],
    opaque: [],
    span: foreign.code.span ?? invocation.span,
    traits,
    reach: verb === 'read' ? 1 : 'uncountable',
  };
}
