import { withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { withoutTail } from '../paths.js';
import { known, makeValue, opaque, spanOf } from '../value.js';
import { put } from './xargs.js';

const actions = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/** `find … -exec CMD {} ;`: `{}` becomes `ROOT/**` (or `ROOT/**` `/NAME`) as a glob, one word a root. */
export const readFind: Reader = (call, machine) => {
  const found = foundFiles(call.argv);
  let starts = false;
  for (let index = 1; index < call.argv.length; index += 1) {
    const action = call.argv[index]?.text ?? '';
    if (!actions.has(action)) continue;
    const end = endOfAction(call.argv, index + 1);
    starts = true;
    runFound(call.argv.slice(index + 1, end), found, `find ${action}`, call, machine);
    index = end;
  }
  if (!starts) return undefined;
  const acts = call.argv.some((word) => /^-(?:delete|fprint.*|fls)$/.test(word.text));
  return acts ? machine.emit(call) : { status: 'unknown', output: opaque('command-output') };
};

function endOfAction(argv: readonly Value[], from: number): number {
  const end = argv.findIndex(
    (word, index) =>
      index >= from && (word.text === ';' || (word.text === '+' && argv[index - 1]?.text === '{}')),
  );
  return end < 0 ? argv.length : end;
}

/** What `{}` may stand for, and what find prints. */
export function foundFiles(argv: readonly Value[]): readonly Value[] {
  const roots: Value[] = [];
  let index = 1;
  while (/^-(?:[HLPX]|O\d?)$/.test(argv[index]?.text ?? '')) index += 1;
  for (; index < argv.length; index += 1) {
    const word = argv[index];
    if (word === undefined || /^[-(!,]/.test(word.text)) break;
    roots.push(word);
  }
  const nameAt = argv.findIndex((word) => /^-i?name$/.test(word.text));
  const name = nameAt < 0 ? undefined : argv[nameAt + 1];
  const from = roots.length === 0 ? [known('.')] : roots;
  return from.map((root) => {
    const text = `${withoutTail(root.text, '/')}/**${name === undefined ? '' : `/${name.text}`}`;
    return makeValue(text, [...root.opaque, ...(name?.opaque ?? [])], root.span, true);
  });
}

function runFound(
  command: readonly Value[],
  found: readonly Value[],
  label: string,
  call: Call,
  machine: Machine,
): ReaderOutcome {
  const labelled = withLabel(call.place, label);
  const place: ExecutionContext = { ...labelled, input: undefined, scope: labelled.scope.child() };
  const argv = command.flatMap((word) =>
    word.text === '{}' ? found : [put(word, '{}', found[0] ?? opaque('input'))],
  );
  return machine.start(argv, place, spanOf(command) ?? call.span, call.redirections);
}

/** `fd PATTERN … -x CMD`. */
export const readFd: Reader = (call, machine) => {
  const at = call.argv.findIndex((word) => /^(?:-x|-X|--exec|--exec-batch)$/.test(word.text));
  if (at < 0) return undefined;
  const found = fdFiles(call.argv.slice(0, at));
  const end = call.argv.findIndex((word, index) => index > at && word.text === ';');
  const command = call.argv.slice(at + 1, end < 0 ? undefined : end);
  const withMark = command.some((word) => word.text.includes('{}')) ? command : [...command, known('{}')];
  return runFound(withMark, found, 'fd -x', call, machine);
};

/** The same for `fd PATTERN ROOT…`; its pattern is an expression, so any name may fit. */
export function fdFiles(argv: readonly Value[]): readonly Value[] {
  const roots = argv
    .slice(1)
    .filter(({ text }) => !text.startsWith('-'))
    .slice(1);
  return (roots.length === 0 ? [known('.', argv[1]?.span)] : roots).map((root) =>
    makeValue(`${withoutTail(root.text, '/')}/**`, root.opaque, root.span, true),
  );
}
