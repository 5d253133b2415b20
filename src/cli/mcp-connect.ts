import { resolve } from 'node:path';
import { applyEdit } from '../agents/connect.js';
import { type McpPlan, mcpServersOf, planGuard, planUnguard } from '../agents/guard-mcp.js';
import { mcpFiles } from '../agents/mcp-files.js';
import { mcpPlanText, mcpServerText, noServersText } from '../messages/agents/mcp-servers.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { gatewayNotInstalledText } from '../messages/cli/agents.js';
import { mcpWhatText } from '../messages/cli/usage.js';
import { gatewayLauncherPath, install } from '../node/install/install.js';
import { diffOf, surroundings } from './agent-setup.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';
import { parseCommandLine } from './parse.js';
import { recordOf } from './record-of.js';
import { version } from './version.js';

type Around = ReturnType<typeof surroundings>;

interface Wish {
  readonly what: 'connect' | 'disconnect' | 'list';
  /** Absolute; every known file when none was named. */
  readonly paths: readonly string[];
  readonly isNamed: boolean;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

/** `countersign mcp --connect [FILE…]` and its like: the gateway in front of the servers that clients have configured. */
export async function configureMcp(args: readonly string[], terminal: Terminal): Promise<number> {
  const around = surroundings(terminal);
  const wish = wishIn(args, terminal, around);
  if (typeof wish === 'string') return misuse(terminal, wish);
  if (!wish.paths.some((path) => hasServers(path, around))) {
    if (!wish.isJson) await terminal.out(`${noServersText(wish.isNamed)}\n`);
    return exitCodes.done;
  }
  if (wish.what === 'connect' && !wish.isDryRun) {
    const installed = install({ home: around.home, bundles: __dirname, version });
    if (!installed.ok) return fail(terminal, gatewayNotInstalledText(installed.error));
  }
  let isWell = true;
  for (const path of wish.paths) isWell = (await changeFile(path, wish, around, terminal)) && isWell;
  return isWell ? exitCodes.done : exitCodes.failure;
}

/** A file that cannot be read may have some: it is told of. */
function hasServers(path: string, { files }: Around): boolean {
  const servers = mcpServersOf(path, files);
  return !servers.ok || servers.value.length > 0;
}

function wishIn(args: readonly string[], terminal: Terminal, around: Around): Wish | string {
  const parsed = parseCommandLine('mcp', args, {
    /** Of the other form, which needs the server's words too. */
    name: { type: 'string' },
    connect: { type: 'boolean' },
    disconnect: { type: 'boolean' },
    list: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (!parsed.ok) return parsed.error;
  const { values, positionals } = parsed.value;
  const [what, ...others] = (['connect', 'disconnect', 'list'] as const).filter(
    (one) => values[one] === true,
  );
  if (what === undefined || others.length > 0) return mcpWhatText;
  const named = positionals.map((path) => resolve(terminal.cwd, path));
  const isNamed = named.length > 0;
  const paths = isNamed ? named : mcpFiles(around.places);
  return { what, paths, isNamed, isDryRun: values['dry-run'] === true, isJson: values.json === true };
}

/** False when the file could not be read or written. Files without servers are passed over in silence. */
async function changeFile(path: string, wish: Wish, around: Around, terminal: Terminal): Promise<boolean> {
  const { files } = around;
  const servers = mcpServersOf(path, files);
  if (!servers.ok) return tellFailure(terminal, planErrorText(servers.error));
  if (servers.value.length === 0) return true;
  if (wish.what === 'list') {
    await terminal.out(
      wish.isJson
        ? `${JSON.stringify({ file: path, servers: servers.value })}\n`
        : `${path}\n${servers.value.map((server) => `  ${mcpServerText(server)}\n`).join('')}`,
    );
    return true;
  }
  const plan =
    wish.what === 'connect'
      ? planGuard(path, gatewayLauncherPath(around.home), files)
      : planUnguard(path, files);
  if (!plan.ok) return tellFailure(terminal, planErrorText(plan.error));
  if (!wish.isDryRun) {
    const written = applyEdit(plan.value, files);
    if (!written.ok) return tellFailure(terminal, planErrorText(written.error));
    if (plan.value.before !== plan.value.after) await note(around, path, wish.what);
  }
  await tell(plan.value, wish, wish.what, path.startsWith(`${terminal.cwd}/`), terminal);
  return true;
}

async function tell(
  plan: McpPlan,
  { isDryRun, isJson }: Wish,
  what: 'connect' | 'disconnect',
  isShared: boolean,
  terminal: Terminal,
): Promise<void> {
  const state = isDryRun ? 'planned' : `${what}ed`;
  const { path, servers, before, after } = plan;
  await terminal.out(
    isJson
      ? `${JSON.stringify({ file: path, servers, changed: before !== after, state, diff: diffOf(plan) })}\n`
      : `${diffOf(plan)}${mcpPlanText(plan, what, isDryRun, isShared)}\n`,
  );
}

/** A gateway that cannot be recorded still stands: it only makes things stricter. */
async function note(around: Around, file: string, what: 'connect' | 'disconnect'): Promise<void> {
  await recordOf(around.home).append({ type: `agent.${what}ed`, agent: 'mcp-gateway', file });
}

async function tellFailure(terminal: Terminal, words: string): Promise<false> {
  await fail(terminal, words);
  return false;
}
