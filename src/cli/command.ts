import type { OwnCommandName } from '../core/tool/guard/own-commands.js';
import { problemLine } from '../messages/cli/usage.js';

/** How one command of the command line speaks to the world; a test gives it strings instead. */
export interface Terminal {
  /** Directory in which the command was started. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input, in pieces. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Set where the directory in which this was started is gone. */
  readonly isAdrift?: true;
  /** True when a person can read what is printed and type an answer. */
  readonly isInteractive?: boolean;
  /** True where an agent is among the processes that started this one. */
  readonly isBelowAgent?: () => boolean;
  /** The file that the engine's threads run; absent where judging happens in this one. */
  readonly engine?: string;
  out(text: string): Promise<void>;
  error(text: string): Promise<void>;
}

/** One command of `countersign`. */
export interface Command {
  /** Declared in core, with what it changes: an agent that runs it is judged by that. */
  readonly name: OwnCommandName;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** `args` are the words after the command's name. Answers the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** 0 done or allowed, 10 a person would be asked, 20 denied, 30 a break-glass that holds, 2 usage, 1 any other failure. */
export const exitCodes = { done: 0, failure: 1, usage: 2, ask: 10, deny: 20, breakGlass: 30 } as const;

/** Wrong usage: one line that says what was expected, what was got and what to do. */
export async function misuse(terminal: Terminal, problem: string): Promise<number> {
  await terminal.error(problemLine(problem));
  return exitCodes.usage;
}

/** Any other failure: one line. */
export async function fail(terminal: Terminal, problem: string): Promise<number> {
  await terminal.error(problemLine(problem));
  return exitCodes.failure;
}
