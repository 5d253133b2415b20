/** Runs on Windows' own Node, in Wine or on Windows: tries each case and writes a report to the file that it is given. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { cmdCommand } from '../../src/agents/command.js';
import { planConnect } from '../../src/agents/connect.js';
import { adapters } from '../../src/agents/registry.js';
import { socketIdentity } from '../../src/client/small-file.js';
import type { Request } from '../../src/core/approval/request.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import { configFilesOn } from '../../src/node/agents/config-files.js';
import { homeAt } from '../../src/node/files/home.js';
import { type Gate, startGate } from '../../src/node/gate/gate-server.js';
import { withMac } from '../../src/node/gate/registration-mac.js';
import { install, launcherPath } from '../../src/node/install/install.js';
import { prepareOffline } from '../../src/node/install/prepare-offline.js';
import { field, items } from './json.js';
import { portsInThread } from './ports.js';
import { until } from './until.js';
import { type WindowsCase, type WindowsReport, windowsCases } from './windows-cases.js';

const [reportPath = '', bundles = '', only = ''] = process.argv.slice(2);
const person = join(process.env['USERPROFILE'] ?? 'C:\\', 'Jane Doe & Co');
const home = homeAt(join(person, '.countersign'));
const work = join(person, 'work');
const runtime = { executable: process.execPath, isEditor: false };
const launcher = launcherPath(home);
const dangerous = 'kubectl --context prod-eu delete namespace orders';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A line as an agent's `cmd /C` has it, with a payload on standard input. */
function cmd(line: string, input: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn('cmd.exe', ['/d', '/s', '/c', `"${line}"`], {
    cwd: work,
    env: { ...process.env, USERPROFILE: person, ...env },
    windowsVerbatimArguments: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended(child);
}

function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  return new Promise((resolve) => {
    let [out, err] = ['', ''];
    child.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function cli(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, USERPROFILE: person, HOME: person, COUNTERSIGN_HOME: home.root };
  const child = spawn(process.execPath, [join(home.bin, 'cli.js'), ...args], { cwd: work, env });
  child.stdin.end();
  return ended(child);
}

let calls = 0;

function payload(command: string): string {
  calls += 1;
  return JSON.stringify({
    hook_event_name: 'PreToolUse',
    session_id: 's1',
    permission_mode: 'default',
    cwd: work,
    tool_name: 'Bash',
    tool_input: { command },
    tool_use_id: `t${calls}`,
  });
}

const ring = (input: string): Promise<Ended> => cmd(`"${launcher}" claude-code PreToolUse`, input);

/** The same where no window is open: judging alone is timed, and a start takes its time in Wine. */
async function ringAlone(line: string, input: () => string): Promise<Ended> {
  for (let left = 8; ; left -= 1) {
    const ended = await cmd(line, input());
    if (left === 0 || !ended.err.includes('took too long')) return ended;
    isNo(ended);
  }
}

const aloneLine = `"${launcher}" claude-code PreToolUse`;

function isNo({ code, out, err }: Ended): void {
  assert.equal(code, 2, out + err);
  assert.match(err, /Countersign/);
  assert.doesNotMatch(out, /allow/);
}

/** A window with the real desk, its gate on a named pipe. */
async function withWindow(run: (desk: Desk) => Promise<void>): Promise<void> {
  const ports = portsInThread(home);
  const desk = new Desk({ ...ports, judge: createJudge(), settings: () => defaultSettings });
  await desk.restore();
  const gate: Gate = await startGate({ home, id: ports.id, folders: [work], desk, random: ports.random });
  try {
    assert.match(gate.registration.socket, /^\\\\\.\\pipe\\/);
    await run(desk);
  } finally {
    await desk.dispose();
    await gate.dispose();
  }
}

async function decided(word: 'approve' | 'deny'): Promise<Ended> {
  let [answer, early]: [Ended | undefined, Ended | undefined] = [undefined, undefined];
  await withWindow(async (desk) => {
    const rung = ring(payload(`${dangerous} # ${word}`));
    const held = (): Request | undefined =>
      desk
        .requests()
        .find(({ state, call }) => state.kind === 'pending' && JSON.stringify(call).includes(word));
    void rung.then((ended) => {
      early = ended;
    });
    const found = await until('a request, or an answer', () => held() ?? early);
    assert.ok('digest' in found, JSON.stringify(found));
    const { id, digest, ceremony } = found;
    const typed = ceremony.kind === 'confirm' ? {} : { typed: ceremony.name };
    const decision =
      word === 'approve'
        ? { kind: word, digest, ...typed }
        : ({ kind: word, digest, reason: 'not today' } as const);
    assert.equal((await desk.decide(id, decision)).ok, true);
    answer = await rung;
  });
  assert.ok(answer);
  return answer;
}

/** A gate that registers by the book and then does what a case wants. */
async function withGate(
  serve: ((socket: Socket, nonce: string) => void) | undefined,
  check: () => Promise<void>,
  change: { readonly pid?: number; readonly isOld?: true } = {},
): Promise<void> {
  const socket = `\\\\.\\pipe\\countersign-hostile-${process.pid}`;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.on('data', (bytes) =>
      serve?.(client, String(field(JSON.parse(String(bytes).split('\n')[0] ?? ''), 'nonce'))),
    );
  });
  if (serve) await new Promise<void>((resolve) => server.listen(socket, resolve));
  const file = join(home.run, 'hostile.json');
  mkdirSync(home.run, { recursive: true });
  const registration = {
    v: 1 as const,
    id: 'hostile',
    pid: change.pid ?? process.pid,
    socket,
    folders: [work],
    knock: 'k',
    seal: 's',
    identity: serve ? socketIdentity(socket) : '',
    startedAt: 1,
  };
  writeFileSync(file, JSON.stringify(withMac(home.root, registration)));
  if (change.isOld) utimesSync(file, 1, 1);
  try {
    await check();
  } finally {
    rmSync(file, { force: true });
    server.close();
  }
}

const allow = {
  stdout: '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}',
  stderr: '',
  exitCode: 0,
};

const tries: Readonly<Record<WindowsCase, () => Promise<void>>> = {
  'installs the doorbell below a folder with a blank and an ampersand in its name': async () => {
    const done = install({ home, bundles, runtime });
    assert.ok(done.ok, JSON.stringify(done));
    await prepareOffline(home, runtime);
    assert.match(launcher, /\.cmd$/);
  },
  'launcher, no window: a quiet call has no opinion': async () => {
    const { code, out, err } = await ringAlone(aloneLine, () => payload('git status'));
    assert.deepEqual([code, out.trim()], [0, '{}'], err);
  },
  'launcher, no window: a dangerous call is denied in words': async () => {
    const { code, out, err } = await ringAlone(aloneLine, () => payload(dangerous));
    assert.equal(code, 0, err);
    assert.match(out, /"permissionDecision":"deny"/);
    assert.match(out, /no editor window/);
  },
  'launcher, no window: garbage is a no in words with exit code 2': async () => isNo(await ring('garbage')),
  'launcher: a doorbell that crashes with a negative exit code ends with 2': async () => {
    const hook = join(home.bin, 'hook.js');
    const whole = readFileSync(hook);
    writeFileSync(hook, 'process.exit(-1073741819)');
    try {
      assert.equal((await ring(payload('git status'))).code, 2);
    } finally {
      writeFileSync(hook, whole);
    }
  },
  'launcher: a runtime that is gone ends with 2 and words': async () => {
    const whole = readFileSync(launcher, 'utf8');
    writeFileSync(launcher, whole.replaceAll(process.execPath, 'C:\\nowhere\\node.exe'));
    try {
      isNo(await ring(payload('git status')));
    } finally {
      writeFileSync(launcher, whole);
    }
  },
  'gate over a named pipe: a quiet call passes': () =>
    withWindow(async () => {
      const { code, out, err } = await ring(payload('git status'));
      assert.deepEqual([code, out.trim()], [0, '{}'], err);
    }),
  'gate over a named pipe: a person says yes on the card and the call is allowed': async () =>
    assert.match((await decided('approve')).out, /"permissionDecision":"allow"/),
  'gate over a named pipe: a person says no and the call is denied': async () => {
    const { out } = await decided('deny');
    assert.match(out, /"permissionDecision":"deny"/);
    assert.match(out, /not today/);
  },
  'gate: a registration without a pipe is a no': () =>
    withGate(undefined, async () => isNo(await ring(payload('git status')))),
  'gate: a pipe that answers garbage is a no': () =>
    withGate(
      (socket) => socket.end('garbage\n'),
      async () => isNo(await ring(payload('git status'))),
    ),
  'gate: a pipe that answers with another seal is a no': () =>
    withGate(
      (socket, nonce) =>
        socket.end(`${JSON.stringify({ v: 1, nonce, seal: 'x', kind: 'answer', answer: allow })}\n`),
      async () => isNo(await ring(payload('git status'))),
    ),
  'gate: a pipe that is closed early is a no': () =>
    withGate(
      (socket) => socket.destroy(),
      async () => isNo(await ring(payload('git status'))),
    ),
  'gate: a window that crashed is passed over': () =>
    withGate(
      undefined,
      async () => {
        const { code, out, err } = await ringAlone(aloneLine, () => payload('git status'));
        assert.deepEqual([code, out.trim()], [0, '{}'], err);
      },
      { isOld: true },
    ),
  'record: what was decided stands in it, and verify holds': async () => {
    const verified = await cli('verify');
    assert.equal(verified.code, 0, verified.err);
    assert.match(verified.out, /The record holds/);
    const log = (await cli('log', '--json')).out;
    for (const type of ['call.passed', 'call.denied', 'call.approved', 'call.released'])
      assert.ok(log.includes(`"${type}"`), type);
  },
  'record: a changed entry is found': async () => {
    const segment = join(home.record, 'segments', '000000.jsonl');
    const whole = readFileSync(segment, 'utf8');
    writeFileSync(segment, whole.replace('not today', 'now today'));
    try {
      assert.equal((await cli('verify')).code, 1);
    } finally {
      writeFileSync(segment, whole);
    }
  },
  'connect: the line for cmd passes what the doorbell passes and blocks what it blocks': async () => {
    const line = cmdCommand({ launcher, platform: 'win32' }, { agent: 'codex', event: 'PreToolUse' });
    const quiet = await ringAlone(line, () => payload('git status'));
    assert.deepEqual([quiet.code, quiet.out.trim()], [0, '{}'], quiet.err);
    assert.match((await ringAlone(line, () => payload(dangerous))).out, /deny/);
    isNo(await cmd(line, 'garbage'));
  },
  'connect: the line for cmd blocks in words where the launcher is gone': async () => {
    const gone = { launcher: 'C:\\nowhere\\countersign-hook.cmd', platform: 'win32' } as const;
    isNo(await cmd(cmdCommand(gone, { agent: 'codex', event: 'PreToolUse' }), payload('git status')));
  },
  'connect: an agent without a documented shell is refused': async () => {
    const places = { home: person, workspace: work };
    const files = configFilesOn(home);
    for (const adapter of adapters) {
      const plan = planConnect(adapter, 'user', places, { launcher, platform: 'win32' }, files);
      assert.equal(plan.ok, adapter.onWindows !== undefined, adapter.id);
    }
  },
  'command line: check, doctor and connect, which claims only what was tried': async () => {
    assert.match((await cli('check', '--', dangerous)).out, /typed|ask|production/);
    for (const [agent, file] of [
      ['claude-code', '.claude/settings.json'],
      ['codex', '.codex/hooks.json'],
    ] as const) {
      await cli('connect', agent, '--json');
      assert.match(readFileSync(join(person, file), 'utf8'), /countersign-hook\.cmd/);
    }
    const told = JSON.parse((await cli('doctor', '--json')).out);
    assert.equal(told.record.ok, true);
    // Claude Code starts hooks in Git Bash, which Wine has not: nothing is claimed of what could not be tried.
    const canaries = items(told, 'agents').map((agent) => [
      field(agent, 'agent'),
      field(field(agent, 'canary'), 'kind'),
    ]);
    assert.ok(!canaries.some(([agent, kind]) => agent === 'claude-code' && kind === 'passed'));
    assert.equal((await cli('disconnect', 'codex')).code, 0);
  },
};

async function main(): Promise<void> {
  mkdirSync(work, { recursive: true });
  const cases: Record<string, string | null> = {};
  const report = (): WindowsReport => ({ platform: process.platform, version: process.version, cases });
  for (const name of windowsCases) {
    if (!name.includes(only) && !name.startsWith('installs')) continue;
    cases[name] = await tries[name]().then(
      () => null,
      (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    writeFileSync(reportPath, JSON.stringify(report()));
  }
  process.exit(0);
}

void main();
