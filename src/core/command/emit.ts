import { fetchedOutput, printsShellSetup, savedFile } from './fetch.js';
import { outputOf } from './filters/filters.js';
import { type Invocation, OPAQUE_MARK, type Value } from './invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { isAbsolute, resolvePath } from './paths.js';
import { isKnown, known, makeValue, opaqueFor } from './value.js';

/** Reports a program as it stands, and works out what it would print when that can be known. */
export function emit(call: Call, machine: Machine): ReaderOutcome {
  const { place } = call;
  const input = place.input?.rest();
  machine.report.invocation(invocationOf(call, input));
  saveFetched(call, machine);
  linkFiles(call, machine);
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
