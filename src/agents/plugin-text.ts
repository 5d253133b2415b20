import { watchdogSeconds } from '../protocol/limits.js';
import { bellName, type Doorbell, type FileAdapter, launcherName } from './adapter.js';
import { notAvailable, notHere } from './command.js';

interface PluginAgent {
  /** Agents that load a module from a folder and call what it gives: opencode, Kilo, which is made from it, and Pi. */
  readonly id: 'opencode' | 'kilo' | 'pi';
  readonly name: string;
  /** The one that is driven end to end. */
  readonly version: string;
  readonly traces: readonly string[];
  /** Where its plugins lie, below the home and below a workspace. */
  readonly folders: readonly [user: string, workspace: string];
  /** Its settings, where they can leave a plugin out. */
  readonly switches?: FileAdapter['switches'];
}

/** An agent with a folder of plugins: what lies there is loaded without a question, and a throw in it blocks. */
export function pluginAgent({ id, name, version, traces, folders, switches }: PluginAgent): FileAdapter {
  const [user, workspace] = folders;
  return {
    id,
    name,
    onWindows: 'plugin',
    program: id,
    traces,
    coverage: {
      tried: { kind: 'end-to-end', version },
      covered: 'every-tool',
      gaps: [...(switches ? ['switched-off' as const] : []), 'plugin-not-loaded'],
      onFailure: 'plugin-blocks',
    },
    next: 'restart',
    file: (scope, places) =>
      scope === 'user'
        ? `${places.home}/${user}/countersign.js`
        : `${places.workspace}/${workspace}/countersign.js`,
    switches: switches ?? (() => []),
    harmless: pluginCanary,
    form: 'plugin',
    text: (doorbell) => pluginText(id, doorbell),
  };
}

/** The call of `doctor`, as the plugin sends it. */
function pluginCanary(cwd: string) {
  return {
    hook: 'tool.execute.before',
    cwd,
    input: { tool: 'bash', sessionID: 'countersign-doctor', callID: 'countersign-doctor' },
    output: { args: { command: 'true' } },
  };
}

function launcherIn({ launcher, portable }: Doorbell): string {
  return portable === undefined
    ? JSON.stringify(launcher)
    : `process.env.HOME + ${JSON.stringify(`/${portable}`)}`;
}

/**
 * Pi calls one function with itself, and its extensions one after the other with the same call: what was judged is frozen, so that
 * none that comes later can make another of it.
 */
const forPi = `
const frozen = (value) => {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(frozen);
  Object.freeze(value);
};

/* What Pi calls. */ export default (pi) => {
  const ring = async (hook, event, context, args) => {
    const hooks = await Countersign({ directory: context.cwd });
    const sessionID = context.sessionManager.getSessionId();
    await hooks[hook]({ tool: event.toolName, sessionID, callID: event.toolCallId, ...args }, { args: event.input });
  };
  pi.on('tool_call', async (event, context) => {
    await ring('tool.execute.before', event, context);
    frozen(event.input);
  });
  pi.on('tool_result', (event, context) => ring('tool.execute.after', event, context, { args: event.input }));
};
`;

/** A program of its own: it imports nothing that could be missing. */
function pluginText(agent: PluginAgent['id'], doorbell: Doorbell): string {
  return `// Countersign judges every tool call before it runs. \`countersign disconnect ${agent}\` removes this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const launcher = ${launcherIn(doorbell)};
// The one in C beside it, where that is installed.
const bell = launcher.replace(/${launcherName}$/, '${bellName}');
const isWindows = ${doorbell.platform === 'win32'};
const limitMs = ${watchdogSeconds(agent) * 1_000};
const unavailable = ${JSON.stringify(doorbell.portable === undefined ? notAvailable : notHere(doorbell.portable))};

/** Rings the doorbell with one event. Rejects unless it answers with one JSON object. */
function ring(event) {
  return new Promise((resolve, reject) => {
    // A group of its own, so that nothing of it is left when its time is up.
    const doorbell = existsSync(bell) ? bell : launcher;
    const child = spawn(isWindows ? '"' + doorbell + '"' : doorbell, ['${agent}', event.hook], { shell: isWindows, detached: !isWindows });
    const end = () => { try { process.kill(isWindows ? child.pid : -child.pid, 'SIGKILL'); } catch {} };
    const watchdog = setTimeout(end, limitMs);
    let [out, words] = ['', ''];
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { words += chunk; });
    child.stdin.on('error', () => undefined);
    child.on('error', () => { clearTimeout(watchdog); reject(new Error(unavailable)); });
    child.on('close', (code) => {
      clearTimeout(watchdog);
      try {
        const answer = JSON.parse(out);
        if (code === 0 && typeof answer === 'object' && answer !== null && !Array.isArray(answer)) resolve(answer);
        else reject(new Error(words.trim() || unavailable));
      } catch {
        reject(new Error(words.trim() || unavailable));
      }
    });
    child.stdin.end(JSON.stringify(event));
  });
}

/* What the agent takes for a plugin. */ export const Countersign = async ({ directory }) => ({
  'tool.execute.before': async (input, output) => {
    const shown = JSON.stringify(output.args);
    const event = { hook: 'tool.execute.before', cwd: directory, input, output: { args: output.args } };
    const answer = await ring(event);
    const isQuiet = Object.keys(answer).length === 0;
    if (!isQuiet && answer.decision !== 'allow') throw new Error(String(answer.reason ?? unavailable));
    if (JSON.stringify(output.args) !== shown) throw new Error('The call was changed after Countersign judged it: blocked.');
  },
  'tool.execute.after': async (input) => {
    // Nothing can be blocked any more, so nobody waits for it.
    void ring({ hook: 'tool.execute.after', cwd: directory, input, output: {} }).catch(() => undefined);
  },
});
${agent === 'pi' ? forPi : ''}`;
}
