/** Looking at agents whose files are in memory. */
import type { HealthSeams } from '../../src/agents/health.js';
import type { AskForTrust, ConfigFiles, GuardNote, GuardNotes } from '../../src/ports/ports.js';

/** A disk that is a map. */
export function memoryFiles(files: Map<string, string>): ConfigFiles {
  return {
    read: (path) => ({ ok: true, value: files.get(path) ?? null }),
    replace: (path, before, after) => {
      if ((files.get(path) ?? null) !== before)
        return { ok: false, error: { code: 'changed', detail: path } };
      if (after === null) files.delete(path);
      else files.set(path, after);
      return { ok: true, value: undefined };
    },
    original: () => undefined,
  };
}

export function memoryNotes(kept = new Map<string, GuardNote>()): GuardNotes {
  return {
    of: (agent) => kept.get(agent) ?? { files: [] },
    keep: (agent, note) => {
      kept.set(agent, note);
      return { ok: true, value: undefined };
    },
  };
}

export function memorySeams(files: Map<string, string>, change: Partial<HealthSeams> = {}): HealthSeams {
  return {
    files: memoryFiles(files),
    notes: memoryNotes(),
    versionOf: async () => undefined,
    exists: () => false,
    foreign: () => [],
    lock: () => ({ lockable: { kind: 'none' }, hasOwnUser: false, files: [] }),
    rings: () => ({ slipped: [], ranAnyway: [] }),
    ...change,
  };
}

/** An agent whose program is not there. */
export const noTrust: AskForTrust = {
  plan: async () => ({ ok: false, error: { code: 'program-missing', detail: 'ENOENT' } }),
  isTrusted: async () => ({ ok: false, error: { code: 'program-missing', detail: 'ENOENT' } }),
};
