import { budgets } from '../../shared/budgets.js';
import { OPAQUE_MARK } from '../invocation.js';
import type { Machine } from '../machine.js';
import { parentOf, resolvePath } from '../paths.js';
import { isKnown } from '../value.js';
import { act, dynamic, runShell } from './acts.js';
import { amountsTo, type Scan, write } from './amounts.js';
import { awsWords } from './aws-calls.js';
import { reachingCalls } from './doubles.js';
import { flagsOf } from './flags.js';
import {
  type Called,
  type Known,
  type LeadingCall,
  literalOf,
  type Names,
  type Thing,
  textOfKnown,
  type WayStep,
} from './known.js';
import { kindOfCall, startsPrograms } from './outside-acts.js';
import type { OutsideCall, OutsideStep } from './outside-call.js';
import type { OwnPlace } from './own-place.js';
import { remoteShellWords } from './remote-shells.js';
import { requestWords, socketWords } from './requests.js';
import { isDryRun, statementWords, variableIn } from './statements.js';
import { ownText } from './things.js';
import { constantsOf, resolveProgram } from './walk-program.js';

/** Longer programs are bundles: their tree costs more than it tells. */
const longest = 262_144;

/** What reading by grammar came to; undefined where there is no grammar or the text is too long for one. */
export interface ProgramReading {
  readonly calls: readonly OutsideCall[];
  /** Some of it did not parse, or none of it: the patterns have to be asked as well. */
  readonly partial: boolean;
}

/** Where the program lies, if that is known and no link leads there: who follows links is not the same in every language. */
function ownPlaceOf({ file, call, machine, language, text }: Scan): OwnPlace | undefined {
  const { cwd } = call.place.scope;
  if (file === undefined || call.place.frame.elsewhere !== undefined || !isKnown(cwd)) return undefined;
  const path = machine.resolve(file, call.place);
  if (path === undefined || (machine.world.files.real(path) ?? path) !== path) return undefined;
  const alone: OwnPlace = {
    file: path,
    cwd: /\bchdir\b/.test(text) ? undefined : cwd.text,
    exported: () => undefined,
  };
  const read = new Map<string, Names | undefined>();
  const at = call.argv.findIndex((word) => word.text === file);
  const words = call.argv.slice(at + 1);
  const flags =
    at < 0 || !words.every(isKnown)
      ? undefined
      : flagsOf(
          text,
          words.map((word) => word.text),
        );
  return {
    ...alone,
    ...(flags === undefined ? {} : { flags }),
    exported: (module, name) => {
      if (!read.has(module) && read.size < budgets.modules.most)
        read.set(module, namesIn(module, language, alone, machine));
      const value = read.get(module)?.get(name);
      return value?.kind === 'text' ? value : undefined;
    },
  };
}

function namesIn(module: string, language: string, from: OwnPlace, machine: Machine): Names | undefined {
  const path = resolvePath(parentOf(from.file), module);
  const found = ['', '.js', '.mjs', '.cjs', '.ts'].find(
    (end) => machine.world.files.read(`${path}${end}`).ok,
  );
  if (found === undefined) return undefined;
  const file = `${path}${found}`;
  const text = machine.disk.script(file);
  if (text === undefined || !isKnown(text) || text.text.length > longest) return undefined;
  if ((machine.world.files.real(file) ?? file) !== file) return undefined;
  const program = machine.programs?.(language, text.text);
  return program?.ok ? constantsOf(program.value, machine.world, { ...from, file }) : undefined;
}

