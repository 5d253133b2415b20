import type { Adapter } from '../agents/adapter.js';
import { configuredRings } from '../agents/configured.js';
import { mcpServersOf } from '../agents/guard-mcp.js';
import { guardHealth, type HealthSeams, healthOf, scopesOf } from '../agents/health.js';
import { mcpFiles } from '../agents/mcp-files.js';
import type { McpServer } from '../agents/mcp-server.js';
import { noteLooked, noteVerified } from '../agents/notes.js';
import { adapters } from '../agents/registry.js';
import { type AgentHealth, isConnected } from '../core/toolcall/health.js';
import { healthDescription, healthLines } from '../messages/agents/health.js';
import { mcpStatesText } from '../messages/agents/mcp-servers.js';
import {
  connectedAsTriedText,
  type DoorbellState,
  doorbellStateText,
  nothingConnectedText,
  personToSeeText,
  type RecordState,
  recordStateText,
  type TeamReport,
  teamReportLines,
  type Unwell,
  unwellText,
  windowsText,
} from '../messages/cli/doctor.js';
import { helpText } from '../messages/cli/help.js';
import { recordBreakText } from '../messages/cli/record.js';
import { homeFlawText } from '../messages/window/home-flaws.js';
import { systemClock } from '../node/clock.js';
import { flawsOf } from '../node/gate/run-flaws.js';
import { openGates } from '../node/gate/windows.js';
import { proveConfigured } from '../node/install/canary.js';
import { installedState } from '../node/install/install.js';
import { treeFolder } from '../node/record/record-paths.js';
import { segmentPaths } from '../node/record/segments.js';
import { Tiles } from '../node/record/tiles.js';
import { verifyRecord } from '../node/record/verify-record.js';
import { nothingTo } from '../protocol/answer.js';
import { surroundings } from './agent-setup.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { guardSeams } from './guard-seams.js';
import { judgeFor } from './judge-for.js';
import { lookBackAtSessions } from './look-back.js';
import { parseCommandLine } from './parse.js';
import { isPersonHere } from './person-here.js';
import { recordOf } from './record-of.js';
import { isTeamWell, teamReport } from './team-report.js';

type Surroundings = ReturnType<typeof surroundings>;

/** One agent as the doctor finds it. */
interface Examined {
  readonly adapter: Adapter;
  readonly health: AgentHealth;
}

