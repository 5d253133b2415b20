import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { levelHere } from '../agents/level-here.js';
import { together } from '../core/policy/team-in-force.js';
import { type CallerId, callerIds } from '../core/toolcall/toolcall.js';
import { ringWithoutWindow } from '../desk/offline.js';
import type { DeskParts } from '../desk/parts.js';
import { createJudge } from '../engine/engine.js';
import { unknownAgentText } from '../messages/cli/agents.js';
import { lockDisk } from '../node/agents/lock-disk.js';
import { systemClock } from '../node/clock.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { loadSettings } from '../node/files/settings-file.js';
import { noteSession } from '../node/gate/session-environments.js';
import { SaidPlacesHere } from '../node/places/said-places.js';
import { systemRandom } from '../node/random.js';
import { RecordFile } from '../node/record/record-file.js';
import { HeldTeams } from '../node/trust/held-teams.js';
import type { Answer } from '../protocol/answer.js';

/** What a doorbell hands over when no window is open. */
export interface OfflineRing {
  readonly agent: string;
  readonly event?: string | undefined;
  readonly payload: Uint8Array;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The same engine as a window's, and a no for whatever needs a person. */
export async function ringOffline(ring: OfflineRing): Promise<Answer> {
  const agent = callerIds.find((id) => id === ring.agent);
  if (!agent) {
    const stderr = `${unknownAgentText(ring.agent)}\n`;
    return { stdout: '', stderr, exitCode: 2 };
  }
  const home = homeFrom(process.env);
  noteSession(home, { ...ring, agent, budgetMs: 0 });

  const record = new RecordFile({
    folder: home.record,
    machine: hostname(),
    clock: systemClock,
    writer: systemRandom.hex(8),
  });
  const parts = {
    clock: systemClock,
    record,
    judge: createJudge(),
    settings: () => loadSettings(home),
    level: async (caller: CallerId) => levelHere(lockDisk)(caller),
    ...teamsAt(home, ring.cwd),
    ...placesAt(home, record),
  };
  try {
    return await ringWithoutWindow({ ...ring, agent, budgetMs: 0 }, parts);
  } finally {
    // What names this process as a holder of the record would else be swept by the next one.
    record.close();
  }
}

/** Where there is no record, nobody has said anything. */
function placesAt(home: Home, record: RecordFile): Pick<DeskParts, 'places'> {
  return existsSync(home.record) ? { places: new SaidPlacesHere(home, record) } : {};
}

/**
 * The teams' policies as they were last accepted, or seen: of the directory, of the call's own, of all that its session has
 * met. Nothing is asked of the network.
 */
function teamsAt(home: Home, workspace: string): Pick<DeskParts, 'team'> {
  const held = new HeldTeams(home);
  const here = held.remoteAt(workspace);
  return {
    team: (call) => {
      const team = together(held.of(call, here === undefined ? [] : [here]).map((known) => known.team));
      return team && { team };
    },
  };
}
