import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { registrationLimitBytes, registrationStaleMs } from '../protocol/limits.js';
import { chooseGate, decodeRegistration, type Registration } from '../protocol/registration.js';
import { isObject } from '../protocol/ring.js';
import { gateMac } from './gate-mac.js';
import { isOwn, readSmallFile, secretLimitBytes } from './small-file.js';

/** A registered gate, and whether its window has touched the registration lately. */
export interface FoundGate extends Registration {
  readonly isFresh: boolean;
}

export type GateSearch =
  | { readonly kind: 'gate'; readonly gate: FoundGate }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsafe' };

/**
 * The gate that answers for a directory. Gates that no window of this home made, those whose process is gone, and those in `without`
 * are passed over.
 */
export function findGate(home: string, cwd: string, without: ReadonlySet<string>): GateSearch {
  const run = join(home, 'run');
  let names: readonly string[];
  try {
    const found = statSync(run);
    // Others' rights in the home itself are mended by whoever writes there next.
    if (!isOwn(found) || statSync(home).uid !== found.uid) return { kind: 'unsafe' };
    names = readdirSync(run).filter((name) => name.endsWith('.json'));
  } catch {
    return { kind: 'none' };
  }
  const secret = readSmallFile(join(home, 'salt'), secretLimitBytes)?.text.trim();
  const gates = names
    .flatMap((name) => readGate(join(run, name)))
    .filter((gate) => !without.has(gate.id) && secret && gate.mac === gateMac(secret, gate));
  const gate = chooseGate(gates, [cwd, real(cwd)]);
  return gate ? { kind: 'gate', gate } : { kind: 'none' };
}

function readGate(path: string): readonly FoundGate[] {
  const file = readSmallFile(path, registrationLimitBytes);
  const gate = file && decodeRegistration(file.text);
  if (!gate || !isAlive(gate.pid)) return [];
  return [{ ...gate, isFresh: Date.now() - file.modifiedMs < registrationStaleMs }];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = isObject(error) ? error : {};
    return code === 'EPERM';
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
