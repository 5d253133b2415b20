import { spawn } from 'node:child_process';

/** How a started program ended, and what it said. */
export interface Ended {
  /** null when a signal ended it or it could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds; absent waits for as long as it takes. */
  readonly limit?: number;
}

/** What is kept of a program's output, in UTF-16 units. */
const outputLimit = 64 * 1024;

/** The shell that Claude Code would use: on Windows it is Git's bash. */
const shell = process.platform === 'win32' ? 'bash' : '/bin/sh';

/** Runs one command line through the shell, as an agent does. Never rejects. */
export function run(command: string, start: Start): Promise<Ended> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    const child = spawn(shell, ['-c', command], {
      cwd: start.cwd,
      env: { ...start.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(start.limit === undefined ? {} : { timeout: start.limit }),
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(0, outputLimit);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(0, outputLimit);
    });
    child.on('error', (failure) => resolve({ code: null, stdout, stderr: failure.message }));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // The program may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(start.input ?? '');
  });
}