export const doctorCommand: Command = {
  name: 'doctor',
  ...helpText.doctor,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('doctor', args, {
      json: { type: 'boolean' },
      seen: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const around = surroundings(terminal);
    const record = recordState(around.home.record);
    const seams = guardSeams(around.home, around.files, terminal);
    const isSeen = parsed.value.values.seen === true;
    if (isSeen && !isPersonHere(terminal)) return fail(terminal, personToSeeText);
    const ownRecord = recordOf(around.home);
    await lookBackAtSessions(around.places.home, {
      record: ownRecord,
      judge: await judgeFor(terminal),
      clock: systemClock,
    });
    const asked = teamReport(around.home, terminal.cwd);
    const agents = await Promise.all(
      adapters.map((adapter) => examine(adapter, around, seams, terminal.cwd)),
    );
    const team = await asked;
    const bell = installedState(around.home, __dirname);
    const windows = openGates(around.home.run).length;
    const mcp = mcpStates(around);
    const flaws = flawsOf(around.home);
    const unwell: readonly Unwell[] = [
      ...agents
        .filter(({ health }) => health.state !== 'held' && health.state !== 'absent')
        .map(({ adapter }) => adapter.id),
      ...(bell.kind === 'differs' ? (['doorbell'] as const) : []),
      ...(record.ok ? [] : (['record'] as const)),
      ...(isTeamWell(team) ? [] : (['team'] as const)),
      ...(flaws.length === 0 ? [] : (['home'] as const)),
    ];
    const isWell = unwell.length === 0;
    // Said by the person who has just been told; what comes later is an alarm again.
    if (isSeen) for (const { adapter } of agents) noteLooked(seams.notes, adapter.id, systemClock.now());
    if (parsed.value.values.json) {
      const reports = agents.map(reportOf);
      await terminal.out(
        `${JSON.stringify({ ok: isWell, unwell, windows, flaws, agents: reports, doorbell: bell, mcp, record, team })}\n`,
      );
    } else {
      await tell(terminal, agents, bell, windows, mcp, record, team);
      for (const flaw of flaws) await terminal.out(`${homeFlawText(flaw)}\n`);
      if (!isWell) await terminal.out(`${unwellText(unwell)}\n`);
      else if (agents.every(({ health }) => health.state === 'absent'))
        await terminal.out(`${nothingConnectedText}\n`);
    }
    return isWell ? exitCodes.done : exitCodes.failure;
  },
};

type McpStates = Readonly<Record<McpServer['state'], number>>;

/** How many configured MCP servers stand behind the gateway. Those that do not are no illness: agents' hooks see their calls. */
function mcpStates({ places, files }: Surroundings): McpStates {
  const servers = mcpFiles(places).flatMap((path) => {
    const found = mcpServersOf(path, files);
    return found.ok ? found.value : [];
  });
  const count = (state: McpServer['state']): number => servers.filter((one) => one.state === state).length;
  return { guarded: count('guarded'), open: count('open'), remote: count('remote') };
}

/** Looks at the files, rings where the agent is connected, and keeps how that ended. */
async function examine(
  adapter: Adapter,
  { places, doorbell, files }: Surroundings,
  seams: HealthSeams,
  cwd: string,
): Promise<Examined> {
  const looked = healthOf(adapter, places, doorbell, seams);
  const before = guardHealth(adapter, places, doorbell, seams, { isFound: true });
  if (!before.connections.some(isConnected)) return { adapter, health: await looked };
  const rings = configuredRings(adapter, scopesOf(places, adapter), places, doorbell, files);
  const canary = await proveConfigured(rings, adapter.harmless(cwd), cwd, nothingTo(adapter.id));
  noteVerified(seams.notes, adapter.id, { at: systemClock.now(), canary });
  const { isFound, version } = await looked;
  const found = { isFound, ...(version === undefined ? {} : { version }) };
  return { adapter, health: guardHealth(adapter, places, doorbell, seams, found) };
}

function reportOf({ adapter, health }: Examined): object {
  const { agent, isFound, version, state, level, lock, connections, verified, lastSeen, problems } = health;
  return {
    agent,
    name: adapter.name,
    found: isFound,
    version: version ?? null,
    /** False where only its documentation was read. */
    driven: adapter.coverage.tried.kind !== 'documented',
    state,
    level,
    lock,
    connections,
    canary: verified?.canary ?? null,
    verifiedAt: verified?.at ?? null,
    lastSeen: lastSeen ?? null,
    problems,
  };
}

function recordState(folder: string): RecordState {
  const tiles = new Tiles(treeFolder(folder), 'read');
  const verified = verifyRecord(segmentPaths(folder), [], undefined, tiles);
  tiles.close();
  return verified.ok
    ? { ok: true, entries: verified.value.size }
    : { ok: false, detail: recordBreakText(verified.error.found) };
}

async function tell(
  terminal: Terminal,
  agents: readonly Examined[],
  bell: DoorbellState,
  windows: number,
  mcp: McpStates,
  record: RecordState,
  team: TeamReport,
): Promise<void> {
  const now = systemClock.now();
  for (const { adapter, health } of agents) {
    await terminal.out(`${adapter.name}: ${healthDescription(health, now)}\n`);
    if (health.state === 'absent' && health.problems.length === 0 && health.level === 'none') continue;
    for (const line of healthLines(health, now)) await terminal.out(`  ${line}\n`);
    if (adapter.coverage.tried.kind === 'documented') {
      await terminal.out(`  ${connectedAsTriedText(adapter.coverage.tried)}\n`);
    }
  }
  await terminal.out(`${doorbellStateText(bell)}\n`);
  await terminal.out(`${windowsText(windows)}\n`);
  const gateway = mcpStatesText(mcp);
  if (gateway !== undefined) await terminal.out(`${gateway}\n`);
  await terminal.out(`${recordStateText(record)}\n`);
  for (const line of teamReportLines(team)) await terminal.out(`${line}\n`);
}
