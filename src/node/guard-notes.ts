import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { err, ok } from '../core/shared/result.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { GuardNote, GuardNotes } from '../ports/ports.js';
import { diskFailure, privateFolder, writeWhole } from './disk.js';
import type { Home } from './home.js';

const words = v.string();

const note: v.GenericSchema<unknown, GuardNote> = v.strictObject({
  files: v.array(v.string()),
  verified: v.exactOptional(
    v.strictObject({
      at: v.number(),
      canary: v.variant('kind', [
        v.strictObject({ kind: v.literal('passed') }),
        v.strictObject({ kind: v.literal('refused'), words }),
        v.strictObject({ kind: v.literal('failed'), words }),
      ]),
    }),
  ),
});

const nothing: GuardNote = { files: [] };

/** One small file an agent, under the home. */
export function guardNotesIn(home: Home): GuardNotes {
  const folder = join(home.root, 'agents');
  const path = (agent: AgentId): string => join(folder, `${agent}.json`);
  return {
    of(agent) {
      try {
        const read = v.safeParse(note, JSON.parse(readFileSync(path(agent), 'utf8')));
        return read.success ? read.output : nothing;
      } catch {
        return nothing;
      }
    },
    keep(agent, kept) {
      try {
        privateFolder(folder);
        writeWhole(path(agent), `${JSON.stringify(kept)}\n`);
        return ok(undefined);
      } catch (error) {
        return err(diskFailure(error));
      }
    },
  };
}
