import { joinWords, runCode, withLabel } from './code.js';
import { declare, exportNames, unsetNames } from './declare.js';
import { folderFrom } from './folders.js';
import type { Value } from './invocation.js';
import { readInto, readLines } from './lines.js';
import type { Call, Machine, Reader, ReaderOutcome, Status } from './machine.js';
import { optionSet, scanOptions } from './options.js';
import { silent } from './outcome.js';
import { runScript } from './readers/scripts.js';
import { isKnown, known, opaque, spanOf } from './value.js';

/** Reports the builtin as an invocation and answers with a status. */
function told(call: Call, machine: Machine, status?: Status): ReaderOutcome {
  const outcome = machine.emit(call);
  return status === undefined ? outcome : silent(status);
}

const changeDirectory: Reader = (call, machine) => {
  const { scope } = call.place;
  const outcome = told(call, machine, 'unknown');
  const operand = call.argv.slice(1).find((word) => !/^-[LPe@]+$/.test(word.text) && word.text !== '--');
  const before = scope.cwd;
  if (operand?.text === '-') scope.cwd = scope.previousDirectory;
  else scope.cwd = folderFrom(scope, operand ?? scope.variable('HOME').value ?? opaque('unset-variable'));
  scope.previousDirectory = before;
  return outcome;
};

const pushDirectory: Reader = (call, machine) => {
  const { scope } = call.place;
  const before = scope.cwd;
  const operand = call.argv.slice(1).find((word) => !/^-n$/.test(word.text));
  const outcome = told(call, machine, 'unknown');
  if (operand === undefined || /^[-+]\d+$/.test(operand.text)) {
    const top = scope.directories[0] ?? opaque('input');
    scope.directories = [before, ...scope.directories.slice(1)];
    scope.cwd = top;
  } else {
    scope.directories = [before, ...scope.directories];
    scope.cwd = folderFrom(scope, operand);
  }
  return outcome;
};

const popDirectory: Reader = (call, machine) => {
  const { scope } = call.place;
  const outcome = told(call, machine, 'unknown');
  scope.cwd = scope.directories[0] ?? scope.cwd;
  scope.directories = scope.directories.slice(1);
  return outcome;
};

const evaluateText: Reader = (call, machine) => {
  const words = call.argv.slice(call.argv[1]?.text === '--' ? 2 : 1);
  if (words.length === 0) return silent('success');
  return runCode(joinWords(words), 'eval', call, call.place, machine);
};

const sourceFile: Reader = (call, machine) => {
  const words = call.argv.slice(call.argv[1]?.text === '--' ? 2 : 1);
  const path = words[0];
  if (path === undefined) return told(call, machine, 'failure');
  const args = words.length > 1 ? words.slice(1) : call.place.scope.positional;
  return runScript(path, args, 'source', call, call.place, machine);
};

const setTrap: Reader = (call, machine) => {
  const words = call.argv.slice(1).filter((word) => word.text !== '--');
  const code = words[0];
  if (code === undefined || /^-[lp]*$/.test(code.text) || code.text === '' || words.length < 2)
    return told(call, machine, 'success');
  const { place } = call;
  const { positional } = place.scope;
  machine.atExit(() => {
    const scope = place.scope.copy();
    scope.positional = positional;
    runCode(code, 'trap', call, { ...place, scope, input: undefined }, machine);
  });
  return silent('success');
};

const setAlias: Reader = (call, machine) => {
  for (const word of call.argv.slice(1)) {
    const equals = word.text.indexOf('=');
    if (equals <= 0) continue;
    call.place.scope.aliases.set(word.text.slice(0, equals), { ...word, text: word.text.slice(equals + 1) });
  }
  return told(call, machine, 'success');
};

const removeAlias: Reader = (call, machine) => {
  for (const word of call.argv.slice(1)) {
    if (word.text === '-a') call.place.scope.aliases.clear();
    else call.place.scope.aliases.delete(word.text);
  }
  return told(call, machine, 'success');
};

/** `exec CMD`, `command CMD`, `builtin CMD`: the same words without what might shadow them. */
function passing(flags: RegExp, queries: RegExp, valued: string): Reader {
  return (call, machine) => {
    let index = 1;
    while (index < call.argv.length) {
      const word = call.argv[index]?.text ?? '';
      if (queries.test(word)) return told(call, machine);
      if (word === '--') {
        index += 1;
        break;
      }
      if (!flags.test(word)) break;
      index += word === valued ? 2 : 1;
    }
    const argv = call.argv.slice(index);
    if (argv.length === 0) return told(call, machine, 'success');
    return machine.startUnshadowed(
      argv,
      withLabel(call.place, call.program),
      spanOf(argv) ?? call.span,
      call.redirections,
    );
  };
}

const leave =
  (how: 'exit' | 'return'): Reader =>
  (call, machine) => {
    const given = call.argv[1]?.text ?? '';
    const status = given === '0' ? 'success' : /^[1-9]\d{0,1}$/.test(given) ? 'failure' : 'unknown';
    const outcome = told(call, machine, status);
    // At the top level of the judged text `return` is an error that runs on.
    if (how === 'exit' || call.place.frame.depth > 0) call.place.scope.ended = how;
    return outcome;
  };

const setOptions: Reader = (call, machine) => {
  const { scope } = call.place;
  let index = 1;
  for (; index < call.argv.length; index += 1) {
    const word = call.argv[index]?.text ?? '';
    if (word === '--' || word === '-') {
      scope.positional = call.argv.slice(index + 1);
      return told(call, machine, 'success');
    }
    if (!/^[-+]/.test(word)) break;
    const on = word.startsWith('-');
    const long = /^[-+]\w*o$/.test(word) ? (call.argv[index + 1]?.text ?? '') : '';
    if (long !== '') index += 1;
    if (/a/.test(word.slice(1)) || long === 'allexport') toggle(scope.options, 'allexport', on);
  }
  if (index < call.argv.length) scope.positional = call.argv.slice(index);
  return told(call, machine, 'success');
};

