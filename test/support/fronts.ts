/** The six fronts of the gate's client, each with one call that a person would have to be asked about. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askGate } from '../../src/client/pass-or-stop.js';
import { HttpBellListener } from '../../src/http-hook/http-bell.js';
import { ringWindow } from '../../src/http-hook/ring-window.js';
import { Relay } from '../../src/mcp/relay.js';
import type { Home } from '../../src/node/files/home.js';
import { newHttpBell } from '../../src/node/gate/http-bell-file.js';
import { launcherPath } from '../../src/node/install/install.js';
import { bellBytes, nativeBellPath } from '../../src/node/install/native-bell.js';
import { systemRandom } from '../../src/node/random.js';
import { bellAddress, bellHeaders } from '../../src/protocol/http-bell.js';
import { without } from './components.js';
import { field, items } from './json.js';
import { ended, rebuild, Terminal } from './terminal.js';
import { until } from './until.js';

export const command = rebuild.join(' ');

/** What whoever asked was told. */
export interface Told {
  readonly isStopped: boolean;
  readonly words: string;
}

export interface Front {
  readonly name: string;
  /** True for one that an agent's own bytes reach. */
  readonly takesPayload: boolean;
  /** What it needs that a user's machine may lack. */
  readonly lacks?: string | undefined;
  /** `payload` stands in for the call's own; the limit is in milliseconds. */
  ask(stage: Terminal, limitMs: number, payload?: Buffer): Promise<Told>;
}

/** A shell call of Claude Code, as its hook hears of it. */
export function shellPayload(cwd: string, line: string): string {
  return JSON.stringify({
    session_id: 's',
    cwd,
    hook_event_name: 'PreToolUse',
    permission_mode: 'default',
    tool_name: 'Bash',
    tool_input: { command: line },
    tool_use_id: 't',
  });
}

const payloadIn = (cwd: string): Buffer => Buffer.from(shellPayload(cwd, command));

async function hook(
  words: readonly string[],
  stage: Terminal,
  limitMs: number,
  payload?: Buffer,
): Promise<Told> {
  const [program = '', ...args] = words;
  const child = spawn(program, [...args, 'claude-code', 'PreToolUse'], {
    cwd: stage.work,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: stage.folder,
      COUNTERSIGN_HOME: stage.home.root,
      COUNTERSIGN_DEADLINE_MS: String(limitMs),
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(payload ?? payloadIn(stage.work));
  const { end, stdout, stderr } = await ended(child);
  if (end === 2) return { isStopped: stderr.trim() !== '' && stdout === '', words: stderr };
  return decisionOfClaude(end === 0 ? stdout : '{}');
}

function decisionOfClaude(text: string): Told {
  const said = field(JSON.parse(text), 'hookSpecificOutput');
  const words = String(field(said, 'permissionDecisionReason') ?? '');
  return { isStopped: field(said, 'permissionDecision') === 'deny' && words !== '', words };
}

async function http(stage: Terminal, limitMs: number, payload?: Buffer): Promise<Told> {
  const made = await newHttpBell(systemRandom);
  if (!made) throw new Error('expected a free port, got none');
  const listener = new HttpBellListener({
    bell: () => made,
    environmentOf: () => ({ env: {} }),
    ring: (ring, gone) => ringWindow(stage.home.root, { ...ring, budgetMs: limitMs }, gone),
  });
  try {
    const ask = (): Promise<Response> =>
      fetch(bellAddress(made, 'PreToolUse'), {
        method: 'POST',
        headers: { ...bellHeaders(made), 'content-type': 'application/json' },
        body: payload ?? payloadIn(stage.work),
      });
    const response = await ask();
    const text = await response.text();
    // Claude Code blocks on any other status, by `onFailure`.
    return response.status === 200 ? decisionOfClaude(text) : { isStopped: true, words: text };
  } finally {
    listener.dispose();
  }
}

async function mcp(stage: Terminal, limitMs: number, payload?: Buffer): Promise<Told> {
  const [toServer, toClient]: [unknown[], string[]] = [[], []];
  const relay = new Relay({
    server: 's',
    launch: ['s'],
    session: 's',
    instance: 'i',
    cwd: stage.work,
    callLimit: 8 * 1024 * 1024,
    toServer: (line) => void toServer.push(line),
    toClient: (line) => void toClient.push(String(line)),
    ask: (asked, held) =>
      askGate(
        {
          agent: 'mcp-gateway',
          payload: asked,
          cwd: stage.work,
          env: {},
          credentials: () => ({}),
          budgetMs: limitMs,
        },
        { home: stage.home.root, offline: join(stage.home.bin, 'offline.js'), held },
      ),
  });
  const call = { name: 'run', arguments: { command } };
  const line = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call });
  relay.fromClient(payload ?? Buffer.from(line));
  const answer: unknown = JSON.parse(await until('an answer to the client', () => toClient[0]));
  const words = String(
    field(items(field(answer, 'result'), 'content')[0], 'text') ??
      field(field(answer, 'error'), 'message') ??
      '',
  );
  const isError = field(field(answer, 'result'), 'isError') === true || field(answer, 'error') !== undefined;
  return { isStopped: isError && words !== '' && toServer.length === 0, words };
}

async function terminal(stage: Terminal, limitMs: number): Promise<Told> {
  const launcher = join(stage.home.guard, 'launcher');
  const text = readFileSync(launcher, 'utf8');
  writeFileSync(launcher, text.replace(/^\$cs\{budget_s\} = .*$/m, `$cs{budget_s} = ${limitMs / 1_000};`));
  const { end, stderr } = await ended(stage.start([...rebuild]));
  return { isStopped: end === 126 && stage.ran().length === 0 && stderr.trim() !== '', words: stderr };
}

/** Why the doorbell in C cannot be tried here. */
export const bellLacks =
  bellBytes(join(process.cwd(), 'dist')) === undefined
    ? 'a doorbell in C (Linux, and musl-gcc when it was built)'
    : undefined;

const nodeHook = (home: Home): readonly string[] => [process.execPath, join(home.bin, 'hook.js')];

export const fronts: readonly Front[] = [
  {
    name: 'the doorbell in Node',
    takesPayload: true,
    ask: (stage, limitMs, payload) => hook(nodeHook(stage.home), stage, limitMs, payload),
  },
  {
    name: 'the doorbell in Perl',
    takesPayload: true,
    ask: (stage, limitMs, payload) => hook([launcherPath(stage.home)], stage, limitMs, payload),
  },
  {
    name: 'the doorbell in C',
    takesPayload: true,
    lacks: bellLacks,
    ask: (stage, limitMs, payload) => hook([nativeBellPath(stage.home)], stage, limitMs, payload),
  },
  { name: 'the HTTP hook', takesPayload: true, ask: http },
  { name: 'the MCP gateway', takesPayload: true, ask: mcp },
  { name: 'the terminal guard', takesPayload: false, ask: terminal },
];

/** Tests of one front, each on a stage of its own; left out by name where the front lacks something. */
export function describeFront(title: string, front: Front, tests: (stage: () => Terminal) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    let stage: Terminal;

    before(function () {
      if (front.lacks !== undefined) without(front.lacks, this);
    });

    beforeEach(() => {
      stage = new Terminal();
    });

    afterEach(() => stage.close());

    tests(() => stage);
  });
}