/** Reads code by its grammar and does what its calls do: on this machine as programs, elsewhere as the calls that are left. */
export function readAsProgram(scan: Scan): ProgramReading | undefined {
  if (scan.text.length > longest) return undefined;
  const read = scan.machine.programs?.(scan.language, scan.text);
  if (read === undefined) return undefined;
  if (!read.ok) {
    scan.machine.report.anomaly(
      'opaque-code',
      `${scan.label} ${read.error.code}`,
      scan.code.span ?? scan.call.span,
    );
    return { calls: [], partial: true };
  }
  const resolved = resolveProgram(read.value, scan.machine.world, calledOf(scan), ownPlaceOf(scan));
  const { shell, modules } = resolved;
  const calls = read.value.broken ? resolved.calls : reachingCalls(read.value.body, resolved, scan);
  for (const text of shell) runShell({ kind: 'text', text }, scan);
  const left = calls.filter((call) => !atOtherHost(call, calls, scan) && !actOn(call, calls, scan));
  const profile = defaultProfile(calls);
  const told = left.flatMap((call): readonly OutsideCall[] => {
    const words = awsWords(call.thing, call.given);
    if (words === undefined) return [outsideOf(call)];
    amountsTo(
      profile === undefined || words.includes('--profile') ? words : [...words, '--profile', profile],
      scan,
    );
    return [];
  });
  const uses: OutsideCall = {
    root: '',
    steps: [{ name: 'import', called: true, texts: modules, options: new Map(), given: true }],
  };
  return { calls: [uses, ...told], partial: read.value.broken };
}

function calledOf({ origin, command }: Scan): Called {
  if (command !== undefined) return { command };
  if (origin === 'framework') return 'all';
  return origin === 'module' ? 'functions' : 'nothing';
}

/** Runs what a call runs as shell text at another host. */
function atOtherHost(call: LeadingCall, calls: readonly LeadingCall[], scan: Scan): boolean {
  const words = remoteShellWords(call, calls);
  if (words === undefined) return false;
  // A command that nobody knows is worth a question where somebody wrote it on the command line.
  if (words.at(-1) === OPAQUE_MARK) dynamic('process', scan);
  else act('words', 'ssh', [{ kind: 'list', items: words }], scan);
  return true;
}

/** Does what a call does here; false where it leads elsewhere. */
function actOn(call: LeadingCall, calls: readonly LeadingCall[], scan: Scan): boolean {
  const { thing, given } = call;
  const path = pathOf(thing);
  const kind = kindOfCall(scan.language, path);
  if (kind !== undefined) {
    const options = [...given.args].flatMap((one) => (one.kind === 'record' ? [...one.entries] : []));
    const named = [...given.named, ...options]
      .filter(([name]) => /^(?:args|argv|cmd|command|path|paths)$/.test(name))
      .map(([, value]) => value);
    const values = [...given.args.filter((one) => one.kind !== 'record'), ...named]
      .slice(0, 8)
      .map(literalOf);
    const isShell = [...given.named, ...options].some(
      ([name, value]) => name === 'shell' && value.kind === 'text' && value.text === 'true',
    );
    act(
      kind === 'words' && isShell ? 'shell' : kind,
      path.replace(/^.*[./](?=\w+\.)|^promises\./, ''),
      values,
      scan,
    );
    return true;
  }
  if (startsPrograms(thing.root) && path.includes(OPAQUE_MARK)) {
    dynamic('process', scan);
    return true;
  }
  return writesFile(call, path, scan) || sends(call, calls, scan);
}

function sends({ thing, given }: LeadingCall, calls: readonly LeadingCall[], scan: Scan): boolean {
  if (isDryRun(thing, given, calls)) return true;
  const words = requestWords(thing, given) ?? statementWords(thing, given);
  const sent = words === undefined ? socketWords(thing, given) : undefined;
  if (words !== undefined) amountsTo(withOwnMethod(words, scan.text), scan);
  else if (sent !== undefined) amountsTo(sent.words, scan, sent.input);
  return words !== undefined || sent !== undefined;
}

