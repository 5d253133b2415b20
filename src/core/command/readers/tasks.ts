import { budgets, spend } from '../../shared/budgets.js';
import { joinWords } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { type Option, optionSet, readOption } from '../options.js';
import { parentOf, resolvePath } from '../paths.js';
import { concat, isKnown, known } from '../value.js';
import { within } from './unwrap.js';

const valued = optionSet(
  '--prefix -C --cwd --dir -w --workspace --filter -F --registry --loglevel --config --userconfig',
);

/** Sub-commands of the package managers that are not names of scripts. */
const reserved = new Set(
  'add audit bin bugs build cache ci completion config create dedupe deprecate dist-tag dlx docs doctor exec explain fund global help i import info init install install-test it link list ln login logout ls node outdated owner pack patch pkg ping plugin pm policies prefix prune publish rebuild remove repo rm root search self-update set setup show shrinkwrap store team token u un uninstall unlink unplug unpublish up update upgrade upgrade-interactive version versions view whoami why workspace workspaces x'.split(
    ' ',
  ),
);
const lifecycle: ReadonlyMap<string, readonly string[]> = new Map([
  ['install', ['preinstall', 'install', 'postinstall', 'prepare']],
  ['i', ['preinstall', 'install', 'postinstall', 'prepare']],
  ['ci', ['preinstall', 'install', 'postinstall', 'prepare']],
  ['publish', ['prepublishOnly', 'prepare', 'prepack', 'postpack', 'publish', 'postpublish']],
  ['pack', ['prepack', 'prepare', 'postpack']],
  ['version', ['preversion', 'version', 'postversion']],
]);

/** `npm run X` and its kin: the script's text in `package.json` runs. Undefined: no such script in reach. */
export const readPackageManager: Reader = (call, machine) => {
  const options: Option[] = [];
  let index = 1;
  while (index < call.argv.length && call.argv[index]?.text.startsWith('-') === true) {
    const word = call.argv[index];
    if (word !== undefined) index = readOption(word, call.argv, index + 1, valued, options);
  }
  const sub = call.argv[index]?.text ?? '';
  const runs =
    sub === 'run' ||
    sub === 'run-script' ||
    (call.program === 'node' && options.some((option) => option.name === '--run'));
  const nameAt = runs ? call.argv.findIndex((word, at) => at > index && !word.text.startsWith('-')) : index;
  const name = scriptName(call.program, sub, runs, call.argv[nameAt]?.text);
  const folder = options.find((option) => /^(?:--prefix|-C|--cwd|--dir)$/.test(option.name))?.value;
  const cwd = folder === undefined ? call.place.scope.cwd : within(call.place.scope.cwd, folder);
  const found = isKnown(cwd) ? packageScripts(cwd.text, call.place, machine) : undefined;
  if (found === undefined) return undefined;
  const args = call.argv
    .slice(nameAt + 1)
    .filter(
      (word) =>
        word.text !== '--' &&
        !(word.text.startsWith('--') && call.program === 'npm' && !afterDivider(call.argv, word)),
    );
  const names = name === undefined ? lifecycle.get(sub) : [`pre${name}`, name, `post${name}`];
  const present = names?.filter((each) => found.scripts.has(each)) ?? [];
  if (present.length === 0) return undefined;
  let outcome: ReaderOutcome =
    name === undefined ? machine.emit(call) : { status: 'unknown', output: known('') };
  for (const each of present) outcome = runOne(each, each === name ? args : [], found, call, machine);
  return outcome;
};

function afterDivider(argv: readonly Value[], word: Value): boolean {
  const divider = argv.findIndex((each) => each.text === '--');
  return divider >= 0 && argv.indexOf(word) > divider;
}

function scriptName(
  program: string,
  sub: string,
  runs: boolean,
  word: string | undefined,
): string | undefined {
  if (runs) return word;
  if (/^(?:test|t|tst|start|stop|restart)$/.test(sub)) return sub === 't' || sub === 'tst' ? 'test' : sub;
  return program !== 'npm' && sub !== '' && !reserved.has(sub) ? sub : undefined;
}

interface Package {
  readonly folder: string;
  readonly file: string;
  readonly scripts: ReadonlyMap<string, string>;
}

function packageScripts(from: string, place: ExecutionContext, machine: Machine): Package | undefined {
  return findTaskUp(from, ['package.json'], place, machine, (folder, text) => {
    const scripts = stringsOf(parseJson(text), 'scripts');
    return scripts === undefined ? undefined : { folder, file: 'package.json', scripts };
  });
}

function runOne(
  name: string,
  args: readonly Value[],
  found: Package,
  call: Call,
  machine: Machine,
): ReaderOutcome {
  const text = found.scripts.get(name) ?? '';
  const scope = call.place.scope.child();
  scope.cwd = known(found.folder);
  const code =
    args.length === 0
      ? { text, opaque: [], span: call.span }
      : { ...concat([known(text), joinWords(args)], ' '), span: call.span };
  return machine.read(code, `${call.program} run ${name}`, { ...call.place, scope });
}

/** Looks for one of `names` in `from` and the folders above it. */
export function findTaskUp<T>(
  from: string,
  names: readonly string[],
  place: ExecutionContext,
  machine: Machine,
  read: (folder: string, text: string) => T | undefined,
): T | undefined {
  if (place.frame.elsewhere !== undefined) return undefined;
  let folder = from;
  for (let level = 0; level < budgets.foldersUp.most; level += 1) {
    for (const name of names) {
      const text = machine.disk.script(resolvePath(folder, name));
      const found = text === undefined || !isKnown(text) ? undefined : read(folder, text.text);
      if (found !== undefined) return found;
    }
    if (folder === '/' || folder === parentOf(folder)) return undefined;
    folder = parentOf(folder);
  }
  spend(machine.world, 'foldersUp');
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text members of one member of an object: `scripts`, `tasks`. */
function stringsOf(json: unknown, key: string): ReadonlyMap<string, string> | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const member: unknown = Object.entries(json).find(([name]) => name === key)?.[1];
  if (typeof member !== 'object' || member === null) return undefined;
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(member)) {
    if (typeof value === 'string') entries.push([name, value]);
    else if (Array.isArray(value))
      entries.push([name, value.filter((each) => typeof each === 'string').join('\n')]);
  }
  return new Map(entries);
}

/** `deno task X` (deno.json) and `composer run X` (composer.json). */
function jsonTasks(file: string, key: string, words: RegExp, bare: boolean): Reader {
  return (call, machine) => {
    const at = call.argv.findIndex((word, index) => index > 0 && words.test(word.text));
    const name = at >= 0 ? call.argv[at + 1]?.text : bare ? call.argv[1]?.text : undefined;
    const { cwd } = call.place.scope;
    if (name === undefined || !isKnown(cwd)) return undefined;
    const found = findTaskUp(cwd.text, [file], call.place, machine, (folder, text) => {
      const scripts = stringsOf(parseJson(text), key);
      return scripts?.has(name) === true ? { folder, file, scripts } : undefined;
    });
    return found === undefined ? undefined : runOne(name, [], found, call, machine);
  };
}

export const readDenoTask: Reader = jsonTasks('deno.json', 'tasks', /^task$/, false);
export const readComposer: Reader = jsonTasks('composer.json', 'scripts', /^(?:run|run-script)$/, true);
