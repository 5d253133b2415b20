import { budgets } from '../../shared/budgets.js';
import { OPAQUE_MARK, type OpaqueReason, type Redirection, type Value } from '../invocation.js';
import type { ExecutionContext, Machine, ReaderOutcome } from '../machine.js';
import { silent } from '../outcome.js';
import { within } from '../readers/unwrap.js';
import { Stream } from '../stream.js';
import { joinReasons, known, makeValue, opaque } from '../value.js';

interface Word {
  readonly text: string;
  readonly opaque: readonly OpaqueReason[];
  readonly operator: boolean;
  readonly start: number;
  readonly end: number;
}

const separators = /^(?:&&|\|\||&|\||\n|\(|\))$/;

/** Reads cmd.exe text at low trust: carets, quotes and percent signs undone, commands split. */
export function readBatch(code: Value, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const frame = { ...place.frame, depth: place.frame.depth + 1 };
  if (frame.depth > budgets.depth.most) {
    machine.report.spent('depth', code.span ?? [0, 0]);
    return silent('unknown');
  }
  const inside: ExecutionContext = { ...place, frame };
  let outcome = silent('unknown');
  let words: Word[] = [];
  let input: Stream | undefined = place.input;
  const finish = (joins: boolean): void => {
    if (words.length > 0) outcome = runWords(words, { ...inside, input }, machine);
    input = joins && words.length > 0 ? new Stream(outcome.output) : undefined;
    words = [];
  };
  let skipping = false;
  const text = code.text.replace(/\^\r?\n/g, '');
  for (const line of linesOf(text)) {
    for (const word of split(line.text, line.start, inside, machine)) {
      if (skipping) {
        skipping = !(word.operator && word.text === ')');
        if (skipping) runSet(word, inside, machine);
      } else if (word.operator && word.text === '(' && words.at(-1)?.text.toLowerCase() === 'in')
        skipping = true;
      else if (word.operator && separators.test(word.text)) finish(word.text === '|');
      else words.push(word);
    }
    finish(false);
  }
  return outcome;
}

