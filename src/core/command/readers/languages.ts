import { budgets } from '../../shared/budgets.js';
import { fedBy } from '../code.js';
import { invocationOf } from '../emit.js';
import { decodedBase64 } from '../filters/decoders.js';
import type { CodeOrigin } from '../foreign/amounts.js';
import { scanForeign } from '../foreign/scan.js';
import type { Value } from '../invocation.js';
import type { Call, Machine, Reader, ReaderOutcome } from '../machine.js';
import { at, isBlank, isKnown, known } from '../value.js';
import { withEnvironmentFiles } from './environment-file.js';
import { languageOf } from './foreign.js';
import { loadedBy, loadedByWords } from './modules.js';
import { endOfPhp, scriptText } from './script-text.js';

/** How an interpreter takes its code. */
interface Interpreter {
  /** Options with code as their value. */
  readonly code: RegExp;
  /** Options with another value, which must be skipped to find the script. */
  readonly valued: RegExp;
  /** Options whose value is loaded first: what an address holds in itself is code. */
  readonly loads?: RegExp;
  /** Options after which no script comes (`-m`). */
  readonly module?: RegExp;
  /** Sub-commands before the script: `deno run`. */
  readonly words?: RegExp;
}

const interpreters: ReadonlyMap<string, Interpreter> = new Map([
  [
    'python',
    { code: /^-[a-zA-Z]*c$/, valued: /^-[WXQ]$|^--check-hash-based-pycs$/, module: /^-[a-zA-Z]*m$/ },
  ],
  [
    'javascript',
    {
      code: /^(?:-e|-p|-pe|-ep|--eval|--print|eval)$/,
      loads: /^(?:-r|--require|--import|--loader|--experimental-loader|--preload)(?:=|$)/,
      valued:
        /^(?:-r|--require|--import|--loader|--env-file|-C|--conditions|--input-type|--test-reporter|--cwd|--config|-c)$/,
      module: /^(?:--test|-v|--version|install|add|test|fmt|lint|check|build|x|i|task|pm|create|-h|--help)$/,
      words: /^run$/,
    },
  ],
  ['perl', { code: /^-[a-zA-Z0-9]*[eE]$/, valued: /^-[I]$/ }],
  ['ruby', { code: /^-[a-zA-Z]*e$/, valued: /^-[rIC]$/ }],
  ['php', { code: /^(?:-r|-B|-R|-E|--run)$/, valued: /^-[cdz]$/ }],
  ['lua', { code: /^-e$/, valued: /^-l$/ }],
  ['applescript', { code: /^-e$/, valued: /^-[ls]$/ }],
  ['r', { code: /^-e$/, valued: /^$/ }],
  [
    'other',
    {
      code: /^(?:-e|-E|-c|-eval|--eval|--execute)$/,
      valued: /^(?:-pa|-cp|-classpath|-I|-L|-S|--project)$/,
      module: /^(?:build|test|package|run|compile|format)$/,
    },
  ],
  ['tcl', { code: /^-c$/, valued: /^$/ }],
]);

/** An interpreter of another language: its code, from an option, a script file or standard input. */
export const readLanguage: Reader = (given, machine) => {
  const call = { ...given, place: withEnvironmentFiles(given.place, environmentFiles(given), machine) };
  const language = languageOf(call.program);
  const interpreter = language === undefined ? undefined : interpreters.get(language);
  if (language === undefined || interpreter === undefined) return undefined;
  const code = consoleCode(call);
  if (code !== undefined) {
    const outcome = machine.emit(call);
    readCode(language, code, 'inline', call.program, call, machine);
    return outcome;
  }
  const found = codesOf(call.argv, interpreter);
  const words = call.argv.slice(1).map((word) => (isKnown(word) ? word.text : ''));
  const isLoading = readLoaded(language, loadedByWords(language, words), '', call, machine);
  if (found.codes.length > 0) {
    const outcome = machine.emit(call);
    for (const code of found.codes)
      readCode(language, code, 'inline', `${call.program} ${found.option}`, call, machine);
    return outcome;
  }
  const timed = found.module ? timedCode(call.argv) : [];
  if (timed.length > 0) {
    const outcome = machine.emit(call);
    for (const code of timed) readCode(language, code, 'inline', `${call.program} -m timeit`, call, machine);
    return outcome;
  }
  const runner = found.module && language === 'python' ? runnerModule(call.argv) : undefined;
  if (runner !== undefined) return machine.start(runner, call.place, call.span, call.redirections);
  if (found.module) return isLoading ? machine.emit(call) : undefined;
  if (found.script !== undefined && found.script.text !== '-' && found.script.text !== '/dev/stdin')
    return readScriptFile(language, found.script, call, machine);
  return readInput(language, call, machine);
};

