import type {
  CompoundCommand,
  CompoundList,
  ParsedScript,
  Redirected as RedirectedNode,
  Script,
  WordPart,
} from 'unbash';
import type { Span } from '../shared/span.js';
import type { World } from '../shared/world.js';
import type { Disk } from './disk.js';
import type { ReadProgram } from './foreign/program.js';
import type { Elsewhere, Redirection, Value } from './invocation.js';
import type { Report } from './report.js';
import type { Scope } from './scope.js';
import type { Source } from './source.js';
import type { Stream } from './stream.js';

/** How a command came to run. Immutable: a deeper way is a new frame. */
export interface ReadingFrame {
  readonly via: readonly string[];
  readonly elsewhere?: Elsewhere;
  readonly fedFromNetwork: boolean;
  readonly depth: number;
  /** The shell that reads may be one that knows no `((…))` and no `[[…]]`: `sh`, and what other programs start. */
  readonly posix?: boolean;
}

/** Where a command runs: everything it could see. */
export interface ExecutionContext {
  readonly scope: Scope;
  readonly frame: ReadingFrame;
  readonly source: Source;
  readonly input: Stream | undefined;
}

/** `doubtful`: a question was asked (a test, a grep), so either answer is likely. */
export type Status = 'success' | 'failure' | 'unknown' | 'doubtful';

/** What running left behind: its status and its standard output. */
export interface ReaderOutcome {
  readonly status: Status;
  readonly output: Value;
}

/** One program about to start. */
export interface Call {
  readonly program: string;
  readonly argv: readonly Value[];
  readonly place: ExecutionContext;
  readonly redirections: readonly Redirection[];
  readonly span: Span;
}

/** Reads a program that starts others. Undefined: it is a plain program after all. */
export type Reader = (call: Call, machine: Machine) => ReaderOutcome | undefined;

/** The abstract machine as its parts see it. */
export interface Machine {
  readonly world: World;
  readonly report: Report;
  readonly disk: Disk;
  /** Grammars of other languages, as far as they are loaded. */
  readonly programs: ReadProgram | undefined;
  /** The text that was judged. */
  readonly root: string;
  /** Runs parsed statements in `place`. */
  run(body: Script | CompoundList, place: ExecutionContext): ReaderOutcome;
  compound(node: CompoundCommand | RedirectedNode, place: ExecutionContext): ReaderOutcome;
  /** Runs a nested script (a substitution) in a copy of the scope. */
  runNested(script: ParsedScript, place: ExecutionContext): ReaderOutcome;
  /** A value as a prompt: its substitutions run. */
  prompt(value: Value, place: ExecutionContext): Value;
  /** Reads `code` as shell text and runs it in `place`, one frame deeper under `label`. */
  read(code: Value, label: string, place: ExecutionContext): ReaderOutcome;
  /** Starts a program by its words: functions, builtins and wrappers included. */
  start(
    argv: readonly Value[],
    place: ExecutionContext,
    span: Span,
    redirections?: readonly Redirection[],
  ): ReaderOutcome;
  /** The parts of a word as one text, without splitting. */
  textOf(parts: readonly WordPart[], place: ExecutionContext): Value;
  /** As `start`, for words that no function shadows (`command`, `exec`). */
  startUnshadowed(
    argv: readonly Value[],
    place: ExecutionContext,
    span: Span,
    redirections?: readonly Redirection[],
  ): ReaderOutcome;
  /** As `start`, for shells whose builtins are not bash's: only programs. */
  startExternal(
    argv: readonly Value[],
    place: ExecutionContext,
    span: Span,
    redirections?: readonly Redirection[],
  ): ReaderOutcome;
  /** Puts off what runs when the shell ends. */
  atExit(run: () => void): void;
  /** The absolute path; undefined while the directory is not known. */
  resolve(path: string, place: ExecutionContext): string | undefined;
  /** Reports a program as it stands and works out its output. */
  emit(call: Call): ReaderOutcome;
}
