import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { HealthSeams } from '../agents/health.js';
import { lastSeenIn } from '../core/record/last-seen.js';
import { foreignHooksIn } from '../core/risk/foreign-hooks.js';
import { systemClock } from '../node/clock.js';
import { guardNotesIn } from '../node/guard-notes.js';
import type { Home } from '../node/home.js';
import { systemRandom } from '../node/random.js';
import { RecordFile } from '../node/record-file.js';
import { rememberedVersions } from '../node/version-of.js';
import { createWorlds } from '../node/world.js';
import type { ConfigFiles } from '../ports/ports.js';
import type { Terminal } from './command.js';

/** How far back a ring is looked for. */
const newestEntries = 1_000;

/** Looking at agents from the command line. */
export function guardSeams(home: Home, files: ConfigFiles, terminal: Terminal): HealthSeams {
  const newest = recordOf(home).newest(newestEntries);
  const seen = lastSeenIn(newest.ok ? newest.value : []);
  const { files: looking } = createWorlds().for(terminal.cwd, {});
  return {
    files,
    notes: guardNotesIn(home),
    versionOf: rememberedVersions(home, terminal.env['PATH']),
    exists: existsSync,
    foreign: (agent, workspace) => foreignHooksIn(agent, workspace, looking),
    lastSeen: (agent) => seen.get(agent),
  };
}

export function recordOf(home: Home): RecordFile {
  const writer = systemRandom.hex(8);
  return new RecordFile({ folder: home.record, machine: hostname(), clock: systemClock, writer });
}
