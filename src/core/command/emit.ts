import { fetchedOutput, printsShellSetup, savedFile } from './fetch.js';
import { outputOf } from './filters/filters.js';
import { type Invocation, OPAQUE_MARK, type Value } from './invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { isAbsolute, resolvePath } from './paths.js';
import { isKnown, known, makeValue, opaque, opaqueFor } from './value.js';

/** Reports a program as it stands, and works out what it would print when that can be known. */
export function emit(call: Call, machine: Machine): ReaderOutcome {
  const { place } = call;
  const input = place.input?.rest();
  machine.report.invocation(invocationOf(call, input));
  saveFetched(call, machine);
  linkFiles(call, machine);
  saveWritten(call, input ?? opaque('input'), machine);
  const output = outputOf(call, input, machine) ?? unknownOutput(call, input);
  return { status: statusOf(call.program, output), output };
}

export function invocationOf(call: Call, input: Value | undefined): Invocation {
  const { program, argv, place, redirections, span } = call;
  const { scope, frame } = place;
  return {
    program,
    argv,
    cwd: scope.cwd,
    env: scope.exports(),
    via: frame.via,
    redirections,
    span,
    ...(frame.elsewhere === undefined ? {} : { elsewhere: frame.elsewhere }),
    ...(input === undefined ? {} : { stdin: input }),
    ...(frame.fedFromNetwork ? { fedFromNetwork: true } : {}),
  };
}

function unknownOutput(call: Call, input: Value | undefined): Value {
  if (printsShellSetup(call)) return known('');
  const fetched = fetchedOutput(call);
  if (fetched === 'none') return known('');
  const fromNetwork = fetched === 'network' || input?.opaque.includes('network') === true;
  return makeValue(`${OPAQUE_MARK}\n`, fromNetwork ? ['command-output', 'network'] : ['command-output']);
}

/** A file that a fetching program leaves on disk: later commands may run it. */
function saveFetched(call: Call, machine: Machine): void {
  const name = savedFile(call);
  const path = name === undefined ? undefined : absolutePath(name, call.place);
  if (path !== undefined) machine.disk.write(path, opaqueFor(['command-output', 'network']), false);
}

/** A file that a program fills with its input, with another file's text, or with what nobody works out. */
function saveWritten(call: Call, input: Value, machine: Machine): void {
  const words = call.argv.slice(1);
  const operands = words.filter(({ text }) => !text.startsWith('-'));
  const write = (to: Value | undefined, content: Value): void => {
    const path = to === undefined || !isKnown(to) ? undefined : absolutePath(to.text, call.place);
    if (path !== undefined && path !== '/dev/null') machine.disk.write(path, content, false);
  };
  const named = (name: string): Value | undefined => {
    const word = words.find(({ text }) => text.startsWith(name));
    return word === undefined ? undefined : { ...word, text: word.text.slice(name.length) };
  };
  switch (call.program) {
    case 'dd': {
      const from = named('if=');
      const path = from === undefined || !isKnown(from) ? undefined : absolutePath(from.text, call.place);
      const isInput = from === undefined || isStandardInput.test(from.text);
      write(named('of='), isInput ? input : (machine.disk.script(path ?? '') ?? opaque('input')));
      return;
    }
    case 'cp':
    case 'install':
      if (operands.some(({ text }) => isStandardInput.test(text))) write(operands.at(-1), input);
      return;
    case 'sponge':
      write(operands[0], input);
      return;
    case 'sort':
    case 'shuf': {
      const at = words.findIndex(({ text }) => /^(?:-o|--output)$/.test(text));
      write(at < 0 ? (named('--output=') ?? named('-o')) : words[at + 1], opaque('command-output'));
      return;
    }
    case 'uniq':
      write(operands[1], opaque('command-output'));
      return;
    case 'patch':
    case 'ed':
      write(operands[0], opaque('command-output'));
  }
}

const isStandardInput = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/0)$/;

/** Copies and links under another name: what runs under the new name is the old one. */
function linkFiles(call: Call, machine: Machine): void {
  if (!/^(?:cp|ln|mv|install|gcp)$/.test(call.program)) return;
  const words = call.argv.slice(1).filter((word) => !word.text.startsWith('-') && isKnown(word));
  const [from, to] = words.map((word) => absolutePath(word.text, call.place));
  if (words.length === 2 && from !== undefined && to !== undefined) machine.disk.link(from, to);
}

export function absolutePath(path: string, place: ExecutionContext): string | undefined {
  const { cwd } = place.scope;
  if (isKnown(cwd) || isAbsolute(path)) return resolvePath(cwd.text, path);
  // A name of its own for a file on another machine: only what this command wrote there can be found.
  const name = place.frame.elsewhere?.name.text;
  return name === undefined ? undefined : resolvePath(`/@${name}`, path);
}

const questions = new Set([
  'test',
  '[',
  'grep',
  'egrep',
  'fgrep',
  'rg',
  'diff',
  'cmp',
  'which',
  'pgrep',
  'type',
  'hash',
]);

function statusOf(program: string, output: Value): ReaderOutcome['status'] {
  if (questions.has(program)) return 'doubtful';
  if (program === 'true' || program === ':' || program === 'echo' || program === 'printf') return 'success';
  if (program === 'false') return 'failure';
  return output.opaque.length === 0 && output.text !== '' ? 'success' : 'unknown';
}