/** `for /f … in ('command')`: a set in single quotes or backticks is a command. */
function runSet(word: Word, place: ExecutionContext, machine: Machine): void {
  const command = /^['`](.+)['`]$/.exec(word.text)?.[1];
  if (command !== undefined)
    readBatch(known(command, place.source.locate(word.start, word.end)), place, machine);
}

function linesOf(text: string): readonly { readonly text: string; readonly start: number }[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const found = { text: line.replace(/\r$/, ''), start };
    start += line.length + 1;
    return found;
  });
}

/** The words and operators of one line. Variables are put in when the line is read, as cmd.exe does. */
function split(text: string, base: number, place: ExecutionContext, machine: Machine): readonly Word[] {
  const words: Word[] = [];
  let current = '';
  let start = -1;
  let reasons: readonly OpaqueReason[] = [];
  const push = (end: number): void => {
    if (start >= 0)
      words.push({ text: current, opaque: reasons, operator: false, start: base + start, end: base + end });
    current = '';
    start = -1;
    reasons = [];
  };
  let index = 0;
  while (index < text.length) {
    const rest = text.slice(index, index + 300);
    const operator = /^(?:&&|\|\||\d?>>?(?:&\d)?|[&|<\n()])/.exec(rest)?.[0];
    const variable = /^%(?:([\w()]+)(?::[^%]*)?%|~?(\w))|^!(\w+)!/.exec(rest);
    if (operator !== undefined && !(/^\d/.test(operator) && start >= 0)) {
      push(index);
      words.push({
        text: operator,
        opaque: [],
        operator: true,
        start: base + index,
        end: base + index + operator.length,
      });
      index += operator.length;
    } else if (/^[\s,;]/.test(rest)) {
      push(index);
      index += 1;
    } else if (rest.startsWith('^')) {
      if (start < 0) start = index;
      current += rest.charAt(1).replace('\n', '');
      index += 2;
    } else if (rest.startsWith('"')) {
      if (start < 0) start = index;
      const end = text.indexOf('"', index + 1);
      if (end < 0)
        machine.report.anomaly('parse-error', 'cmd', place.source.locate(base + index, base + index + 1));
      const quoted = expandPercent(text.slice(index + 1, end < 0 ? undefined : end), place);
      current += quoted.text;
      reasons = joinReasons(reasons, quoted.opaque);
      index = end < 0 ? text.length : end + 1;
    } else if (variable !== null) {
      if (start < 0) start = index;
      const value = variableOf(variable[1] ?? variable[3], place);
      current += value.text;
      reasons = joinReasons(reasons, value.opaque);
      index += variable[0].length;
    } else {
      if (start < 0) start = index;
      current += rest.charAt(0);
      index += 1;
    }
  }
  push(text.length);
  return words;
}

function expandPercent(text: string, place: ExecutionContext): Value {
  let reasons: readonly OpaqueReason[] = [];
  const expanded = text.replace(/%(\w+)%/g, (_part, name: string) => {
    const value = variableOf(name, place);
    reasons = joinReasons(reasons, value.opaque);
    return value.text;
  });
  return makeValue(expanded, reasons);
}

function variableOf(name: string | undefined, place: ExecutionContext): Value {
  if (name === undefined) return opaque('loop');
  const upper = name.toUpperCase();
  const own = place.scope.variable(upper).value;
  if (own !== undefined) return own;
  const entry = Object.entries(place.scope.world.env).find(([key]) => key.toUpperCase() === upper);
  if (entry !== undefined) return known(entry[1]);
  if (upper === 'USERPROFILE') return known(place.scope.world.home);
  if (upper === 'CD') return place.scope.cwd;
  if (upper === 'COMSPEC') return known('cmd');
  return { text: OPAQUE_MARK, opaque: ['unset-variable'] };
}

const builtinNames: Readonly<Record<string, string>> = {
  erase: 'del',
  del: 'del',
  rd: 'rd',
  rmdir: 'rd',
  md: 'md',
  mkdir: 'md',
  move: 'move',
  copy: 'copy',
  ren: 'ren',
  rename: 'ren',
  type: 'type',
  dir: 'dir',
  echo: 'echo',
  mklink: 'mklink',
  format: 'format',
};

function runWords(words: readonly Word[], place: ExecutionContext, machine: Machine): ReaderOutcome {
  const argv: Value[] = [];
  const redirections: Redirection[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    if (!word.operator) {
      argv.push(
        makeValue(word.text, word.opaque, place.source.locate(word.start, word.end), /[*?]/.test(word.text)),
      );
      continue;
    }
    const target = words[index + 1];
    if (!/[<>]/.test(word.text) || word.text.includes('&') || target === undefined) continue;
    const path = makeValue(target.text, target.opaque, place.source.locate(target.start, target.end));
    redirections.push({
      mode: word.text.includes('<') ? 'read' : word.text.includes('>>') ? 'append' : 'write',
      path,
    });
    index += 1;
  }
  return runArgv(argv, redirections, words, place, machine);
}

function runArgv(
  given: readonly Value[],
  redirections: readonly Redirection[],
  words: readonly Word[],
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  const argv = withoutPrefixes(given);
  const first = argv[0];
  if (first === undefined) return silent('unknown');
  const span = place.source.locate(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
  if (first.opaque.length > 0) {
    machine.report.anomaly('opaque-program', first.opaque.join(' '), first.span ?? span);
    return machine.emit({ program: '', argv, place, redirections, span });
  }
  const glued = /^([a-z]+)(\/.+)$/i.exec(first.text);
  const name = (glued?.[1] ?? first.text).toLowerCase();
  if (name === 'set') return setVariable(argv, place);
  if (
    name === 'rem' ||
    name.startsWith('::') ||
    name === 'goto' ||
    name.startsWith(':') ||
    name === 'setlocal' ||
    name === 'endlocal'
  )
    return silent('success');
  if (name === 'cd' || name === 'chdir' || name === 'pushd') {
    const target = argv.slice(1).find((word) => !/^\/d$/i.test(word.text));
    machine.emit({ program: 'cd', argv, place, redirections, span });
    if (target !== undefined) place.scope.cwd = within(place.scope.cwd, target);
    return silent('unknown');
  }
  const builtin = Object.hasOwn(builtinNames, name) ? builtinNames[name] : undefined;
  if (builtin === undefined) return machine.startExternal(argv, place, span, redirections);
  const switches =
    glued?.[2] === undefined ? [] : glued[2].split(/(?=\/)/).map((text): Value => ({ ...first, text }));
  const whole = [{ ...first, text: glued?.[1] ?? first.text }, ...switches, ...argv.slice(1)];
  machine.emit({ program: builtin, argv: whole, place, redirections, span });
  const said =
    builtin === 'echo'
      ? known(
          `${argv
            .slice(1)
            .map((word) => word.text)
            .join(' ')}\n`,
        )
      : opaque('command-output');
  return { status: 'success', output: said };
}

/** `@`, `call`, `start "title"`, `if … `, `for … do`, `else`: words before the command that runs. */
function withoutPrefixes(given: readonly Value[]): readonly Value[] {
  let argv = given;
  for (let count = 0; count < 8; count += 1) {
    const first = argv[0];
    if (first === undefined) return argv;
    const name = first.text.toLowerCase();
    if (name.startsWith('@') && name.length > 1)
      argv = [{ ...first, text: first.text.slice(1) }, ...argv.slice(1)];
    else if (name === 'call' || name === 'else' || name === 'do' || name === '@') argv = argv.slice(1);
    else if (name === 'start') argv = afterStart(argv);
    else if (name === 'if') argv = afterIf(argv);
    else if (name === 'for') {
      const at = argv.findIndex((word) => word.text.toLowerCase() === 'do');
      if (at < 0) return [];
      argv = argv.slice(at + 1);
    } else if (name === 'in') return [];
    else return argv;
  }
  return argv;
}

function afterStart(argv: readonly Value[]): readonly Value[] {
  let index = 1;
  while (/^\/|^$/.test(argv[index]?.text ?? 'x') || (index === 1 && /\s/.test(argv[1]?.text ?? '')))
    index += 1;
  return argv.slice(index);
}

function afterIf(argv: readonly Value[]): readonly Value[] {
  let index = 1;
  while (/^(?:\/i|not)$/i.test(argv[index]?.text ?? '')) index += 1;
  const kind = argv[index]?.text.toLowerCase() ?? '';
  if (/^(?:exist|defined|errorlevel|cmdextversion)$/.test(kind)) return argv.slice(index + 2);
  if (kind.includes('==')) return argv.slice(index + (kind.endsWith('==') ? 2 : 1));
  return argv.slice(index + 3);
}

/** `set NAME=value`, `set "NAME=value"`. */
function setVariable(argv: readonly Value[], place: ExecutionContext): ReaderOutcome {
  const joined = argv
    .slice(1)
    .map((word) => word.text)
    .join(' ');
  const parts = /^(?:\/[ap]\s)?([^=]+)=(.*)$/is.exec(joined);
  if (parts?.[1] !== undefined) {
    const reasons = argv.flatMap((word) => word.opaque);
    const value = /^\/[ap]/i.test(joined) ? opaque('input') : makeValue(parts[2] ?? '', reasons);
    place.scope.assign(parts[1].trim().toUpperCase(), value, true);
  }
  return silent('success');
}
