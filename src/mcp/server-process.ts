import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';

/** How long the server may take to end after its input has, and again after it was asked to. */
const graceMs = 5_000;

/** How long what the server left on its output may still come once it has ended. */
const drainMs = 1_000;

export interface ServerEvents {
  output(chunk: Buffer): void;
  /** The server has ended, or could not be started: then `failure` says why. `code` is what the gateway ends with. */
  ended(code: number, failure?: string): void;
}

/** The MCP server behind the gateway, with the gateway's own standard error. */
export class ServerProcess {
  private readonly child: ChildProcess;
  private isOver = false;

  constructor(
    command: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    private readonly events: ServerEvents,
  ) {
    const [program = '', ...args] = command;
    this.child = spawn(program, args, { env: { ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.on('error', (error) => this.over(1, error.message));
    this.child.on('close', (code, signal) => this.over(codeOf(code, signal)));
    // Something that the server started can keep its output open.
    this.child.on('exit', (code, signal) => setTimeout(() => this.over(codeOf(code, signal)), drainMs));
    this.child.stdin?.on('error', () => undefined);
    this.child.stdout?.on('data', (chunk: Buffer) => this.events.output(chunk));
  }

  /** False when the server is slow to read: then `drained` calls back once. */
  write(line: Uint8Array | string): boolean {
    return this.child.stdin?.write(line) ?? true;
  }

  drained(go: () => void): void {
    this.child.stdin?.once('drain', go);
  }

  /** Stops reading what the server says until the returned function is called. */
  pause(): () => void {
    this.child.stdout?.pause();
    return () => this.child.stdout?.resume();
  }

  /** Nothing more will come: the server ends by itself, or by `signal`, or is made to. */
  end(signal?: NodeJS.Signals): void {
    this.child.stdin?.end();
    if (signal !== undefined) this.child.kill(signal);
    setTimeout(() => this.child.kill('SIGTERM'), graceMs).unref();
    setTimeout(() => this.child.kill('SIGKILL'), 2 * graceMs).unref();
  }

  private over(code: number, failure?: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.events.ended(code, failure);
  }
}

/** As a shell has it: 128 and the signal's number. */
function codeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
