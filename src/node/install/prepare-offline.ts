import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOfOffline } from '../../protocol/offline.js';
import type { Home } from '../files/home.js';
import type { Runtime } from './launcher.js';

const patienceMs = 20_000;

const cache = 'engine.cache';

/** True where what judges without a window has to be read anew by every call. */
export function isUnprepared(home: Home): boolean {
  return !existsSync(join(home.bin, cache));
}

/**
 * Has the installed judge judge one harmless call, in a home of its own, and keep the code that V8 made of it: calls start in
 * half the time then. One that cannot is only slower. Never rejects.
 */
export async function prepareOffline(home: Home, { executable, isEditor }: Runtime): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-prepare-'));
  const { COUNTERSIGN_HOME: _, NODE_OPTIONS: __, ...rest } = process.env;
  const env = { ...rest, COUNTERSIGN_HOME: scratch, ...(isEditor ? { ELECTRON_RUN_AS_NODE: '1' } : {}) };
  const child = spawn(executable, [join(home.bin, 'offline.js'), 'prepare'], {
    env,
    cwd: scratch,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(sample(scratch));
  await ended;
  rmSync(scratch, { recursive: true, force: true });
}

function sample(cwd: string): string {
  const payload = JSON.stringify({
    session_id: 'countersign-prepare',
    cwd,
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'git status' },
    tool_use_id: 'countersign-prepare',
  });
  const bytes = Buffer.byteLength(payload);
  return `${lineOfOffline({ agent: 'claude-code', event: 'PreToolUse', cwd, env: {}, bytes })}${payload}`;
}
