import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { registrationStaleMs } from '../protocol/limits.js';
import { chooseGate, decodeRegistration, type Registration } from '../protocol/registration.js';

/** A registered gate, and whether its window has touched the registration lately. */
export interface FoundGate extends Registration {
  readonly isFresh: boolean;
}

export type GateSearch =
  | { readonly kind: 'gate'; readonly gate: FoundGate }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsafe' };

/** The gate that answers for a directory. Gates whose process is gone, and those in `without`, are passed over. */
export function findGate(run: string, cwd: string, without: ReadonlySet<string>): GateSearch {
  let names: readonly string[];
  try {
    if (!isPrivate(run)) return { kind: 'unsafe' };
    names = readdirSync(run).filter((name) => name.endsWith('.json'));
  } catch {
    return { kind: 'none' };
  }
  const gates = names.flatMap((name) => readGate(join(run, name))).filter((gate) => !without.has(gate.id));
  const gate = chooseGate(gates, [cwd, real(cwd)]);
  return gate ? { kind: 'gate', gate } : { kind: 'none' };
}

function readGate(path: string): readonly FoundGate[] {
  try {
    const gate = decodeRegistration(readFileSync(path, 'utf8'));
    if (!gate || !isAlive(gate.pid)) return [];
    const isFresh = Date.now() - statSync(path).mtimeMs < registrationStaleMs;
    return [{ ...gate, isFresh }];
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isPrivate(folder: string): boolean {
  if (process.platform === 'win32') return true;
  const found = statSync(folder);
  return found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
