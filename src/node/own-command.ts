import { spawn } from 'node:child_process';

/** How a command of ours ended; `said` is all that it wrote, in its order. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/** Runs the command line in a process of its own, which ends when nobody wants its answer any more. Rejects where it cannot start. */
export function runOwnCommand(
  program: string,
  words: readonly string[],
  { home, signal }: { readonly home: string; readonly signal: AbortSignal },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', COUNTERSIGN_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let [out, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, out, said }));
  });
}
