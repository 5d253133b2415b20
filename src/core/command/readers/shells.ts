import { runCode, runInput, withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { type Option, optionSet, readOption } from '../options.js';
import { known } from '../value.js';
import { runScript } from './scripts.js';

const valued = optionSet('-o +o -O +O --rcfile --init-file -C --init-command -d --debug -f --features');

/** `sh`, `bash` and their kin: `-c` text, a script file, or standard input. */
export const shellReader: Reader = (call, machine) => {
  const { options, end } = shellOptions(call.argv);
  const rest = call.argv.slice(end);
  const place = childPlace(call.place);
  for (const { name, value } of options) {
    if ((name === '-C' || name === '--init-command') && value !== undefined)
      runCode(value, `${call.program} -C`, call, place, machine);
    if ((name === '--rcfile' || name === '--init-file') && value !== undefined)
      runScript(value, [], call.program, call, place, machine);
  }
  const command = options.find((option) => option.name === '-c' || option.name === '--command');
  if (command !== undefined)
    return runCommandText(command.value ?? rest[0], rest, command.value !== undefined, call, place, machine);
  if (options.some((option) => option.name === '--version' || option.name === '--help')) return undefined;
  const readsInput =
    options.some((option) => option.name === '-s') ||
    rest.length === 0 ||
    rest[0]?.text === '-' ||
    rest[0]?.text === '/dev/stdin';
  if (!readsInput && rest[0] !== undefined) {
    return runScript(rest[0], rest.slice(1), call.program, call, place, machine);
  }
  place.scope.positional = rest[0]?.text === '-' ? rest.slice(1) : rest;
  return runInput(call.program, call, place, machine);
};

function shellOptions(argv: readonly Value[]): { readonly options: readonly Option[]; readonly end: number } {
  const options: Option[] = [];
  let index = 1;
  while (index < argv.length) {
    const word = argv[index];
    if (word === undefined || !/^[-+]./.test(word.text)) break;
    index += 1;
    if (word.text === '--') break;
    index = readOption(word, argv, index, valued, options);
  }
  return { options, end: index };
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
