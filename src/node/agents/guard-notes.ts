import { join } from 'node:path';
import * as v from 'valibot';
import { readShape } from '../../core/shared/decode-shape.js';
import { parseJson } from '../../core/shared/json.js';
import { err, ok } from '../../core/shared/result.js';
import { texts } from '../../core/shared/shape.js';
import { verifiedShape } from '../../core/toolcall/health.js';
import type { AgentId } from '../../core/toolcall/toolcall.js';
import type { GuardNote, GuardNotes } from '../../ports/ports.js';
import { diskFailure, diskText, privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { keptFields } from '../requests/kept-fields.js';

const note = v.strictObject({
  files: texts,
  verified: v.exactOptional(verifiedShape),
  looked: v.exactOptional(v.number()),
});

/** What is left of a note where a newer version keeps how the canary ended in words of its own. */
const filesOnly = v.object({ files: texts });

const nothing: GuardNote = { files: [] };

/** One small file an agent, under the home. */
export function guardNotesIn(home: Home): GuardNotes {
  const folder = join(home.root, 'agents');
  const path = (agent: AgentId): string => join(folder, `${agent}.json`);
  return {
    of: (agent) => noteIn(diskText(path(agent)) ?? ''),
    keep(agent, kept) {
      try {
        privateFolder(folder);
        const more = keptFields(diskText(path(agent)), note.entries);
        writeWhole(path(agent), `${JSON.stringify({ ...more, ...kept })}\n`);
        return ok(undefined);
      } catch (error) {
        return err(diskFailure(error));
      }
    },
  };
}

function noteIn(text: string): GuardNote {
  const value = parseJson(text);
  const read = readShape(note, value);
  if (read.kind === 'known' || read.kind === 'more') return read.value;
  const files = v.safeParse(filesOnly, value);
  return read.kind === 'newer' && files.success ? files.output : nothing;
}
