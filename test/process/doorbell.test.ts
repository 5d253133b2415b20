import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketIdentity } from '../../src/client/small-file.js';
import { homeAt } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { withMac } from '../../src/node/gate/registration-mac.js';
import { systemRandom } from '../../src/node/random.js';
import { answerIn } from '../../src/protocol/answer.js';
import { doorbellBudgetMs } from '../../src/protocol/limits.js';
import type { Registration } from '../../src/protocol/registration.js';
import type { Ring } from '../../src/protocol/ring.js';
import { onRing } from '../support/hostile-gate.js';
import { until } from '../support/until.js';

const doorbell = join(process.cwd(), 'dist/hook.js');

/** What the doorbell did: its exit code and both streams. */
interface Rung {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the doorbell', function () {
  this.timeout(20_000);
  let folder: string;
  let home: ReturnType<typeof homeAt>;
  const servers: Server[] = [];
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-')));
    home = homeAt(join(folder, 'home'));
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const server of servers.splice(0)) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (env: Readonly<Record<string, string>> = {}): ChildProcess => {
    const child = spawn(process.execPath, [doorbell, 'claude-code'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home.root, ...env },
    });
    children.push(child);
    return child;
  };

  const ended = (child: ChildProcess): Promise<Rung> =>
    new Promise((resolve) => {
      let [stdout, stderr] = ['', ''];
      child.stdout?.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr?.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });

  const ring = (payload: string | Uint8Array, env: Readonly<Record<string, string>> = {}): Promise<Rung> => {
    const child = start(env);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(payload);
    return ended(child);
  };

  const payload = (command = 'ls', event = 'PreToolUse'): string =>
    JSON.stringify({
      session_id: 's1',
      cwd: folder,
      hook_event_name: event,
      permission_mode: 'default',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: 't1',
    });

  /** A real gate whose desk is a function. */
  const gate = (answer: (ring: Ring) => ReturnType<typeof answerIn>, folders: readonly string[] = [folder]) =>
    startGate({
      home,
      id: `t-${systemRandom.hex(4)}`,
      folders,
      random: systemRandom,
      desk: { ring: async (one) => answer(one) },
    });

  /** A gate that registers by the book and then does what a test wants with each connection. */
  const hostile = async (
    serve: (socket: Socket) => void,
    change: Partial<Registration> = {},
  ): Promise<void> => {
    const registration: Registration = {
      v: 1,
      id: 'hostile',
      pid: process.pid,
      socket: join(home.run, 'h.sock'),
      folders: [folder],
      knock: 'knock',
      seal: 'seal',
      startedAt: 1,
      ...change,
    };
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      serve(socket);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(registration.socket, resolve));
    const proven = withMac(home.root, { ...registration, identity: socketIdentity(registration.socket) });
    writeFileSync(join(home.run, 'hostile.json'), JSON.stringify(proven));
  };

  const assertBlocked = (rung: Rung, words: RegExp): void => {
    assert.equal(rung.code, 2);
    assert.equal(rung.stdout, '');
    assert.match(rung.stderr, words);
    assert.match(rung.stderr, /Blocked\./);
  };

  it('brings the bytes to the gate and its answer back, untouched', async () => {
    const rings: Ring[] = [];
    const open = await gate((one) => {
      rings.push(one);
      return answerIn('claude-code', { kind: 'deny', reason: 'è 🦉 "no"' });
    });
    const sent = `${payload('echo "è 🦉"')}  \n`;
    const rung = await ring(sent, {
      AWS_PROFILE: 'prod',
      AWS_SECRET_ACCESS_KEY: 'x',
      ANTHROPIC_API_KEY: 'y',
    });
    await open.dispose();
    assert.equal(rung.code, 0);
    assert.equal(rung.stderr, '');
    assert.match(rung.stdout, /"permissionDecision":"deny","permissionDecisionReason":"è 🦉 \\"no\\""/);
    const [got] = rings;
    assert.ok(got && typeof got.payload !== 'string');
    assert.equal(Buffer.from(got.payload).toString('utf8'), sent);
    assert.equal(got.cwd, folder);
    assert.equal(got.env['AWS_PROFILE'], 'prod');
    assert.equal('AWS_SECRET_ACCESS_KEY' in got.env || 'ANTHROPIC_API_KEY' in got.env, false);
    assert.ok(got.budgetMs > 3_500_000 && got.budgetMs <= doorbellBudgetMs('claude-code'));
  });

  it('is small', () => {
    assert.ok(statSync(doorbell).size < 12_000, `dist/hook.js has ${statSync(doorbell).size} bytes`);
  });

  it('prints exactly one JSON object for no opinion', async () => {
    const open = await gate(() => answerIn('claude-code', { kind: 'no-opinion' }));
    const rung = await ring(payload());
    await open.dispose();
    assert.deepEqual(rung, { code: 0, stdout: '{}\n', stderr: '' });
  });

  it('carries 8 MB, and refuses more', async () => {
    let bytes = 0;
    const open = await gate((one) => {
      bytes = one.payload.length;
      return answerIn('claude-code', { kind: 'no-opinion' });
    });
    const most = 8 * 1024 * 1024;
    const carried = await ring(Buffer.alloc(most, 0x20));
    const refused = await ring(Buffer.alloc(most + 1, 0x20));
    await open.dispose();
    assert.equal(carried.code, 0);
    assert.equal(bytes, most);
    assertBlocked(refused, /at most 8 MB/);
  });

  it('rings at the window whose folder holds the directory most closely', async () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    const told: string[] = [];
    const of = (name: string, folders: readonly string[]) =>
      gate(() => {
        told.push(name);
        return answerIn('claude-code', { kind: 'no-opinion' });
      }, folders);
    const gates = [
      await of('outer', [folder]),
      await of('inner', [inner]),
      await of('sibling', [`${inner}-2`]),
    ];
    await ring(payload());
    await ring(payload().replace(JSON.stringify(folder), JSON.stringify(join(inner, 'deep'))));
    await ring(payload().replace(JSON.stringify(folder), JSON.stringify('/elsewhere')));
    for (const one of gates) await one.dispose();
    assert.deepEqual(told.slice(0, 2), ['outer', 'inner']);
    assert.equal(told.length, 3);
  });

  it('leaves a socket that only its user can reach, and nothing behind', async () => {
    const open = await gate(() => answerIn('claude-code', { kind: 'no-opinion' }));
    assert.equal(statSync(open.registration.socket).mode & 0o777, 0o600);
    assert.equal(statSync(home.run).mode & 0o777, 0o700);
    await open.dispose();
    assert.deepEqual(readdirSync(home.run), []);
  });

  const hostileGates: readonly [string, (socket: Socket) => void, RegExp][] = [
    ['garbage', (socket) => socket.end('hello\n'), /no answer \(not-json\)/],
    ['bytes without end', (socket) => onRing(socket, () => socket.write('x'.repeat(5_000_000))), /no answer/],
    ['a closed connection', (socket) => socket.destroy(), /closed the connection/],
    [
      'half an answer',
      (socket) =>
        onRing(socket, (nonce) => socket.end(`{"v":1,"nonce":"${nonce}","seal":"seal","kind":"answ`)),
      /closed the connection/,
    ],
    [
      'a whole answer without its line feed',
      (socket) => onRing(socket, (nonce) => socket.end(reply(nonce, 'seal').trimEnd())),
      /closed the connection/,
    ],
    [
      'another nonce',
      (socket) => onRing(socket, () => socket.end(reply('0', 'seal'))),
      /not the editor window/,
    ],
    [
      'another seal',
      (socket) => onRing(socket, (nonce) => socket.end(reply(nonce, ''))),
      /not the editor window/,
    ],
    [
      'an allow that is no JSON',
      (socket) => onRing(socket, (nonce) => socket.end(reply(nonce, 'seal', { stdout: 'allow' }))),
      /no answer/,
    ],
    [
      'an exit code of its own',
      (socket) => onRing(socket, (nonce) => socket.end(reply(nonce, 'seal', { exitCode: 1 }))),
      /no answer/,
    ],
    [
      'an empty block',
      (socket) => onRing(socket, (nonce) => socket.end(reply(nonce, 'seal', { exitCode: 2, stderr: ' ' }))),
      /no answer/,
    ],
    [
      'another version',
      (socket) => onRing(socket, (nonce) => socket.end(reply(nonce, 'seal').replace('"v":1', '"v":2'))),
      /wrong-version/,
    ],
  ];
  for (const [what, serve, words] of hostileGates) {
    it(`blocks when the gate sends ${what}`, async () => {
      await hostile(serve);
      assertBlocked(await ring(payload()), words);
    });
  }

  it('blocks when the gate never answers, before the agent would stop waiting', async () => {
    await hostile(() => undefined);
    assertBlocked(
      await ring(payload(), { COUNTERSIGN_DEADLINE_MS: '600' }),
      /in the time that the agent allows/,
    );
  });

  it('blocks when standard input never ends', async () => {
    assertBlocked(
      await ended(start({ COUNTERSIGN_DEADLINE_MS: '600' })),
      /in the time that the agent allows/,
    );
  });

  it('blocks when its socket is gone', async () => {
    await hostile((socket) => socket.end());
    rmSync(join(home.run, 'h.sock'));
    assertBlocked(await ring(payload()), /did not answer its socket/);
  });

  it('blocks when the run folder is open to others', async () => {
    chmodSync(home.run, 0o777);
    assertBlocked(await ring(payload()), /home of Countersign that only its user can write to/);
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`blocks when it gets ${signal} while it waits`, async () => {
      let connected: () => void = () => undefined;
      const waiting = new Promise<void>((resolve) => {
        connected = resolve;
      });
      await hostile(() => connected());
      const child = start();
      child.stdin?.end(payload());
      const end = ended(child);
      await waiting;
      child.kill(signal);
      assertBlocked(await end, new RegExp(signal));
    });
  }

  it('blocks when the gate is killed while it holds', async () => {
    const script = `
      const { createServer } = require('node:net');
      const [, path] = process.argv;
      createServer((socket) => socket.once('data', () => process.kill(process.pid, 'SIGKILL'))).listen(path);`;
    const socket = join(home.run, 'k.sock');
    const child = spawn(process.execPath, ['-e', script, socket]);
    children.push(child);
    await until('the gate', () => (existsSync(socket) ? true : undefined));
    const registration = {
      v: 1,
      id: 'k',
      pid: child.pid ?? 0,
      socket,
      folders: [],
      knock: '',
      seal: 's',
    } as const;
    const whole = { ...registration, identity: socketIdentity(socket), startedAt: 1 };
    writeFileSync(join(home.run, 'k.json'), JSON.stringify(withMac(home.root, whole)));
    assertBlocked(await ring(payload()), /closed the connection/);
  });

  it('passes over the registration of a process that is gone', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.on('close', resolve));
    await hostile((socket) => socket.end('hello\n'), { pid: dead.pid ?? 1 });
    const open = await gate(() => answerIn('claude-code', { kind: 'no-opinion' }), ['/elsewhere']);
    const rung = await ring(payload());
    await open.dispose();
    assert.deepEqual(rung, { code: 0, stdout: '{}\n', stderr: '' });
  });

  it('passes over a window that crashed and whose process number lives again', async () => {
    await hostile((socket) => socket.end());
    rmSync(join(home.run, 'h.sock'));
    utimesSync(join(home.run, 'hostile.json'), 1_000, 1_000);
    const open = await gate(() => answerIn('claude-code', { kind: 'no-opinion' }), ['/elsewhere']);
    const rung = await ring(payload());
    await open.dispose();
    assert.equal(rung.code, 0);
  });

  it('has nothing to block after a call', async () => {
    await hostile((socket) => socket.end('hello\n'));
    const rung = await ring(payload('ls', 'PostToolUse'));
    assert.deepEqual(rung, { code: 0, stdout: '{}\n', stderr: '' });
  });

  it('refuses without an agent', async () => {
    const child = spawn(process.execPath, [doorbell], { env: { COUNTERSIGN_HOME: home.root } });
    children.push(child);
    assertBlocked(await ended(child), /the name of an agent/);
  });
});

function reply(nonce: string, seal: string, change: object = {}): string {
  const allow = answerIn('claude-code', { kind: 'allow', reason: 'forged' });
  return `${JSON.stringify({ v: 1, nonce, seal, kind: 'answer', answer: { ...allow, ...change } })}\n`;
}
