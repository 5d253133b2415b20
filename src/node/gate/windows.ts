import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Windows } from '../../ports/ports.js';
import { decodeRegistration, type Registration } from '../../protocol/registration.js';
import { isAlive } from '../process-alive.js';

/** The gates that are registered by processes that still run. */
export function openGates(run: string): readonly Registration[] {
  return registrations(run).filter((gate) => isAlive(gate.pid));
}

/** The gates whose process is gone: a window that crashed could not unregister. */
export function deadGates(run: string): readonly Registration[] {
  return registrations(run).filter((gate) => !isAlive(gate.pid));
}

export function windowsAt(run: string, self: string): Windows {
  return { self, isOpen: (id) => id !== '' && openGates(run).some((gate) => gate.id === id) };
}

/** Every registration that is one, and stands under its own name. */
function registrations(run: string): readonly Registration[] {
  return namesIn(run).flatMap((name) => {
    const gate = readRegistration(join(run, name));
    return gate && name === `${gate.id}.json` ? [gate] : [];
  });
}

function namesIn(run: string): readonly string[] {
  try {
    return readdirSync(run).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** A window that closes meanwhile takes its file along. */
function readRegistration(path: string): Registration | undefined {
  try {
    return decodeRegistration(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
