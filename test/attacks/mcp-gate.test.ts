import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, realpathSync, rmSync, utimesSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askGate, type GateAnswer } from '../../src/client/pass-or-stop.js';
import { stoppedText } from '../../src/messages/answers/refusal.js';
import { runFolder } from '../support/guard.js';
import { pretendGate } from '../support/hostile-gate.js';
import { field } from '../support/json.js';
import { until } from '../support/until.js';

const usual = { budgetMs: 5_000, silenceMs: 5_000 };

/** What the gateway hears when the window that it asks is slow, dead or another. */
describe('a gate that the MCP gateway asks', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-mcp-')));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (limits = usual, held: (request: string) => void = () => undefined) =>
    askGate(
      {
        agent: 'mcp-gateway',
        payload: Buffer.from('{"server":"s","name":"t","arguments":{}}'),
        cwd: folder,
        env: {},
        credentials: () => ({}),
        budgetMs: limits.budgetMs,
      },
      {
        home: join(folder, '.countersign'),
        offline: join(folder, 'absent.js'),
        silenceMs: limits.silenceMs,
        held,
      },
    );

  async function heard(
    answer: (socket: Socket, nonce: unknown) => void,
    limits = usual,
    held?: (request: string) => void,
  ): Promise<GateAnswer> {
    const gate = await pretendGate(folder, folder, (socket) => {
      socket.once('data', (chunk) =>
        answer(socket, field(JSON.parse(String(chunk).split('\n')[0] ?? ''), 'nonce')),
      );
    });
    try {
      return await ask(limits, held).answer;
    } finally {
      await gate.close();
    }
  }

  const reply = (nonce: unknown, more: object): string =>
    `${JSON.stringify({ v: 1, nonce, seal: 'seal', ...more })}\n`;
  const words = (answer: GateAnswer): string => (answer.kind === 'pass' ? answer.kind : stoppedText(answer));

  it('and that says nothing, stops the call', async () => {
    assert.match(words(await heard(() => undefined, { ...usual, silenceMs: 100 })), /stopped responding/);
  });

  it('and that only says that it is there, stops the call in the end', async () => {
    const requests: string[] = [];
    const answer = await heard(
      (socket, nonce) => {
        const timer = setInterval(() => socket.write(reply(nonce, { kind: 'held', request: 'CS-7' })), 50);
        socket.on('close', () => clearInterval(timer));
      },
      { budgetMs: 400, silenceMs: 200 },
      (request) => requests.push(request),
    );
    assert.match(words(answer), /no answer came in the time/);
    assert.ok(requests.length > 2);
    assert.deepEqual(new Set(requests), new Set(['CS-7']));
  });

  it('and that is asked no more, hears that nobody waits', async () => {
    let [isAsked, isGone] = [false, false];
    const gate = await pretendGate(folder, folder, (socket) => {
      isAsked = true;
      socket.on('close', () => {
        isGone = true;
      });
    });
    const asking = ask();
    await until('the question', () => isAsked || undefined);
    asking.hangUp();
    assert.equal((await asking.answer).kind, 'failed');
    await until('the end of it', () => isGone || undefined);
    await gate.close();
  });

  it('passes a call by an empty object or an allow alone', async () => {
    for (const [stdout, kind] of [
      ['{}', 'pass'],
      ['{"decision":"allow","reason":"x"}', 'pass'],
      ['{"decision":"deny","reason":"x"}', 'stop'],
      ['{"decision":""}', 'failed'],
      ['{"a":1}', 'failed'],
    ] as const) {
      const answer = { stdout, stderr: '', exitCode: 0 };
      const said = await heard(
        (socket, nonce) => void socket.write(reply(nonce, { kind: 'answer', answer })),
      );
      assert.equal(said.kind, kind, stdout);
    }
    const broken = { stdout: '{}', stderr: 'no room', exitCode: 2 };
    const said = await heard(
      (socket, nonce) => void socket.write(reply(nonce, { kind: 'answer', answer: broken })),
    );
    assert.equal(words(said), 'no room');
  });

  it('and whose socket is gone, stops the call while its window lives', async () => {
    const gate = await pretendGate(folder, folder, () => undefined);
    const run = runFolder(folder);
    for (const name of readdirSync(run).filter((one) => one.endsWith('.sock'))) rmSync(join(run, name));
    assert.match(words(await ask().answer), /did not answer its socket/);
    // Not touched for long: a window that crashed. Then the engine is asked, which is not here: a stop all the same.
    for (const name of readdirSync(run)) utimesSync(join(run, name), 1, 1);
    assert.match(words(await ask().answer), /judging without one failed/);
    await gate.close();
  });

  it('is not asked about more than it would read', async () => {
    const asking = askGate(
      {
        agent: 'mcp-gateway',
        payload: Buffer.alloc(8 * 1024 * 1024 + 1),
        cwd: folder,
        env: {},
        credentials: () => ({}),
        budgetMs: usual.budgetMs,
      },
      { home: join(folder, '.countersign') },
    );
    assert.match(words(await asking.answer), /at most 8 MB/);
  });
});