const shellOptions: Reader = (call, machine) => {
  const { options } = call.place.scope;
  const words = call.argv.slice(1);
  // Once it may be on it stays so: whoever matched without it has matched.
  if (words.some((word) => word.text === 'nocasematch' || !isKnown(word))) options.add('nocasematch');
  return told(call, machine, 'success');
};

function toggle(options: Set<string>, name: string, on: boolean): void {
  if (on) options.add(name);
  else options.delete(name);
}

const shift: Reader = (call, machine) => {
  const { scope } = call.place;
  const count = Number(call.argv[1]?.text ?? '1');
  if (scope.positional.length === 0) return told(call, machine, 'failure');
  scope.positional = scope.positional.slice(Number.isInteger(count) && count >= 0 ? count : 1);
  return told(call, machine, 'success');
};

const printInto: Reader = (call, machine) => {
  if (call.argv[1]?.text !== '-v' || call.argv[2] === undefined) return undefined;
  const words = call.argv.slice(3);
  const argv = [known('printf'), ...words];
  const { output } = machine.emit({ ...call, argv });
  call.place.scope.assignTo(call.argv[2], output);
  return silent('success');
};

const testWords: Reader = (call, machine) => {
  const words = call.argv.slice(1, call.program === '[' ? -1 : undefined);
  machine.emit(call);
  return silent(answer(words));
};

function answer(words: readonly Value[]): Status {
  if (!words.every(isKnown)) return 'doubtful';
  const [left, operator, right] = words.map((word) => word.text);
  if (words.length === 3 && (operator === '=' || operator === '=='))
    return left === right ? 'success' : 'failure';
  if (words.length === 3 && operator === '!=') return left !== right ? 'success' : 'failure';
  if (words.length === 2 && left === '-z') return operator === '' ? 'success' : 'failure';
  if (words.length === 2 && left === '-n') return operator === '' ? 'failure' : 'success';
  return 'doubtful';
}

const completing = optionSet('-A -o -C -F -G -P -S -W -X -V');

/** `compgen` and `complete`: `-C` is a command, `-F` a function, and the words of `-W` are expanded. */
const completions: Reader = (call, machine) => {
  const place = { ...call.place, scope: call.place.scope.copy() };
  for (const { name, value } of scanOptions(call.argv, 1, completing).options) {
    if (value === undefined) continue;
    if (name === '-C') runCode(value, `${call.program} -C`, call, place, machine);
    if (name === '-W') machine.prompt(value, place);
    if (name === '-F' && place.scope.functions.has(value.text)) machine.start([value], place, call.span);
  }
  return undefined;
};

/** Builtins that run text they are given at some later moment: `bind -x`, `enable -f`. */
function later(option: string): Reader {
  return (call, machine) => {
    const at = call.argv.findIndex((word) => word.text === option);
    const code = at < 0 ? undefined : call.argv[at + 1];
    if (code === undefined) return undefined;
    if (option === '-f') {
      machine.report.anomaly('opaque-code', 'enable -f', code.span ?? call.span);
      return undefined;
    }
    return runCode(
      code,
      `${call.program} ${option}`,
      call,
      { ...call.place, scope: call.place.scope.copy() },
      machine,
    );
  };
}

/** `hash -p PATH NAME`: NAME is PATH from now on. */
const rememberProgram: Reader = (call, machine) => {
  const [, option, path, name] = call.argv;
  if (option?.text !== '-p' || path === undefined || name === undefined) return undefined;
  call.place.scope.aliases.set(name.text, path);
  return told(call, machine, 'success');
};

/** `fc` and `history` may run again what nobody shows here. */
const history: Reader = (call, machine) => {
  const runs = call.program === 'fc' && !call.argv.some((word) => /^-[a-z]*l/.test(word.text));
  if (runs) machine.report.anomaly('opaque-code', 'fc', call.span);
  return undefined;
};

export const builtins: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['cd', changeDirectory],
  ['chdir', changeDirectory],
  ['pushd', pushDirectory],
  ['popd', popDirectory],
  ['eval', evaluateText],
  ['source', sourceFile],
  ['.', sourceFile],
  ['trap', setTrap],
  ['alias', setAlias],
  ['unalias', removeAlias],
  ['exec', passing(/^-[acl]+$/, /^$/, '-a')],
  ['command', passing(/^-p$/, /^-[vV]+$/, '')],
  ['builtin', passing(/^$/, /^$/, '')],
  ['nocorrect', passing(/^$/, /^$/, '')],
  ['noglob', passing(/^$/, /^$/, '')],
  ['exit', leave('exit')],
  ['logout', leave('exit')],
  ['return', leave('return')],
  ['set', setOptions],
  ['shopt', shellOptions],
  ['shift', shift],
  ['printf', printInto],
  ['test', testWords],
  ['[', testWords],
  ['export', exportNames],
  ['declare', declare],
  ['typeset', declare],
  ['local', declare],
  ['readonly', declare],
  ['unset', unsetNames],
  ['read', readInto],
  ['mapfile', readLines],
  ['readarray', readLines],
  ['complete', completions],
  ['compgen', completions],
  ['bind', later('-x')],
  ['enable', later('-f')],
  ['fc', history],
  ['hash', rememberProgram],
]);
