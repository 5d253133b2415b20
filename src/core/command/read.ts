import { parse } from 'unbash';
import type { World } from '../shared/world.js';
import type { ShellName } from '../toolcall/toolcall.js';
import { Interpreter } from './interpreter.js';
import type { CommandReading } from './invocation.js';
import type { Place } from './machine.js';
import { limits } from './report.js';
import { Scope } from './scope.js';
import { checkText, longestCommand, looksAlike } from './text-checks.js';
import { known } from './value.js';
import { readBatch } from './windows/batch.js';
import { readPowerShell } from './windows/powershell.js';

/**
 * Reads one command as the shell would, without running anything: every program that it would start, and every
 * reason why that cannot be known for sure. Never throws; spans are UTF-16 offsets into `command`.
 */
export function readCommand(command: string, shell: ShellName, world: World, before?: Scope): CommandReading {
  return interpret(command, shell, world, before).reading;
}

/** Reads one command in a shell that may have kept something, and says what the shell has kept then. */
export function interpret(
  command: string,
  shell: ShellName,
  world: World,
  before?: Scope,
): { readonly reading: CommandReading; readonly scope: Scope } {
  const head = command.length > longestCommand ? headOf(command) : command;
  const deep = tooDeepAt(head);
  const bomb = braceBomb(head);
  const documents = documentBomb(head);
  const text = head.slice(0, Math.min(deep ?? head.length, bomb ?? head.length, documents ?? head.length));
  const machine = new Interpreter(world, text);
  checkText(command, (kind, detail, span) => machine.report.anomaly(kind, detail, span));
  if (deep !== undefined) machine.report.anomaly('too-deep', `${limits.nesting} levels`, [deep, head.length]);
  if (bomb !== undefined)
    machine.report.anomaly('too-many', `${mostBraces} braces in one word`, [bomb, head.length]);
  if (documents !== undefined)
    machine.report.anomaly('too-many', `${mostDocuments} openings`, [documents, head.length]);
  const place: Place = {
    scope: new Scope(world, before),
    frame: { via: [], fedFromNetwork: false, depth: 0 },
    source: { text, locate: (start, end) => [start, Math.min(end, text.length)], marks: ['input'] },
    input: undefined,
  };
  if (shell === 'bash') machine.readScript(parse(text), place);
  else if (shell === 'pwsh') readPowerShell(known(text), place, machine);
  else readBatch(known(text), place, machine);
  machine.finish();
  const reading = machine.report.reading();
  for (const { program, span } of reading.invocations) {
    if (looksAlike(program)) machine.report.anomaly('look-alike', program, span);
  }
  return { reading: machine.report.reading(), scope: place.scope };
}

/** Each opening of a document, a substitution or a redirection to one costs the parser a look at all others. */
const mostDocuments = 1_000;

/** Where a text opens more here-documents and process substitutions than anyone writes; undefined when it does not. */
function documentBomb(text: string): number | undefined {
  const opening = /<<|[<>]\(/g;
  for (let count = 0; opening.exec(text) !== null; count += 1) {
    if (count >= mostDocuments) return opening.lastIndex;
  }
  return undefined;
}

/** The first part of a text that is too long, up to the end of a line where there is one. */
function headOf(command: string): string {
  const newline = command.lastIndexOf('\n', longestCommand);
  return command.slice(0, newline > longestCommand / 2 ? newline : longestCommand);
}

/** Where brackets nest deeper than anyone writes them; undefined when they do not. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '(' || character === '{') depth += 1;
    else if ((character === ')' || character === '}') && depth > 0) depth -= 1;
    if (depth > limits.nesting) return index;
  }
  return undefined;
}

/** The parser looks for the end of every brace anew, so a word of thousands would take seconds. */
const mostBraces = 256;
/** Outside quotes braces multiply, and nobody writes as many. */
const mostBareBraces = 96;

/** Where a word holds more opening braces than anyone writes; undefined when none does. */
function braceBomb(text: string): number | undefined {
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
    if (braces > mostBraces || bare > mostBareBraces) return index;
  }
  return undefined;
}