/** `node --env-file=.env.live`, and what else starts JavaScript in the same words. */
function environmentFiles({ argv }: Call): readonly Value[] {
  return argv.flatMap((word, at) => {
    const [option = '', value] = /^(--env-file(?:-if-exists)?)(?:=(.*))?$/s.exec(word.text)?.slice(1) ?? [];
    if (option === '') return [];
    return value === undefined ? argv.slice(at + 1, at + 2) : [{ ...word, text: value }];
  });
}

/** A framework's own console: `manage.py shell -c CODE`, `artisan tinker --execute=CODE`, `rails runner CODE`, or code that is piped into it. */
function consoleCode(call: Call): Value | undefined {
  const at = call.argv.findIndex((word) =>
    /(?:^|\/)(?:manage\.py|artisan|flask|rails|gitlab-rails)$/.test(word.text),
  );
  const words = at < 0 ? [] : call.argv.slice(at + 1);
  if (/^(?:runner|r)$/.test(words[0]?.text ?? '') && words[1]?.text !== '-') return words[1];
  if (!/^(?:shell|shell_plus|tinker|konch|console|c|runner|r)$/.test(words[0]?.text ?? '')) return undefined;
  for (const [index, word] of words.entries()) {
    if (/^(?:-c|--command|--execute|--eval)$/.test(word.text)) return words[index + 1];
    const inline = /^--(?:command|execute|eval)=/.exec(word.text)?.[0];
    if (inline !== undefined) return { ...word, text: word.text.slice(inline.length) };
  }
  const input = call.place.input?.rest();
  return input === undefined || input.text === '' ? undefined : input;
}

/** The same where the console is a program of its own. */
export const readConsole: Reader = (call, machine) => {
  const code = consoleCode(call);
  if (code === undefined) return undefined;
  const outcome = machine.emit(call);
  // `rails runner FILE`.
  const file = /^[\w./-]+\.rb$/.test(code.text) ? scriptText(code, call.place, machine) : undefined;
  if (file !== undefined) readCode('ruby', file, 'file', `${call.program} ${code.text}`, call, machine);
  else readCode(languageOfConsole(call.program), code, 'inline', call.program, call, machine);
  return outcome;
};

function languageOfConsole(program: string): string {
  if (/rails$/.test(program)) return 'ruby';
  return program === 'artisan' ? 'php' : 'python';
}

/** `python -m timeit -s SETUP CODE…`: the one module of its library that is given code in words. */
function timedCode(argv: readonly Value[]): readonly Value[] {
  const at = argv.findIndex(
    (word, index) => word.text === 'timeit' && /^-\w*m$/.test(argv[index - 1]?.text ?? ''),
  );
  return at < 0 ? [] : argv.slice(at + 1).filter(({ text }) => !text.startsWith('-') && !/^\d+$/.test(text));
}

/** `python -m pdb FILE`, `python -m dotenv run …`: a module that starts what its words name, as the program of its name does. */
function runnerModule(argv: readonly Value[]): readonly Value[] | undefined {
  const at = argv.findIndex((word, index) => index > 0 && /^-\w*m$/.test(word.text));
  const runs =
    /^(?:cProfile|profile|pdb|ipdb|trace|coverage|kernprof|memory_profiler|scalene|viztracer|pyinstrument|debugpy|memray|dotenv|IPython)$/;
  return at > 0 && runs.test(argv[at + 1]?.text ?? '') ? argv.slice(at + 1) : undefined;
}

/** The code that `data:text/javascript,…` holds. */
function inData(text: string, next: Value | undefined): string | undefined {
  const address = text.includes('=') ? text.slice(text.indexOf('=') + 1) : (next?.text ?? '');
  const [, how = '', body = ''] = /^data:[^,]{0,100}?(;base64)?,([\s\S]*)$/.exec(address) ?? [];
  if (!address.startsWith('data:')) return undefined;
  if (how !== '') return decodedBase64(body);
  try {
    return decodeURIComponent(body);
  } catch {
    return body;
  }
}

interface Found {
  readonly codes: readonly Value[];
  readonly option: string;
  readonly module: boolean;
  readonly script: Value | undefined;
}

