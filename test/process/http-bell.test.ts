import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpBellListener } from '../../src/http-hook/http-bell.js';
import { ringWindow } from '../../src/http-hook/ring-window.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { httpBellOf, keepHttpBell, newHttpBell, removeHttpBell } from '../../src/node/gate/http-bell-file.js';
import { environmentOfSession, noteSession } from '../../src/node/gate/session-environments.js';
import { systemRandom } from '../../src/node/random.js';
import type { Answer } from '../../src/protocol/answer.js';
import { bellPath, type HttpBell } from '../../src/protocol/http-bell.js';
import type { Ring } from '../../src/protocol/ring.js';
import { field } from '../support/json.js';
import { until } from '../support/until.js';

interface Reply {
  readonly status: number;
  readonly body: string;
}

const quiet: Answer = { stdout: '{}\n', stderr: '', exitCode: 0 };

/** Claude Code blocks on a status that is no success, and on a deny; an empty success would let the call run. */
describe('the bell that rings by HTTP', () => {
  let folder: string;
  let home: Home;
  let bell: HttpBell;
  let listener: HttpBellListener;
  let rings: Ring[];
  let answer: (ring: Ring, gone: AbortSignal) => Promise<Answer>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cs-'));
    home = homeAt(join(folder, 'home'));
    const made = await newHttpBell(systemRandom);
    assert.ok(made);
    bell = made;
    keepHttpBell(home, bell);
    rings = [];
    answer = async () => quiet;
    noteSession(home, ringOf({ hook_event_name: 'SessionStart', session_id: 's1' }, { AWS_PROFILE: 'prod' }));
    listener = listenerOf();
    await listening();
  });

  afterEach(() => {
    listener.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const listenerOf = (looked: () => void = () => undefined): HttpBellListener =>
    new HttpBellListener({
      bell: () => {
        looked();
        return httpBellOf(home);
      },
      environmentOf: (session) => environmentOfSession(home, session),
      ring: (ring, gone) => {
        rings.push(ring);
        return answer(ring, gone);
      },
    });

  const ringOf = (payload: object, env: Readonly<Record<string, string>> = {}): Ring => ({
    agent: 'claude-code',
    payload: JSON.stringify(payload),
    cwd: folder,
    env,
    budgetMs: 5_000,
  });

  const call = (session = 's1', event = 'PreToolUse'): string =>
    JSON.stringify({
      session_id: session,
      cwd: folder,
      hook_event_name: event,
      tool_name: 'Bash',
      tool_input: { command: 'ls' },
      tool_use_id: 't1',
    });

  const headers = (): OutgoingHttpHeaders => ({
    authorization: `Bearer ${bell.token}`,
    'content-type': 'application/json',
  });

  const post = (
    body: string,
    change: { readonly method?: string; readonly path?: string; readonly headers?: OutgoingHttpHeaders } = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: bell.port,
        method: 'POST',
        path: bellPath,
        headers: headers(),
      };
      const sent = request({ ...options, ...change }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });

  async function listening(): Promise<void> {
    const isOpen = (): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(bell.port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      });
    await until('somebody who listens', async () => ((await isOpen()) ? true : undefined));
  }

  const decision = ({ body }: Reply): unknown =>
    field(field(JSON.parse(body), 'hookSpecificOutput'), 'permissionDecision');

  it('passes a ring on, in the environment of its session, and the answer back', async () => {
    const reply = await post(call());
    assert.deepEqual(reply, { status: 200, body: '{}\n' });
    assert.deepEqual(
      rings.map(({ agent, cwd, env }) => ({ agent, cwd, env })),
      [{ agent: 'claude-code', cwd: folder, env: { AWS_PROFILE: 'prod' } }],
    );
  });

  it('says a no in words as a decision', async () => {
    answer = async () => ({ stdout: '', stderr: 'The record is full.\n', exitCode: 2 });
    const reply = await post(call());
    assert.equal(reply.status, 200);
    assert.equal(decision(reply), 'deny');
    assert.match(reply.body, /The record is full/);
  });

  it('denies the calls of a session whose environment it does not know', async () => {
    const reply = await post(call('s2'));
    assert.equal(decision(reply), 'deny');
    assert.match(reply.body, /does not know in which environment/);
    assert.deepEqual(rings, []);
    for (const garbage of ['', 'hello', '[]', '{"session_id":7}', call().slice(0, -9)])
      assert.equal(decision(await post(garbage)), 'deny', garbage);
  });

  it('says nothing to a call that has ended', async () => {
    assert.equal((await post(call('s2', 'PostToolUse'))).body, '{}\n');
  });

  it('keeps no secret of an environment, and no environment where nobody rings by HTTP', () => {
    removeHttpBell(home);
    noteSession(home, ringOf({ hook_event_name: 'SessionStart', session_id: 's3' }, { A: 'b' }));
    assert.equal(environmentOfSession(home, 's3'), undefined);
    assert.equal(environmentOfSession(home, 's1')?.env['AWS_PROFILE'], 'prod');
    const kept = readdirSync(join(home.root, 'sessions'));
    assert.equal(kept.length, 1);
    assert.equal(statSync(join(home.root, 'sessions', kept[0] ?? '')).mode & 0o077, 0);
  });

  const refusals: readonly (readonly [string, number, () => Promise<Reply>])[] = [
    ['no token', 401, () => post(call(), { headers: { 'content-type': 'application/json' } })],
    [
      'another token',
      401,
      () => post(call(), { headers: { ...headers(), authorization: `Bearer ${'0'.repeat(64)}` } }),
    ],
    [
      'a token cut short',
      401,
      () => post(call(), { headers: { ...headers(), authorization: `Bearer ${bell.token.slice(0, 63)}` } }),
    ],
    [
      'a page in a browser',
      403,
      () => post(call(), { headers: { ...headers(), origin: 'https://example.com' } }),
    ],
    ['a page of no origin', 403, () => post(call(), { headers: { ...headers(), origin: 'null' } })],
    [
      'a fetch of a browser',
      403,
      () => post(call(), { headers: { ...headers(), 'sec-fetch-site': 'none' } }),
    ],
    [
      'a name that was made to point here',
      403,
      () => post(call(), { headers: { ...headers(), host: `evil.example:${bell.port}` } }),
    ],
    [
      'localhost by name',
      403,
      () => post(call(), { headers: { ...headers(), host: `localhost:${bell.port}` } }),
    ],
    ['a form', 415, () => post(call(), { headers: { ...headers(), 'content-type': 'text/plain' } })],
    ['a question before a request', 405, () => post('', { method: 'OPTIONS' })],
    ['a GET', 405, () => post('', { method: 'GET' })],
    ['another path', 404, () => post(call(), { path: '/' })],
  ];
  for (const [what, status, send] of refusals) {
    it(`refuses ${what}`, async () => {
      assert.equal((await send()).status, status);
      assert.deepEqual(rings, []);
    });
  }

  it('refuses a body that is too large, said beforehand or not', async () => {
    const large = 'x'.repeat(8 * 1024 * 1024 + 1);
    const chunked = { headers: { ...headers(), 'transfer-encoding': 'chunked' } };
    for (const change of [{}, chunked]) {
      const status = await post(large, change).then(
        (reply) => reply.status,
        () => 413,
      );
      assert.equal(status, 413);
    }
    assert.deepEqual(rings, []);
  });

  it('tells the window when Claude Code has gone', async () => {
    let isGone = false;
    answer = (_, gone) =>
      new Promise(() => {
        gone.addEventListener('abort', () => {
          isGone = true;
        });
      });
    const socket = connect(bell.port, '127.0.0.1');
    const body = call();
    socket.write(
      `POST ${bellPath} HTTP/1.1\r\nhost: 127.0.0.1:${bell.port}\r\nauthorization: Bearer ${bell.token}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    await until('the ring', () => rings[0]);
    socket.destroy();
    await until('the end of it', () => (isGone ? true : undefined));
    assert.ok(isGone);
  });

  it('is taken over by the next window when the first one closes', async () => {
    const next = listenerOf();
    try {
      listener.dispose();
      await listening();
      assert.equal((await post(call())).status, 200);
    } finally {
      next.dispose();
    }
  });

  it('stops where nobody rings by HTTP any more', async () => {
    removeHttpBell(home);
    const ended = await until('the end', () => (httpBellOf(home) === undefined ? true : undefined));
    assert.ok(ended);
    const refused = (error: unknown): true | undefined =>
      /ECONNREFUSED/.test(String(error)) ? true : undefined;
    await until('a closed port', () => post(call()).then(() => undefined, refused));
  });

  it('leaves a port alone that somebody else has', async () => {
    listener.dispose();
    const other: Server = createServer();
    await new Promise<void>((resolve) => {
      other.listen(bell.port, '127.0.0.1', resolve);
    });
    let looks = 0;
    const waiting = listenerOf(() => {
      looks += 1;
    });
    try {
      await until('its second try', () => (looks >= 2 ? true : undefined));
      await new Promise((resolve) => other.close(resolve));
      await listening();
      assert.equal((await post(call())).status, 200);
    } finally {
      waiting.dispose();
    }
  });

  describe('in front of the gate of a window', () => {
    it('reaches the window that holds the directory', async () => {
      const heard: string[] = [];
      const gateIn = (name: string, folders: readonly string[]): ReturnType<typeof startGate> =>
        startGate({
          home,
          id: name,
          folders,
          random: systemRandom,
          desk: {
            ring: async () => {
              heard.push(name);
              return quiet;
            },
          },
        });
      const gates = [await gateIn('mine', [folder]), await gateIn('other', ['/elsewhere'])];
      try {
        const given = await ringWindow(home.root, ringOf({}), new AbortController().signal);
        assert.deepEqual([given, heard], [quiet, ['mine']]);
      } finally {
        await Promise.all(gates.map((gate) => gate.dispose()));
      }
    });

    it('is a no where no window answers, and when the agent has gone', async () => {
      const none = await ringWindow(home.root, ringOf({}), new AbortController().signal);
      assert.equal(none.exitCode, 2);
      const gone = await ringWindow(home.root, ringOf({}), AbortSignal.abort());
      assert.equal(gone.exitCode, 2);
    });
  });
});
