import { withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, Machine, Reader, ReaderOutcome } from '../machine.js';
import { isBlank, known } from '../value.js';
import { scriptText } from './script-text.js';

/** What `cmake -E` calls by names of its own. */
const commands: Readonly<Record<string, readonly string[]>> = {
  rm: ['rm'],
  remove: ['rm'],
  remove_directory: ['rm', '-rf'],
  copy: ['cp'],
  copy_if_different: ['cp'],
  copy_directory: ['cp', '-r'],
  copy_directory_if_different: ['cp', '-r'],
  rename: ['mv'],
  create_symlink: ['ln', '-s'],
  create_hardlink: ['ln'],
  make_directory: ['mkdir', '-p'],
  touch: ['touch'],
  tar: ['tar'],
  cat: ['cat'],
  echo: ['echo'],
  env: ['env'],
  time: [],
};

/** `cmake -E COMMAND …`, and the scripts that `cmake -P` runs. */
export const readCmake: Reader = (call, machine) => {
  const tool = call.argv.findIndex((word) => word.text === '-E');
  if (tool > 0) return runTool(call.argv.slice(tool + 1), call, machine);
  const script = call.argv.findIndex((word) => word.text === '-P');
  const path = script > 0 ? call.argv[script + 1] : undefined;
  const text = path === undefined ? undefined : scriptText(path, call.place, machine);
  if (text !== undefined && isBlank(text))
    machine.report.anomaly('opaque-code', call.program, path?.span ?? call.span);
  if (text === undefined || isBlank(text)) return undefined;
  const outcome = machine.emit(call);
  for (const words of commandsOf(text.text))
    start(
      words.map((word) => known(word, path?.span)),
      call,
      machine,
    );
  return outcome;
};

function runTool(words: readonly Value[], call: Call, machine: Machine): ReaderOutcome | undefined {
  const [name, ...rest] = words;
  if (name?.text === 'chdir') return start(rest.slice(1), call, machine);
  const own = Object.hasOwn(commands, name?.text ?? '') ? commands[name?.text ?? ''] : undefined;
  return own === undefined ? undefined : start([...own.map((word) => known(word)), ...rest], call, machine);
}

function start(words: readonly Value[], call: Call, machine: Machine): ReaderOutcome | undefined {
  if (words.length === 0) return undefined;
  const place = withLabel(call.place, call.program);
  return machine.start(words, { ...place, scope: place.scope.child() }, call.span);
}

/** `file(REMOVE_RECURSE path…)`, `execute_process(COMMAND word…)`. */
function commandsOf(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/^[ \t]*#.*$/gm, '');
  const calls = [...plain.matchAll(/\b(file|execute_process)[ \t]{0,20}\(([^()]{0,4000})\)/gi)];
  return calls.flatMap(([, name = '', inside = '']) => {
    const words = wordsIn(inside);
    if (name.toLowerCase() === 'file')
      return /^REMOVE(?:_RECURSE)?$/.test(words[0] ?? '') ? [['rm', '-rf', ...words.slice(1)]] : [];
    const from = words.indexOf('COMMAND');
    const end = words.findIndex((word, index) => index > from && /^[A-Z_]{4,}$/.test(word));
    return from < 0 ? [] : [words.slice(from + 1, end < 0 ? undefined : end)];
  });
}

function wordsIn(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|[^\s"]+/g)].map(([whole, quoted]) => quoted ?? whole);
}