function codesOf(argv: readonly Value[], interpreter: Interpreter): Found {
  const codes: Value[] = [];
  let option = '';
  for (let index = 1; index < argv.length; index += 1) {
    const word = argv[index];
    if (word === undefined) break;
    const { text } = word;
    if (interpreter.code.test(text)) {
      const code = argv[index + 1];
      if (code !== undefined) codes.push(code);
      option = text;
      if (/^-[a-zA-Z]*c$/.test(text)) break;
      index += 1;
    } else if (/^(?:--eval|--print|--run)=/.test(text)) {
      codes.push({ ...word, text: text.slice(text.indexOf('=') + 1) });
      option = text.slice(0, text.indexOf('='));
    } else if (/^-[ce](?=[^a-zA-Z])./.test(text)) {
      codes.push({ ...word, text: text.slice(2) });
      option = text.slice(0, 2);
    } else if (interpreter.loads?.test(text) === true && inData(text, argv[index + 1]) !== undefined) {
      const code = inData(text, argv[index + 1]);
      if (code !== undefined) codes.push({ ...word, text: code });
      option = text.split('=', 1)[0] ?? '';
      if (!text.includes('=')) index += 1;
    } else if (interpreter.module?.test(text) === true)
      return { codes, option, module: true, script: undefined };
    else if (interpreter.words?.test(text) === true) continue;
    else if (interpreter.valued.test(text)) index += 1;
    else if (!text.startsWith('-') || text === '-')
      return { codes, option, module: false, script: codes.length === 0 ? word : undefined };
  }
  return { codes, option, module: false, script: undefined };
}

/** Code of another language that runs: what it starts is read, and what it loads beside it. */
export function readCode(
  language: string,
  code: Value,
  origin: CodeOrigin,
  label: string,
  call: Call,
  machine: Machine,
  folder = '',
  file?: string,
  command?: string,
): void {
  const shown = at(code, code.span ?? call.span);
  const invocation = invocationOf(call, call.place.input?.rest());
  if (isBlank(code)) machine.report.anomaly('opaque-code', label, shown.span ?? call.span);
  const calls = isBlank(code)
    ? undefined
    : scanForeign(language, shown, origin, label, call, machine, file, command);
  machine.report.code({ language, code: shown, invocation, ...(calls === undefined ? {} : { calls }) });
  if (!isBlank(code) && command === undefined)
    readLoaded(language, loadedBy(language, shown.text), folder, call, machine);
}

/**
 * Reads files that code or options load, where they lie in the folder. What those load in turn is not read. True when there was one.
 */
function readLoaded(
  language: string,
  loaded: readonly (readonly string[])[],
  folder: string,
  call: Call,
  machine: Machine,
): boolean {
  if (loaded.length > budgets.modules.most) machine.report.spent('modules', call.span);
  let isRead = false;
  for (const paths of loaded.slice(0, budgets.modules.most)) {
    for (const path of paths) {
      const place = path.startsWith('/') || folder === '' ? path : `${folder}/${path}`;
      const text = scriptText(known(place), call.place, machine);
      if (text === undefined || isBlank(text)) continue;
      isRead = true;
      const shown = at(text, call.span);
      const calls = scanForeign(language, shown, 'module', `${call.program} ${path}`, call, machine, place);
      const invocation = invocationOf(call, undefined);
      machine.report.code({ language, code: shown, invocation, ...(calls === undefined ? {} : { calls }) });
      break;
    }
  }
  return isRead;
}

function readScriptFile(
  language: string,
  script: Value,
  call: Call,
  machine: Machine,
): ReaderOutcome | undefined {
  if (!isKnown(script)) return undefined;
  const text = scriptText(script, call.place, machine, language === 'php' ? endOfPhp : undefined);
  if (text === undefined) return undefined;
  if (isBlank(text)) {
    machine.report.anomaly('opaque-code', script.text, script.span ?? call.span);
    return machine.emit(fedBy(text, call));
  }
  const outcome = machine.emit(call);
  const origin = machine.disk.wasWritten(machine.resolve(script.text, call.place) ?? '') ? 'inline' : 'file';
  const folder = script.text.includes('/') ? script.text.slice(0, script.text.lastIndexOf('/')) : '';
  const label = `${call.program} ${script.text}`;
  readCode(language, { ...text, span: call.span }, origin, label, call, machine, folder, script.text);
  return outcome;
}

function readInput(language: string, call: Call, machine: Machine): ReaderOutcome | undefined {
  const input = call.place.input?.rest();
  if (input === undefined || input.text === '') return undefined;
  if (isBlank(input)) {
    machine.report.anomaly('opaque-code', call.program, call.span);
    return machine.emit(fedBy(input, call));
  }
  const outcome = machine.emit(call);
  readCode(language, { ...input, span: input.span ?? call.span }, 'inline', call.program, call, machine);
  return outcome;
}

/** A script file whose first line names another language. */
export function readForeignScript(
  language: string,
  code: Value,
  label: string,
  call: Call,
  machine: Machine,
): ReaderOutcome {
  const outcome = machine.emit(call);
  readCode(language, code, 'file', label, call, machine);
  return outcome;
}
