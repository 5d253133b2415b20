import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Windows } from '../../ports/ports.js';
import { registrationLimitBytes, runFilesLimit } from '../../protocol/limits.js';
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
  return {
    self,
    isOpen: (id) => {
      const gate = basename(id) === id ? registrationIn(run, `${id}.json`) : undefined;
      return gate !== undefined && isAlive(gate.pid);
    },
  };
}

/** True where so much lies among the registrations that doorbells look no further. */
export function isCrowded(run: string): boolean {
  const names = namesIn(run);
  if (names.length > runFilesLimit) return true;
  const sizes = names.filter(isRegistrationName).map((name) => sizeOf(join(run, name)));
  return sizes.reduce((sum, size) => sum + size, 0) > registrationLimitBytes;
}

/** What a doorbell would read there. */
function sizeOf(path: string): number {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= registrationLimitBytes ? found.size : 0;
  } catch {
    return 0;
  }
}

/** Every registration that is one, and stands under its own name. */
function registrations(run: string): readonly Registration[] {
  return namesIn(run).flatMap((name) => registrationIn(run, name) ?? []);
}

function isRegistrationName(name: string): boolean {
  return name.endsWith('.json');
}

function namesIn(run: string): readonly string[] {
  try {
    return readdirSync(run);
  } catch {
    return [];
  }
}

/** Of a regular file that is small: a pipe in its place would hold the window. One that closes meanwhile takes its file along. */
function registrationIn(run: string, name: string): Registration | undefined {
  if (!isRegistrationName(name)) return undefined;
  try {
    const file = openSync(join(run, name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = fstatSync(file);
      if (!found.isFile() || found.size > registrationLimitBytes) return undefined;
      const gate = decodeRegistration(readFileSync(file, 'utf8'));
      return gate && name === `${gate.id}.json` ? gate : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
