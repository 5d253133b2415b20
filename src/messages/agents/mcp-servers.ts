import { inertLine } from '../../core/shared/inert.js';

type State = 'open' | 'guarded' | 'remote';

interface Server {
  readonly name: string;
  readonly state: State;
}

const states: Readonly<Record<State, string>> = {
  open: 'its tool calls are not held',
  guarded: 'behind the gateway',
  remote:
    'a remote server, which no gateway can stand in front of: its tool calls are held by the hooks of agents alone',
};

export function mcpServerText({ name, state }: Server): string {
  return inertLine(`${name}: ${states[state]}`);
}

/** How the configured servers stand, on one line; undefined where there is none. */
export function mcpStatesText(states: Readonly<Record<State, number>>): string | undefined {
  const { guarded, open, remote } = states;
  if (guarded + open + remote === 0) return undefined;
  const rest = [...(open > 0 ? [`${open} not`] : []), ...(remote > 0 ? [`${remote} remote`] : [])];
  const more = open > 0 ? '; countersign mcp --connect puts it in front of them' : '';
  return `MCP servers: ${[`${guarded} behind the gateway`, ...rest].join(', ')}${more}`;
}

/** Where there is nothing to put the gateway in front of. */
export function noServersText(isNamed: boolean): string {
  return isNamed
    ? 'No MCP servers are configured in the files that were named.'
    : 'No MCP servers are configured where agents and editors keep them, for this user and this folder. Another file can be named: countersign mcp --list FILE';
}

/** One thing to choose: what happens to which servers. */
export function mcpChoiceText(what: 'connect' | 'disconnect', names: readonly string[]): string {
  return inertLine(`${what === 'connect' ? 'Guard' : 'No longer guard'} ${names.join(', ')}`);
}

/** What putting the gateway in front of a file's servers came to. */
export function mcpPlanText(
  plan: {
    readonly path: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly servers: readonly Server[];
  },
  what: 'connect' | 'disconnect',
  isDryRun: boolean,
  isShared: boolean,
): string {
  const { path, servers } = plan;
  if (plan.before === plan.after) {
    const isAny = servers.some(({ state }) => state === 'guarded');
    const why =
      what === 'disconnect'
        ? 'no server in it is behind the gateway'
        : isAny
          ? 'its servers are behind the gateway already'
          : 'it has none but remote servers';
    return `${path} stays as it is: ${why}.`;
  }
  if (isDryRun) return `Nothing was written. Without --dry-run, ${path} is changed like this.`;
  const changed = servers.filter(({ state }) => state === (what === 'connect' ? 'open' : 'guarded'));
  const names = inertLine(changed.map(({ name }) => name).join(', '));
  const done = what === 'connect' ? 'Behind the gateway now' : 'Started by the client again';
  const shared = what === 'connect' && isShared ? sharedText : '';
  return `${done}, in ${path}: ${names}. Restart the sessions that use them.${what === 'connect' ? remoteText(servers) : ''}${shared}`;
}

const sharedText =
  ' The file names a path of this machine now: keep the change out of your repository, or have everyone connect.';

/** Names the servers that no gateway can stand before; empty where there is none. */
export function remoteText(servers: readonly Server[]): string {
  const remote = servers.filter(({ state }) => state === 'remote').map(({ name }) => name);
  return remote.length === 0 ? '' : ` Not covered, because remote: ${inertLine(remote.join(', '))}.`;
}
