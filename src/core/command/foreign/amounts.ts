import { withLabel } from '../code.js';
import { OPAQUE_MARK, type Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine } from '../machine.js';
import { Stream } from '../stream.js';
import { makeValue } from '../value.js';
import type { Literal } from './literal.js';

/**
 * Whether the code was written on the command line, where a computed call is worth a question, stands in a file, or in one
 * that other code loads: then it calls whichever function it likes. A framework calls what its file gives, classes and exports too.
 */
export type CodeOrigin = 'inline' | 'file' | 'module' | 'framework';

export interface Scan {
  readonly language: string;
  readonly code: Value;
  readonly text: string;
  readonly origin: CodeOrigin;
  /** The file that the code stands in, as the call names it. */
  readonly file?: string;
  /** The command of the project that is run, where only what has its name is. */
  readonly command?: string;
  readonly label: string;
  readonly call: Call;
  readonly machine: Machine;
  readonly variables: ReadonlyMap<string, Literal>;
  /** Reads text that runs in the same language. */
  readonly again: (code: Value, call: Call) => void;
}

export function contextOf(scan: Scan): ExecutionContext {
  const { call } = scan;
  return { ...call.place, scope: call.place.scope.child(), input: undefined };
}

export function valueIn(text: string, scan: Scan): Value {
  return makeValue(text, text.includes(OPAQUE_MARK) ? ['input'] : [], scan.code.span ?? scan.call.span);
}

/** A deletion as the `rm` that it amounts to, so that one table judges both. */
export function removal(path: string, tree: boolean, called: string, scan: Scan): void {
  if (path === '') return;
  const argv = [valueIn('rm', scan), valueIn(tree ? '-rf' : '-f', scan), valueIn(path, scan)];
  const labelled = withLabel(contextOf(scan), `${scan.label} ${called}`);
  scan.machine.emit({
    program: 'rm',
    argv,
    place: labelled,
    redirections: [],
    span: scan.code.span ?? scan.call.span,
  });
}

/** A file that is written, as the bare redirection that it amounts to. */
export function write(path: string, append: boolean, scan: Scan): void {
  if (path === '') return;
  const redirections = [{ mode: append ? 'append' : 'write', path: valueIn(path, scan) }] as const;
  const labelled = withLabel(contextOf(scan), scan.label);
  scan.machine.emit({
    program: ':',
    argv: [valueIn(':', scan)],
    place: labelled,
    redirections,
    span: scan.code.span ?? scan.call.span,
  });
}

/** A program that the code amounts to, and what it is fed. */
export function amountsTo(words: readonly string[], scan: Scan, input?: string): void {
  const argv = words.map((word) => valueIn(word, scan));
  const context = contextOf(scan);
  scan.machine.emit({
    program: words[0] ?? '',
    argv,
    place: withLabel(
      input === undefined ? context : { ...context, input: new Stream(valueIn(input, scan)) },
      scan.label,
    ),
    redirections: [],
    span: scan.code.span ?? scan.call.span,
  });
}