/** Python's older way: `request.get_method = lambda: 'DELETE'`. */
function withOwnMethod(words: readonly string[], text: string): readonly string[] {
  if (words[2] !== 'GET' || !text.includes('get_method')) return words;
  const method = /\.get_method\s{0,4}=\s{0,4}lambda[^:\n]{0,40}:\s{0,4}["']([A-Z]{3,7})["']/.exec(text)?.[1];
  return method === undefined ? words : words.with(2, method);
}

/** What takes the file away from where it was. */
const moves =
  /^(?:shutil\.move|os\.(?:rename|replace|renames)|rename|.*\.(?:rename|renameSync|move|moveSync))$/;

const copies =
  /^(?:shutil\.(?:copy\w*|move)|os\.(?:rename|renames|replace|link|symlink)|(?:fs|fs\/promises|fs-extra)\.(?:promises\.)?(?:copyFile|copyFileSync|cp|cpSync|copy|copySync|rename|renameSync|move|moveSync|symlink|symlinkSync)|copy|rename)$/;

/** `open(path, "w")`, a copy's destination, and methods of a path. */
function writesFile({ thing, given }: LeadingCall, path: string, scan: Scan): boolean {
  const [first, second] = given.args;
  if (/^(?:open|io\.open|codecs\.open|fopen|fs\.(?:promises\.)?open(?:Sync)?)$/.test(path)) {
    const mode = second ?? given.named.get('mode');
    if (mode?.kind !== 'text' || !/[wax+]/.test(mode.text) || first?.kind !== 'text')
      return mode?.kind === 'text';
    write(first.text, /a/.test(mode.text), scan);
    return true;
  }
  if (copies.test(path)) {
    if (moves.test(path) && first?.kind === 'text' && second?.kind === 'text')
      amountsTo(['mv', first.text, second.text], scan);
    else if (second?.kind === 'text') write(second.text, false, scan);
    return true;
  }
  const [base] = thing.steps;
  const name = thing.steps.at(-1)?.name ?? '';
  const own = thing.root === ownText ? base?.called?.args[0] : undefined;
  if (own?.kind !== 'text') return false;
  if (/^(?:unlink|rmdir)$/.test(name)) act('delete', `Path.${name}`, [literalOf(own)], scan);
  else if (
    /^write_(?:text|bytes)$/.test(name) ||
    (name === 'open' && first?.kind === 'text' && /[wax+]/.test(first.text))
  )
    write(own.text, false, scan);
  return true;
}

function defaultProfile(calls: readonly LeadingCall[]): string | undefined {
  return calls.flatMap(({ thing, given }) => {
    const isSetting =
      /^(?:aws-sdk|boto3)/.test(thing.root) &&
      /^(?:SharedIniFileCredentials|setup_default_session|fromIni)$/.test(thing.steps.at(-1)?.name ?? '');
    const entries = isSetting
      ? [...given.args.flatMap((one) => (one.kind === 'record' ? [...one.entries] : [])), ...given.named]
      : [];
    return entries.flatMap(([name, value]) =>
      /^profile(?:_name)?$/.test(name) && value.kind === 'text' ? [value.text] : [],
    );
  })[0];
}

function pathOf({ root, steps }: Thing): string {
  return [root, ...steps.map((step) => step.name)].filter((part) => part !== '').join('.');
}

function outsideOf({ thing, given }: LeadingCall): OutsideCall {
  const before = thing.steps.slice(0, -1);
  const last: WayStep = { name: thing.steps.at(-1)?.name ?? '', called: given };
  return { root: thing.root, steps: [...before, last].map(stepOf) };
}

function stepOf({ name, called }: WayStep): OutsideStep {
  const values = called === undefined ? [] : [...called.args, ...called.named.values()];
  return {
    name,
    called: called !== undefined,
    given: values.some((value) => value.kind !== 'record' || value.entries.size > 0),
    texts: values.flatMap((value) => textsIn(value)).slice(0, 20),
    options: new Map(
      called === undefined
        ? []
        : [
            ...called.args.flatMap((one) => (one.kind === 'record' ? [...one.entries] : [])),
            ...called.named,
            ...called.args.filter(isKey).map((one) => ['key', one] as const),
          ].map(([key, value]) => [
            key,
            value.kind === 'thing' ? (variableIn(value)[0] ?? '') : textOfKnown(value),
          ]),
    ),
  };
}

/** `process.env.ACME_API_KEY`, `os.environ.get('ACME_TOKEN')`. */
function isKey(value: Known): boolean {
  return value.kind === 'thing' && variableIn(value).some((name) => /(?:KEY|TOKEN|SECRET)$/.test(name));
}

function textsIn(value: Known, depth = 0): readonly string[] {
  if (value.kind === 'text') return value.text.length > 4_000 ? [] : [value.text];
  if (depth > 3) return [];
  if (value.kind === 'thing') return variableIn(value);
  if (value.kind === 'list') return value.items.slice(0, 20).flatMap((item) => textsIn(item, depth + 1));
  return value.kind === 'record'
    ? [...value.entries.values()].slice(0, 20).flatMap((item) => textsIn(item, depth + 1))
    : [];
}
