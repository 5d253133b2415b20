import { runCode, runInput, withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { type Option, optionSet, readOption } from '../options.js';
import { known } from '../value.js';
import { scriptText } from './script-text.js';
import { runScript } from './scripts.js';
import { hidesOptions, shellOptions } from './shell-options.js';

/** Options whose code runs beside what the shell is started for. */
const initial = optionSet('-C --init-command -e --execute');
const initialFile = optionSet('--rcfile --init-file --rc --config --env-config');

/** `sh`, `bash` and their kin: `-c` text, a script file, or standard input. */
export const shellReader: Reader = (call, machine) => {
  const { options, end } = shellOptions(call.program, call.argv);
  const rest = call.argv.slice(end);
  const place = childPlace(call.place);
  if (hidesOptions(call.argv, end)) machine.report.anomaly('opaque-code', call.program, call.span);
  for (const { name, value } of options) {
    if (value === undefined) continue;
    if (initial.has(name)) runCode(value, `${call.program} ${name}`, call, place, machine);
    if (initialFile.has(name)) runScript(value, [], call.program, call, place, machine);
  }
  if (options.some(({ name }) => name === '-i')) beginInteractive(call, place, machine);
  const commands = options.filter(({ name }) => /^(?:-c|--commands?)$/.test(name));
  const joined = commands.filter(({ value }) => value !== undefined);
  const last = joined.at(-1)?.value;
  if (last !== undefined) {
    for (const { value } of joined.slice(0, -1))
      if (value !== undefined) runCode(value, `${call.program} -c`, call, place, machine);
    return runCommandText(last, rest, true, call, place, machine);
  }
  const readsInput = options.some(({ name }) => name === '-s');
  if (commands.length > 0) {
    const outcome = runCommandText(rest[0], rest, false, call, place, machine);
    // dash reads its input too, behind the code.
    return readsInput && outcome !== undefined ? runInput(call.program, call, place, machine) : outcome;
  }
  if (options.some((option) => option.name === '--version' || option.name === '--help')) return undefined;
  const script = rest[0];
  if (script === undefined || readsInput) {
    place.scope.positional = rest;
    return runInput(call.program, call, place, machine);
  }
  if (script.text === '-' || script.text === '/dev/stdin') {
    place.scope.positional = rest.slice(1);
    return runInput(call.program, call, place, machine);
  }
  return runScript(script, rest.slice(1), call.program, call, place, machine);
};

/** Its start file is read, and what it shows is expanded. */
function beginInteractive(call: Call, place: ExecutionContext, machine: Machine): void {
  const file = place.scope.variable('ENV').value;
  if (file !== undefined && scriptText(file, place, machine) !== undefined)
    runScript(file, [], call.program, call, place, machine);
  for (const name of ['PS0', 'PS1', 'PS2', 'MAILPATH']) {
    const { value } = place.scope.variable(name);
    if (value !== undefined) machine.prompt(value, childPlace(place));
  }
}

function childPlace(place: ExecutionContext): ExecutionContext {
  return { ...place, scope: place.scope.child() };
}

function runCommandText(
  code: Value | undefined,
  rest: readonly Value[],
  joined: boolean,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome | undefined {
  if (code === undefined) return undefined;
  const [name, ...args] = joined ? rest : rest.slice(1);
  place.scope.name = name ?? known(call.argv[0]?.text ?? call.program);
  place.scope.positional = joined ? rest : args;
  return runCode(code, `${call.program} -c`, call, place, machine);
}

/** `su`: a user, then perhaps `-c` text; without it a shell that reads standard input. */
export const readSu: Reader = (call, machine) => {
  const options: Option[] = [];
  const rest: Value[] = [];
  const suValued = optionSet(
    '-c --command --session-command -s --shell -g --group -G --supp-group -w --whitelist-environment',
  );
  let index = 1;
  while (index < call.argv.length) {
    const word = call.argv[index];
    if (word === undefined) break;
    index += 1;
    if (word.text === '--' || word.text === '-') continue;
    if (word.text.startsWith('-')) index = readOption(word, call.argv, index, suValued, options);
    else rest.push(word);
  }
  const place = withLabel(childPlace(call.place), 'su');
  const code = options.find((option) => /^(?:-c|--command|--session-command)$/.test(option.name))?.value;
  if (code !== undefined) return runCode(code, '', call, place, machine);
  if (rest.length > 1 && rest[1] !== undefined)
    return runScript(rest[1], rest.slice(2), 'su', call, place, machine);
  return runInput('', call, place, machine);
};
