import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Windows } from '../ports/ports.js';
import { decodeRegistration, type Registration } from '../protocol/registration.js';
import { isAlive } from './process-alive.js';

/** The gates that are registered by processes that still run. */
export function openGates(run: string): readonly Registration[] {
  let names: readonly string[];
  try {
    names = readdirSync(run).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const registration = readRegistration(join(run, name));
    return registration && isAlive(registration.pid) ? [registration] : [];
  });
}

export function windowsAt(run: string, self: string): Windows {
  return { self, isOpen: (id) => id !== '' && openGates(run).some((gate) => gate.id === id) };
}

function readRegistration(path: string): Registration | undefined {
  try {
    return decodeRegistration(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
