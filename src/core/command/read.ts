import { parse } from 'unbash';
import { budgets } from '../shared/budgets.js';
import type { World } from '../shared/world.js';
import type { ShellName } from '../toolcall/toolcall.js';
import type { ReadProgram } from './foreign/program.js';
import { Interpreter } from './interpreter.js';
import type { CommandReading } from './invocation.js';
import type { ExecutionContext } from './machine.js';
import { Scope } from './scope.js';
import { checkText, looksAlike } from './text-checks.js';
import { known } from './value.js';
import { readBatch } from './windows/batch.js';
import { readPowerShell } from './windows/powershell.js';

/**
 * Reads one command as the shell would, without running anything: every program that it would start, and every
 * reason why that cannot be known for sure. Never throws; spans are UTF-16 offsets into `command`.
 */
export function readCommand(
  command: string,
  shell: ShellName,
  world: World,
  before?: Scope,
  programs?: ReadProgram,
): CommandReading {
  return interpret(command, shell, world, before, programs).reading;
}

/** Reads one command in a shell that may have kept something, and says what the shell has kept then. */
export function interpret(
  command: string,
  shell: ShellName,
  outside: World,
  before?: Scope,
  programs?: ReadProgram,
): { readonly reading: CommandReading; readonly scope: Scope } {
  const spent = outside.spent ?? new Set();
  const world = { ...outside, spent };
  const head = command.length > budgets.command.most ? headOf(command) : command;
  const deep = tooDeepAt(head);
  const bomb = braceBomb(head);
  const documents = documentBomb(head);
  const text = head.slice(
    0,
    Math.min(deep ?? head.length, bomb?.at ?? head.length, documents ?? head.length),
  );
  const machine = new Interpreter(world, text, programs);
  if (command.length > budgets.command.most)
    machine.report.spent('command', [budgets.command.most, command.length]);
  checkText(command, (kind, detail, span) => machine.report.anomaly(kind, detail, span));
  if (deep !== undefined) machine.report.spent('nesting', [deep, head.length]);
  if (bomb !== undefined) machine.report.spent(bomb.name, [bomb.at, head.length]);
  if (documents !== undefined) machine.report.spent('documents', [documents, head.length]);
  const place: ExecutionContext = {
    scope: new Scope(world, before),
    frame: { via: [], fedFromNetwork: false, depth: 0 },
    source: { text, locate: (start, end) => [start, Math.min(end, text.length)], marks: ['input'] },
    input: undefined,
  };
  if (shell === 'bash') machine.readScript(parse(text), place);
  else if (shell === 'pwsh') readPowerShell(known(text), place, machine);
  else readBatch(known(text), place, machine);
  machine.finish();
  for (const name of spent) machine.report.spent(name, [0, text.length]);
  const reading = machine.report.reading();
  for (const { program, span } of reading.invocations) {
    if (looksAlike(program)) machine.report.anomaly('look-alike', program, span);
  }
  return { reading: machine.report.reading(), scope: place.scope };
}

/**
 * Where a text opens more here-documents and process substitutions than anyone writes: each costs the parser a look at all
 * others. Undefined when it does not.
 */
function documentBomb(text: string): number | undefined {
  const opening = /<<|[<>]\(/g;
  for (let count = 0; opening.exec(text) !== null; count += 1) {
    if (count >= budgets.documents.most) return opening.lastIndex;
  }
  return undefined;
}

/** The first part of a text that is too long, up to the end of a line where there is one. */
function headOf(command: string): string {
  const newline = command.lastIndexOf('\n', budgets.command.most);
  return command.slice(0, newline > budgets.command.most / 2 ? newline : budgets.command.most);
}

/** Where brackets nest deeper than anyone writes them; undefined when they do not. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '(' || character === '{') depth += 1;
    else if ((character === ')' || character === '}') && depth > 0) depth -= 1;
    if (depth > budgets.nesting.most) return index;
  }
  return undefined;
}

/**
 * Where a word holds more opening braces than anyone writes; undefined when none does. The parser looks for the end of
 * every brace anew, so a word of thousands would take seconds; outside quotes they multiply.
 */
function braceBomb(
  text: string,
): { readonly at: number; readonly name: 'braces' | 'bareBraces' } | undefined {
  let braces = 0;
  let bare = 0;
  let quote = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7b) {
      braces += 1;
      if (quote === 0) bare += 1;
    } else if (code === 0x22 || code === 0x27) quote = quote === 0 ? code : quote === code ? 0 : quote;
    else if (code === 0x20 || code === 0x0a || code === 0x09) {
      braces = 0;
      bare = 0;
    }
    if (bare > budgets.bareBraces.most) return { at: index, name: 'bareBraces' };
    if (braces > budgets.braces.most) return { at: index, name: 'braces' };
  }
  return undefined;
}
