import { fedBy, inDialectOf } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from '../machine.js';
import { at, isBlank, isKnown } from '../value.js';
import { interpreterOf } from './foreign.js';
import { readForeignScript } from './languages.js';
import { endOfPhp, scriptText } from './script-text.js';

/** Scripts that set up a shell, wherever they were installed. */
const setupScript =
  /\/(?:bin\/activate|etc\/profile\.d\/\w+\.sh|nvm\.sh|\.cargo\/env|\.bashrc|\.profile|setup\.(?:ba)?sh|sdkman-init\.sh|asdf\.sh)$/;

/** True for the path of a script that sets up a shell and nothing else. */
export function setsUpShells(path: string): boolean {
  return setupScript.test(path);
}

/** The program that reads a script: its first line names it where it is started by its path, else whoever was told to. */
function dialectOf(text: string, shell: string): string {
  const named = /^#!\s*(?:\S*\/)?(?:env\s+(?:-S\s+)?)?([\w.-]+)/.exec(text)?.[1];
  return shell === '' ? (named ?? 'source') : shell;
}

/** Runs a script file's text; a file that cannot be had leaves the program as it stands. */
export function runScript(
  path: Value,
  args: readonly Value[],
  shell: string,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  if (!isKnown(path)) {
    if (setupScript.test(path.text)) return machine.emit(call);
    machine.report.anomaly('opaque-code', shell, path.span ?? call.span);
    return machine.emit(call);
  }
  const isStarted = shell === '';
  const php =
    isStarted && /^#!.{0,80}\bphp/.test(scriptText(path, call.place, machine, endOfPhp)?.text ?? '');
  const text = scriptText(path, call.place, machine, php ? endOfPhp : undefined);
  if (text === undefined) return machine.emit(call);
  if (isBlank(text)) {
    if (text.opaque.includes('network')) return machine.emit(fedBy(text, call));
    machine.report.anomaly('opaque-code', path.text, path.span ?? call.span);
    return machine.emit(call);
  }
  const label = `${shell} ${path.text}`.trim();
  const language = interpreterOf(text.text);
  if (language !== undefined) return readForeignScript(language, at(text, call.span), label, call, machine);
  const { scope } = place;
  const { positional, name } = scope;
  scope.positional = args;
  if (shell !== 'source') scope.name = path;
  const outcome = machine.read(at(text, call.span), label, inDialectOf(dialectOf(text.text, shell), place));
  scope.positional = positional;
  scope.name = name;
  if (scope.ended === 'return') scope.ended = 'no';
  return outcome;
}
