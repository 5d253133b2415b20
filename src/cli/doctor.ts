import { scopes } from '../agents/adapter.js';
import { connectionOf } from '../agents/connect.js';
import { detect } from '../agents/detect.js';
import { adapters } from '../agents/registry.js';
import { type CanaryResult, ringCanary } from '../node/canary.js';
import { segmentPaths } from '../node/segments.js';
import { verifyRecord } from '../node/verify-record.js';
import { versionOf } from '../node/version-of.js';
import { openGates } from '../node/windows.js';
import { triedWords } from '../words/coverage.js';
import { exists, surroundings } from './agent-setup.js';
import { type Command, exitCodes, misuse, type Terminal } from './command.js';
import { parseCommandLine } from './parse.js';
import { breakWords } from './verify.js';

type Surroundings = ReturnType<typeof surroundings>;

/** One agent as the doctor finds it. */
interface AgentReport {
  readonly agent: string;
  readonly name: string;
  readonly found: boolean;
  readonly version: string | null;
  readonly tooOld: boolean;
  /** False where only its documentation was read. */
  readonly driven: boolean;
  readonly connections: readonly { readonly scope: string; readonly file: string; readonly state: string }[];
  readonly disabledBy: readonly string[];
  readonly untrusted: readonly string[];
  readonly rewrittenBy: readonly string[];
  readonly canary: CanaryResult | null;
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'per agent: found, version, connected, verified by a canary call, drifted, disabled',
  help: `countersign doctor [--json]

Looks at every agent that can be connected: whether it is there, in which version, whether its configuration names the
doorbell as it should, and whether a harmless call through the installed doorbell comes back. Then at the record.

Exit code: 0 every connection works and the record holds, 1 something needs attention.
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('doctor', args, { json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const around = surroundings(terminal);
    const agents = await Promise.all(adapters.map((adapter) => examine(adapter, around, terminal.cwd)));
    const windows = openGates(around.home.run).length;
    const record = recordState(around.home.record);
    const isWell = record.ok && agents.every(isHealthy);
    if (parsed.value.values.json)
      await terminal.out(`${JSON.stringify({ ok: isWell, windows, agents, record })}\n`);
    else await tell(terminal, agents, windows, record);
    return isWell ? exitCodes.done : exitCodes.failure;
  },
};

async function examine(
  adapter: (typeof adapters)[number],
  around: Surroundings,
  cwd: string,
): Promise<AgentReport> {
  const { places, files, doorbell } = around;
  const found = await detect(adapter, places, { files, versionOf, exists });
  const connections = scopes.map((scope) => {
    const state = connectionOf(adapter, scope, places, doorbell, files);
    return { scope, file: adapter.file(scope, places), state: state.ok ? state.value : state.error.code };
  });
  const isConnected = connections.some((one) => one.state === 'present' || one.state === 'drifted');
  return {
    agent: adapter.id,
    name: adapter.name,
    found: found.isFound,
    version: found.version ?? null,
    tooOld: found.isTooOld,
    driven: adapter.coverage.tried.kind !== 'documented',
    connections,
    disabledBy: found.disabledBy,
    untrusted: found.untrusted,
    rewrittenBy: found.rewrittenBy,
    canary: isConnected ? await ringCanary(doorbell.launcher, adapter.id, adapter.harmless(cwd), cwd) : null,
  };
}

/** An agent that is not connected is no illness; one that is must work. */
function isHealthy(report: AgentReport): boolean {
  if (report.connections.every((one) => one.state === 'absent')) return true;
  const isSound = report.connections.every((one) => one.state === 'present' || one.state === 'absent');
  const isHeard = report.disabledBy.length === 0 && report.untrusted.length === 0;
  return isSound && isHeard && !report.tooOld && report.canary?.kind === 'passed';
}

type RecordState =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly detail: string };

function recordState(folder: string): RecordState {
  const verified = verifyRecord(segmentPaths(folder));
  return verified.ok
    ? { ok: true, entries: verified.value.size }
    : { ok: false, detail: breakWords(verified.error) };
}

async function tell(
  terminal: Terminal,
  agents: readonly AgentReport[],
  windows: number,
  record: RecordState,
): Promise<void> {
  for (const report of agents) {
    const version = report.version === null ? '' : ` ${report.version}`;
    await terminal.out(`${report.name}${version}: ${report.found ? 'found' : 'not found'}\n`);
    for (const one of report.connections) await terminal.out(`  ${one.scope}: ${one.state} (${one.file})\n`);
    if (!report.driven && report.canary) {
      await terminal.out(`  connected ${triedWords({ kind: 'documented' })}\n`);
    }
    if (report.tooOld)
      await terminal.out('  too old: a hook that breaks lets the call run; update the agent\n');
    for (const path of report.disabledBy) await terminal.out(`  hooks are switched off by ${path}\n`);
    for (const path of report.untrusted)
      await terminal.out(`  skipped until you trust it in ${report.name}: ${path}\n`);
    for (const path of report.rewrittenBy) {
      await terminal.out(`  other hooks can rewrite a call after it was judged: look at ${path}\n`);
    }
    if (report.canary) await terminal.out(`  canary call: ${canaryWords(report.canary)}\n`);
  }
  await terminal.out(`Editor windows with Countersign: ${windows}\n`);
  await terminal.out(
    record.ok ? `Record: holds, ${record.entries} entries\n` : `Record: broken, ${record.detail}\n`,
  );
}

function canaryWords(canary: CanaryResult): string {
  switch (canary.kind) {
    case 'passed':
      return 'passed';
    case 'refused':
      return `refused: ${canary.words}`;
    case 'failed':
      return `failed: ${canary.words}`;
  }
}
