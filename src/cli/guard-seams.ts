import { existsSync } from 'node:fs';
import type { HealthSeams } from '../agents/health.js';
import { lockHealth } from '../agents/lock-health.js';
import { ringsFrom } from '../agents/rings.js';
import { foreignHooksIn } from '../core/risk/foreign-hooks.js';
import { worldsHere } from '../engine/world.js';
import { guardNotesIn } from '../node/agents/guard-notes.js';
import { lockDisk } from '../node/agents/lock-disk.js';
import { rememberedVersions } from '../node/agents/version-of.js';
import { systemClock } from '../node/clock.js';
import type { Home } from '../node/files/home.js';
import type { ConfigFiles } from '../ports/ports.js';
import type { Terminal } from './command.js';
import { recordOf } from './record-of.js';

/** Looking at agents from the command line. */
export function guardSeams(home: Home, files: ConfigFiles, terminal: Terminal): HealthSeams {
  const { files: looking } = worldsHere()({ cwd: terminal.cwd, env: {} });
  return {
    files,
    notes: guardNotesIn(home),
    versionOf: rememberedVersions(home, terminal.env['PATH']),
    exists: existsSync,
    foreign: (agent, workspace) => foreignHooksIn(agent, workspace, looking),
    lock: (agent) => lockHealth(agent, lockDisk),
    rings: ringsFrom(recordOf(home), systemClock),
  };
}
