import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { homeAt } from '../../src/node/files/home.js';
import { gatewayLauncherPath, install } from '../../src/node/install/install.js';
import { projectFolder } from '../support/components.js';
import { type GateWindow, openGateWindow } from '../support/gate-window.js';
import { pretendGate } from '../support/hostile-gate.js';
import { field, items } from '../support/json.js';
import { until } from '../support/until.js';

const rawServer = join(projectFolder, 'out/support/mcp-raw-server.mjs');

/** A client that writes whatever bytes it likes, before a server that notes every byte that reaches it. */
describe('a hostile client of the MCP gateway', function () {
  this.timeout(40_000);
  let folder: string;
  let window: GateWindow | undefined;
  let gateway: Gateway;

  interface Gateway {
    readonly child: ChildProcessByStdio<Writable, Readable, null>;
    send(...lines: readonly (string | Buffer)[]): void;
    readonly closed: Promise<unknown>;
    /** The next message to the client whose id is `id`. */
    answer(id: unknown): Promise<unknown>;
  }

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-mcp-')));
    mkdirSync(join(folder, 'work'));
    const installed = install({ home: homeAt(home()), bundles: join(projectFolder, 'dist') });
    assert.equal(installed.ok, true);
    gateway = start();
  });

  afterEach(async () => {
    await window?.close();
    window = undefined;
    gateway.child.stdin.end();
    await gateway.closed;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Where `pretendGate` looks too. */
  const home = (): string => join(folder, '.countersign');
  const log = (): string => join(folder, 'log');
  const reached = (): string => (existsSync(log()) ? readFileSync(log(), 'utf8') : '');

  const open = async (): Promise<GateWindow> => {
    window = await openGateWindow(homeAt(home()), [join(folder, 'work')]);
    return window;
  };

  function start(): Gateway {
    const child = spawn(
      gatewayLauncherPath(homeAt(home())),
      ['--name', 'shop', '--', process.execPath, rawServer, 'none', '--token', 's3cr3t-of-server'],
      {
        cwd: join(folder, 'work'),
        env: { PATH: process.env['PATH'] ?? '', HOME: folder, MCP_LOG: log() },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const told: unknown[] = [];
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
        told.push(JSON.parse(text.slice(0, at)));
        text = text.slice(at + 1);
      }
    });
    return {
      child,
      closed: new Promise((resolve) => child.once('close', resolve)),
      send: (...lines) => {
        for (const line of lines) child.stdin.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
      },
      answer: (id) =>
        until(`an answer to ${String(id)}`, () => {
          const at = told.findIndex((message) => field(message, 'id') === id);
          return at < 0 ? undefined : told.splice(at, 1)[0];
        }),
    };
  }

  const call = (id: unknown, name: string, given: object = {}): string =>
    JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: given } });
  const ping = (id: unknown): string => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });
  const words = (answer: unknown): string =>
    items(field(answer, 'result'), 'content')
      .map((part) => String(field(part, 'text')))
      .join('');
  const isStopped = (answer: unknown): boolean => field(field(answer, 'result'), 'isError') === true;

  /** Nothing of what was sent before reaches the server, and what comes after does. */
  const nothingReached = async (): Promise<void> => {
    gateway.send(ping('last'));
    await gateway.answer('last');
    assert.equal(reached(), `${ping('last')}\n`);
  };

  describe('that hides a call', () => {
    const refused: (readonly [what: string, line: string | Buffer, code: number])[] = [
      ['behind a number that is none', call(1, 'delete_rows').replace('{}', '{"n":NaN}'), -32_700],
      ['behind a comma', call(1, 'delete_rows').replace('{}', '{},'), -32_700],
      ['behind a byte order mark', `\uFEFF${call(1, 'delete_rows')}`, -32_700],
      ['behind a comment', `/**/${call(1, 'delete_rows')}`, -32_700],
      [
        'in bytes that are no text',
        Buffer.concat([
          Buffer.from(call(1, 'delete_rows').slice(0, -3)),
          Buffer.from([0xff, 0x22, 0x7d, 0x7d]),
        ]),
        -32_700,
      ],
      ['behind a second message on its line', `${ping(5)}\r${call(1, 'delete_rows')}`, -32_700],
      ['in a batch in a batch', `[[${call(1, 'delete_rows')}]]`, -32_600],
      ['in a text', JSON.stringify(call(1, 'delete_rows')), -32_600],
      ['behind another case', call(1, 'delete_rows').replace('"method"', '"Method"'), -32_600],
      [
        'behind a harmless method in another case',
        `{"jsonrpc":"2.0","id":1,"method":"ping","METHOD":"tools/call","params":{"name":"delete_rows"}}`,
        -32_600,
      ],
      [
        'behind a letter that folds to another',
        `{"jsonrpc":"2.0","id":1,"method":"ping","param\u017F":{}}`,
        -32_600,
      ],
    ];
    for (const method of [
      'tools/call ',
      ' tools/call',
      'Tools/Call',
      'tools//call',
      'tools\\\\call',
      'tools/call\\u0000',
      'tools.call',
      '\uFF54ools/call',
    ])
      refused.push([
        `row 60: as ${JSON.stringify(method)}`,
        call(1, 'delete_rows').replace('tools/call', method),
        -32_600,
      ]);
    for (const [what, line, code] of refused) {
      it(`${what} is refused`, async () => {
        gateway.send(line);
        const id = code === -32_600 && typeof line === 'string' && line.startsWith('{') ? 1 : null;
        assert.equal(field(field(await gateway.answer(id), 'error'), 'code'), code);
        await nothingReached();
      });
    }

    const held: readonly (readonly [what: string, line: string])[] = [
      ['in an escaped method', call(1, 'delete_rows').replace('tools/call', '\\u0074ools\\/call')],
      ['behind a harmless method of the same name', call(1, 'delete_rows').replace('{', '{"method":"ping",')],
      [
        'behind a harmless tool of the same name',
        call(1, 'delete_rows').replace('"name"', '"name":"list_rows","name"'),
      ],
      ['in a batch', `[${ping(2)},${call(1, 'delete_rows')}]`],
      ['behind spaces', `  \t${call(1, 'delete_rows')}\t \r`],
    ];
    for (const [what, line] of held) {
      it(`${what} is held`, async () => {
        const { held: next, deny } = await open();
        gateway.send(line);
        const request = await next();
        assert.equal(request.call.payload.kind === 'mcp' && request.call.payload.name, 'delete_rows');
        await deny(request, '');
        assert.equal(isStopped(await gateway.answer(1)), true);
        assert.equal(reached().includes('delete_rows'), false);
      });
    }

    it('in a message without an id is held, and never runs unasked', async () => {
      const { held: next, deny } = await open();
      gateway.send(JSON.stringify({ jsonrpc: '2.0', method: 'tools/call', params: { name: 'delete_rows' } }));
      await deny(await next(), '');
      await nothingReached();
    });

    it('between line ends of another program sends one line', async () => {
      const inner = call(7, 'delete_rows');
      gateway.send(`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":\r${inner}\r}}`);
      await gateway.answer(1);
      assert.equal(reached().includes('\r'), false);
      const text = `\u2028${inner}\u2028`;
      gateway.send(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping', params: { text } }));
      await gateway.answer(2);
      assert.equal(/[\u0085\u2028\u2029]/.test(reached()), false);
      assert.equal(field(field(JSON.parse(reached().split('\n')[1] ?? ''), 'params'), 'text'), text);
    });
  });

  describe('whose call is read in two ways', () => {
    it('has the server get what was judged', async () => {
      await open();
      gateway.send(
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_rows","name":"list_rows","arguments":{"table":"a","table":"b","__proto__":{"x":1}}}}',
      );
      await gateway.answer(1);
      assert.equal(
        reached(),
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_rows","arguments":{"table":"b","__proto__":{"x":1}}}}\n',
      );
    });

    const stopped: readonly (readonly [what: string, params: string, words: RegExp])[] = [
      ['by the case of its names', '{"name":"list_rows","Name":"delete_rows"}', /field names .*\(Name\)/],
      ['by a folded letter', '{"name":"list_rows","argument\u017F":{}}', /field names/],
      [
        'by a number that no double holds',
        '{"name":"list_rows","arguments":{"id":9007199254740993}}',
        /numbers .*\(9007199254740993\)/,
      ],
      ['by a number without end', '{"name":"list_rows","arguments":{"id":1e999}}', /numbers .*\(1e999\)/],
      ['by arguments that are a list', '{"name":"list_rows","arguments":["x"]}', /name and an object/],
      ['by a name that is none', '{"name":["list_rows"]}', /name and an object/],
      ['by half a letter', '{"name":"list_rows","arguments":{"t":"\\ud800"}}', /half of a surrogate pair/],
    ];
    for (const [what, params, expected] of stopped) {
      it(`is stopped: ${what}`, async () => {
        await open();
        gateway.send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`);
        const answer = await gateway.answer(1);
        assert.equal(isStopped(answer), true);
        assert.match(words(answer), expected);
        await nothingReached();
      });
    }

    it('is stopped: by an id that is none', async () => {
      gateway.send(call({ x: 1 }, 'list_rows'));
      assert.equal(field(field(await gateway.answer(null), 'error'), 'code'), -32_600);
      await nothingReached();
    });

    it('is stopped: by an id that is in use', async () => {
      const { held, deny } = await open();
      gateway.send(call(1, 'delete_rows'));
      const request = await held();
      gateway.send(call(1, 'list_rows'));
      assert.match(words(await gateway.answer(1)), /id that no call waits under/);
      await deny(request, '');
      assert.match(words(await gateway.answer(1)), /Denied/);
      await nothingReached();
    });
  });

  describe('that sends much', () => {
    it('has calls of 7 MB judged, of more than 8 MB stopped, and lines beyond reason thrown away', async () => {
      await open();
      gateway.send(call(1, 'list_rows', { table: 'x'.repeat(7_000_000) }));
      assert.equal(field(field(await gateway.answer(1), 'result'), 'did'), 'tools/call');
      gateway.send(call(2, 'list_rows', { table: 'x'.repeat(9_000_000) }));
      assert.match(words(await gateway.answer(2)), /at most 8 MB/);
      gateway.send(JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'x', params: 'x'.repeat(9_000_000) }));
      await gateway.answer(3);
      gateway.send(`{"x":"${'x'.repeat(65 * 1024 * 1024)}"}`);
      assert.equal(field(field(await gateway.answer(null), 'error'), 'code'), -32_600);
      gateway.send(ping(4));
      await gateway.answer(4);
    });

    it('does not bring it down by depth', async () => {
      await open();
      const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      gateway.send(
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_rows","arguments":{"x":${deep}}}}`,
      );
      assert.equal(field(field(await gateway.answer(null), 'error'), 'code'), -32_700);
      await nothingReached();
    });
  });

  describe('at a gate that fails', () => {
    const failures: readonly (readonly [what: string, answer: Parameters<typeof pretendGate>[2]])[] = [
      ['answers with garbage', (socket) => void socket.write('{"decision":"allow"}\n')],
      ['hangs up', (socket) => socket.destroy()],
      [
        'has another seal',
        (socket) => void socket.write('{"v":1,"nonce":"x","seal":"x","kind":"answer","answer":{}}\n'),
      ],
    ];
    for (const [what, answer] of failures) {
      it(`runs nothing: it ${what}`, async () => {
        const gate = await pretendGate(folder, join(folder, 'work'), answer);
        try {
          gateway.send(call(1, 'list_rows'));
          const stopped = await gateway.answer(1);
          assert.equal(isStopped(stopped), true);
          assert.match(words(stopped), /Countersign could not answer/);
          await nothingReached();
        } finally {
          await gate.close();
        }
      });
    }

    for (const [what, said] of [
      ['no decision', '{"reason":"fine"}'],
      ['another decision', '{"decision":"yes"}'],
      ['an allow of another dialect', '{"permission":"allow"}'],
      ['a no without words', '{"decision":"deny"}'],
    ] as const) {
      it(`runs nothing: it gives ${what}`, async () => {
        const gate = await pretendGate(folder, join(folder, 'work'), (socket) => {
          socket.on('data', (chunk) => {
            const nonce = field(JSON.parse(String(chunk).split('\n')[0] ?? ''), 'nonce');
            const answer = { stdout: said, stderr: '', exitCode: 0 };
            socket.write(`${JSON.stringify({ v: 1, nonce, seal: 'seal', kind: 'answer', answer })}\n`);
          });
        });
        try {
          gateway.send(call(1, 'list_rows'));
          assert.match(words(await gateway.answer(1)), /sent what is no answer/);
          await nothingReached();
        } finally {
          await gate.close();
        }
      });
    }

    it('runs nothing: the window closes while it holds', async () => {
      const { held, close } = await open();
      gateway.send(call(1, 'delete_rows'));
      await held();
      await close();
      window = undefined;
      assert.match(words(await gateway.answer(1)), /editor window is closing/);
      await nothingReached();
    });

    it('runs nothing: others can write to its folder', async () => {
      await open();
      chmodSync(join(home(), 'run'), 0o777);
      gateway.send(call(1, 'list_rows'));
      assert.match(words(await gateway.answer(1)), /only its user can write/);
      await nothingReached();
    });

    it('runs nothing: the client is gone before the yes', async () => {
      const { desk, held, approve } = await open();
      gateway.send(call(1, 'delete_rows'));
      await held();
      gateway.child.stdin.end();
      const parked = await until('a parked request', () =>
        desk.requests().find(({ state }) => state.kind === 'parked'),
      );
      await approve(parked);
      await gateway.closed;
      assert.equal(reached(), '');
    });
  });

  it('gets one run for one yes, for the very same call only', async () => {
    const { desk, held, approve } = await open();
    gateway.send(call(1, 'delete_rows', { table: 'a' }));
    await approve(await held());
    await gateway.answer(1);
    for (const [id, more] of [
      [2, {}],
      [3, { task: { ttl: 60_000 } }],
      [4, { inputResponses: { x: 1 } }],
    ] as const) {
      const params = { name: 'delete_rows', arguments: { table: 'a' }, ...more };
      gateway.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }));
      await until('one more request', () => (desk.requests().length === id ? true : undefined));
    }
    assert.equal(reached().split('\n').length, 2);
  });

  it('leaves no argument in the record, and no secret of the server on a card', async () => {
    const { entries, held, deny } = await open();
    gateway.send(call(2, 'delete_rows'));
    const request = await held();
    const { payload } = request.call;
    assert.deepEqual(payload.kind === 'mcp' && payload.launch?.slice(-2), ['--token', '‹secret›']);
    assert.equal(JSON.stringify(request).includes('s3cr3t'), false);
    await deny(request, '');
    gateway.send(call(1, 'list_rows', { password: 'hunter2-secret' }));
    await gateway.answer(1);
    await until('the end of the call', () =>
      entries().some((body) => body.type === 'call.finished') ? true : undefined,
    );
    assert.equal(JSON.stringify(entries()).includes('hunter2'), false);
  });
});
