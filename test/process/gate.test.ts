import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request } from '../../src/core/approval/request.js';
import { defaultSettings, type PolicySettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { type Gate, startGate } from '../../src/node/gate/gate-server.js';
import type { PortsOnDisk } from '../../src/node/ports-on-disk.js';
import { heard } from '../support/desk.js';
import { portsInThread } from '../support/ports.js';
import { until } from '../support/until.js';

const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

interface Window {
  readonly desk: Desk;
  readonly gate: Gate;
  readonly ports: PortsOnDisk;
}

/** The whole way of a call, from the installed doorbell to the disk: only the editor is missing. */
describe('the gate', function () {
  this.timeout(40_000);
  let folder: string;
  let home: Home;
  let settings: PolicySettings;
  const windows: Window[] = [];
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-gate-')));
    mkdirSync(join(folder, 'work'));
    home = homeAt(join(folder, 'home'));
    settings = defaultSettings;
    const cli = join(process.cwd(), 'dist/cli.js');
    const done = spawnSync(process.execPath, [cli, 'connect', 'claude-code'], {
      cwd: folder,
      env: environment(),
    });
    assert.equal(done.status, 0, String(done.stderr));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const window of windows.splice(0)) await close(window);
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    COUNTERSIGN_HOME: home.root,
  });

  const open = async (): Promise<Window> => {
    const ports = portsInThread(home);
    const parts = { ...ports, judge: createJudge() };
    const desk = new Desk({ ...parts, settings: () => settings });
    await desk.restore();
    const folders = [join(folder, 'work')];
    const gate = await startGate({ home, id: ports.id, folders, desk, random: ports.random });
    const window = { desk, gate, ports };
    windows.push(window);
    return window;
  };

  const close = async ({ desk, gate }: Window): Promise<void> => {
    await desk.dispose();
    await gate.dispose();
  };

  const start = (command: string): ChildProcess => {
    const child = spawn(join(home.bin, 'countersign-hook'), ['claude-code'], {
      cwd: folder,
      env: environment(),
    });
    children.push(child);
    child.stdin?.end(
      JSON.stringify({
        session_id: 's1',
        cwd: join(folder, 'work'),
        hook_event_name: 'PreToolUse',
        permission_mode: 'bypassPermissions',
        tool_name: 'Bash',
        tool_input: { command },
        tool_use_id: `t${children.length}`,
      }),
    );
    return child;
  };

  const answer = (child: ChildProcess): Promise<string> =>
    new Promise((resolve) => {
      const text = { stdout: '', stderr: '' };
      child.stdout?.on('data', (chunk) => {
        text.stdout += chunk;
      });
      child.stderr?.on('data', (chunk) => {
        text.stderr += chunk;
      });
      child.on('close', (code) => resolve(code === null ? 'killed' : heard({ ...text, exitCode: code })));
    });

  const ring = (command: string): Promise<string> => answer(start(command));

  const pending = (window: Window): Promise<Request> =>
    until('a pending request', () =>
      window.desk.requests().find((request) => request.state.kind === 'pending'),
    );

  const decide = async (window: Window, request: Request, typed = 'cost-explorer-prod'): Promise<void> => {
    const done = await window.desk.decide(request.id, { kind: 'approve', digest: request.digest, typed });
    assert.equal(done.ok ? 'ok' : done.error, 'ok');
  };

  const recorded = (window: Window): readonly string[] => {
    const newest = window.desk.newest(100);
    assert.ok(newest.ok);
    return [...newest.value].reverse().map((entry) => entry.body.type);
  };

  it('lets a harmless call pass and holds a rebuild of production until its name is typed', async () => {
    const window = await open();
    assert.equal(await ring('git status'), 'none');
    const rebuilding = ring(rebuild);
    const request = await pending(window);
    assert.deepEqual(request.ceremony, { kind: 'typed', name: 'cost-explorer-prod' });
    await decide(window, request);
    assert.match(await rebuilding, /^allow: A person approved CS-1/);
    assert.deepEqual(recorded(window).slice(-4), [
      'call.passed',
      'call.held',
      'call.approved',
      'call.released',
    ]);
  });

  it('parks in time; a late yes runs the retry once, and a second retry asks again', async () => {
    settings = { ...defaultSettings, holdMinutes: 0.005 };
    const window = await open();
    assert.match(await ring(rebuild), /^deny: Waiting for approval CS-1/);
    const request = await until('a parked request', () =>
      window.desk.requests().find((one) => one.state.kind === 'parked'),
    );
    await decide(window, request);
    assert.match(await ring(rebuild), /^allow/);
    assert.match(await ring(rebuild), /^deny: Waiting for approval CS-2/);
  });

  it('asks again when one byte has changed', async () => {
    settings = { ...defaultSettings, holdMinutes: 0.005 };
    const window = await open();
    await ring(rebuild);
    const [request] = window.desk.requests();
    assert.ok(request);
    await decide(window, request);
    assert.match(
      await ring(rebuild.replace('explorer-prod', 'explorer-prod2')),
      /^deny: Waiting for approval CS-2/,
    );
  });

  it('parks when the agent is killed while it waits, and its next session of the same id redeems', async () => {
    const window = await open();
    const child = start(rebuild);
    const end = answer(child);
    const request = await pending(window);
    child.kill('SIGKILL');
    assert.equal(await end, 'killed');
    const parked = await until('a parked request', () =>
      window.desk.requests().find((one) => one.state.kind === 'parked'),
    );
    assert.equal(parked.agentGone, true);
    await decide(window, request);
    assert.match(await ring(rebuild), /^allow/);
  });

  it('answers no when the window closes, and the next window brings the request back', async () => {
    const first = await open();
    const rebuilding = ring(rebuild);
    const request = await pending(first);
    await close(first);
    assert.match(await rebuilding, /^deny: The editor window is closing/);
    const second = await open();
    const [back] = second.desk.requests();
    assert.deepEqual([back?.id, back?.digest, back?.state.kind], [request.id, request.digest, 'parked']);
    assert.deepEqual(back?.change, request.change);
    await decide(second, request);
    assert.match(await ring(rebuild), /^allow/);
  });

  it('blocks everything while the record cannot be written, and nothing is released', async () => {
    const window = await open();
    const rebuilding = ring(rebuild);
    const request = await pending(window);
    rmSync(join(home.record, 'segments'), { recursive: true });
    writeFileSync(join(home.record, 'segments'), 'in the way');
    const done = await window.desk.decide(request.id, {
      kind: 'approve',
      digest: request.digest,
      typed: 'cost-explorer-prod',
    });
    assert.deepEqual(done, { ok: false, error: 'record-failed' });
    assert.match(await ring('git status'), /^exit 2: .*could not write its record/);
    await close(window);
    assert.match(await rebuilding, /^deny/);
  });

  it('counts a forged approval on disk for nothing', async () => {
    settings = { ...defaultSettings, holdMinutes: 0.005 };
    const first = await open();
    await ring(rebuild);
    const [request] = first.desk.requests();
    assert.ok(request);
    await close(first);
    const forged = { ...request, state: { kind: 'approved', at: Date.now() } };
    writeFileSync(join(home.requests, 'CS-1.json'), JSON.stringify(forged));
    const second = await open();
    assert.match(await ring(rebuild), /^deny: Waiting for approval CS-2/);
    assert.equal(recorded(second).includes('call.released'), false);
  });

  it('reads no request whose call was changed on disk', async () => {
    settings = { ...defaultSettings, holdMinutes: 0.005 };
    const first = await open();
    await ring(rebuild);
    const [request] = first.desk.requests();
    assert.ok(request);
    await close(first);
    const payload = { kind: 'shell', shell: 'bash', command: 'ls' };
    writeFileSync(
      join(home.requests, 'CS-1.json'),
      JSON.stringify({ ...request, call: { ...request.call, payload } }),
    );
    const second = await open();
    assert.deepEqual(second.desk.requests(), []);
    assert.deepEqual((await second.ports.requests.load()).unreadable, ['CS-1.json']);
  });

  it('spends one approval once over two windows', async () => {
    settings = { ...defaultSettings, holdMinutes: 0.005 };
    const first = await open();
    await ring(rebuild);
    const [request] = first.desk.requests();
    assert.ok(request);
    await decide(first, request);
    const second = await open();
    await first.desk.restore();
    const answers = await Promise.all([ring(rebuild), ring(rebuild), ring(rebuild)]);
    assert.equal(answers.filter((text) => text.startsWith('allow')).length, 1);
    assert.equal(recorded(second).filter((type) => type === 'call.released').length, 1);
  });

  it('sweeps away what crashed windows left', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
    chmodSync(home.run, 0o700);
    const stale = {
      v: 1,
      id: 'old',
      pid: dead.pid,
      socket: '/etc/hostname',
      folders: [],
      knock: '',
      seal: 's',
      startedAt: 1,
    };
    writeFileSync(join(home.run, 'old.json'), JSON.stringify(stale));
    const window = await open();
    assert.deepEqual(
      readdirSync(home.run).filter((name) => name.endsWith('.json')),
      [`${window.ports.id}.json`],
    );
  });
});
