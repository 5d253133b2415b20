import { spawn } from 'node:child_process';
import type { Canary } from '../core/toolcall/health.js';

const patienceMs = 15_000;

/** Rings the launcher as the agent would, with a harmless call in its own words: it must come back with no opinion. */
export async function ringCanary(
  launcher: string,
  agent: string,
  harmless: object,
  cwd: string,
): Promise<Canary> {
  const heard = await ring(launcher, [agent], JSON.stringify(harmless), cwd);
  if ('problem' in heard) return { kind: 'failed', words: heard.problem };
  if (heard.code !== 0) return { kind: 'failed', words: heard.error.trim() || `exit code ${heard.code}` };
  return heard.out.trim() === '{}' ? { kind: 'passed' } : { kind: 'refused', words: heard.out.trim() };
}

/** Both ways: the harmless call passes, and what is no call at all is blocked. */
export async function proveDoorbell(
  launcher: string,
  agent: string,
  harmless: object,
  cwd: string,
): Promise<Canary> {
  const [passed, blocked] = await Promise.all([
    ringCanary(launcher, agent, harmless, cwd),
    ring(launcher, [agent], 'countersign: no call', cwd),
  ]);
  if (passed.kind !== 'passed') return passed;
  const isBlocked = 'code' in blocked && (blocked.code === 2 || !/^(\{\s*\})?$/.test(blocked.out.trim()));
  return isBlocked ? passed : { kind: 'failed', words: 'expected what is no call to be blocked, got a pass' };
}

type Heard =
  | { readonly code: number | null; readonly out: string; readonly error: string }
  | { readonly problem: string };

function ring(launcher: string, words: readonly string[], payload: string, cwd: string): Promise<Heard> {
  return new Promise((resolve) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(launcher, [...words], { shell: isWindows, cwd });
    // Not spawn's own limit: that one outlives a program that could not be started.
    const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    let [out, error] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk.toString('utf8');
    });
    child.on('error', (problem) => {
      clearTimeout(patience);
      resolve({ problem: problem.message });
    });
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      clearTimeout(patience);
      resolve({ code, out, error });
    });
    child.stdin.end(payload);
  });
}
