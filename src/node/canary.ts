import { spawn } from 'node:child_process';

const patienceMs = 15_000;

/** How the installed doorbell answered a call that every gate lets through. */
export type CanaryResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'failed'; readonly words: string };

/** Rings the launcher as the agent would, with a harmless call in its own words, and looks at what comes back. */
export function ringCanary(
  launcher: string,
  agent: string,
  harmless: object,
  cwd: string,
): Promise<CanaryResult> {
  return new Promise((resolve) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(launcher, [agent], { timeout: patienceMs, shell: isWindows, cwd });
    let out = '';
    let error = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk.toString('utf8');
    });
    child.on('error', (problem) => resolve({ kind: 'failed', words: problem.message }));
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      if (code === 0 && out.trim() === '{}') resolve({ kind: 'passed' });
      else if (code === 0) resolve({ kind: 'refused', words: out.trim() });
      else resolve({ kind: 'failed', words: error.trim() || `exit code ${code}` });
    });
    child.stdin.end(JSON.stringify(harmless));
  });
}
