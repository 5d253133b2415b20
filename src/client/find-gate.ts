import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cause } from '../protocol/cause.js';
import { registrationLimitBytes, registrationStaleMs, runFilesLimit } from '../protocol/limits.js';
import { byCloseness, decodeRegistration, type Registration } from '../protocol/registration.js';
import { gateMac } from './gate-mac.js';
import { isOwn, readSmallFile, secretLimitBytes } from './small-file.js';

/** A registered gate, and whether its window has touched the registration lately. */
export interface FoundGate extends Registration {
  readonly isFresh: boolean;
}

/**
 * The gates that can answer for a directory, the likeliest first; or why none is asked. Those that no window of this home made,
 * that stand under another name, or whose process is gone are left out.
 */
export function findGates(home: string, cwd: string): readonly FoundGate[] | Cause {
  const run = join(home, 'run');
  const gates: FoundGate[] = [];
  let room = registrationLimitBytes;
  try {
    const found = statSync(run);
    // Others' rights in the home itself are mended by whoever writes there next.
    if (!isOwn(found) || statSync(home).uid !== found.uid) return 'home-unsafe';
    const names = readdirSync(run);
    if (names.length > runFilesLimit) return 'home-crowded';
    const secret = readSmallFile(join(home, 'salt'), secretLimitBytes)?.text.trim();
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const file = readSmallFile(join(run, name), registrationLimitBytes);
      if (!file || !secret) continue;
      room -= file.text.length;
      if (room < 0) return 'home-crowded';
      const gate = decodeRegistration(file.text);
      if (!gate || name !== `${gate.id}.json` || gate.mac !== gateMac(secret, gate) || !isAlive(gate.pid))
        continue;
      gates.push({ ...gate, isFresh: Date.now() - file.modifiedMs < registrationStaleMs });
    }
  } catch {
    return [];
  }
  return byCloseness(gates, [cwd, real(cwd)]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return String(error).includes('EPERM');
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
