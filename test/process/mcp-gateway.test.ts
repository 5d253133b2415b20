import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallToolResult, Client, type Progress } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { homeAt } from '../../src/node/files/home.js';
import { gatewayLauncherPath, install } from '../../src/node/install/install.js';
import { projectFolder } from '../support/components.js';
import { type GateWindow, openGateWindow } from '../support/gate-window.js';
import { until } from '../support/until.js';

const sdkServer = join(projectFolder, 'out/support/mcp-sdk-server.mjs');
const rawServer = join(projectFolder, 'out/support/mcp-raw-server.mjs');

/** A real client, the installed gateway and a real server; a window's desk in this process. */
describe('the MCP gateway', function () {
  this.timeout(40_000);
  let folder: string;
  let window: GateWindow | undefined;
  const open: Client[] = [];

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-mcp-')));
    mkdirSync(join(folder, 'work'));
    const installed = install({ home: homeAt(join(folder, 'home')), bundles: join(projectFolder, 'dist') });
    assert.equal(installed.ok, true);
  });

  afterEach(async () => {
    for (const client of open.splice(0)) await client.close();
    await window?.close();
    window = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const log = (): string => join(folder, 'log');
  const ran = (): readonly unknown[] =>
    existsSync(log())
      ? readFileSync(log(), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line): unknown => JSON.parse(line))
      : [];
  const env = (): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    COUNTERSIGN_HOME: join(folder, 'elsewhere'),
    MCP_LOG: log(),
  });
  const launcher = (): string => gatewayLauncherPath(homeAt(join(folder, 'home')));

  const openWindow = async (): Promise<GateWindow> => {
    window = await openGateWindow(homeAt(join(folder, 'home')), [join(folder, 'work')]);
    return window;
  };

  const connect = async (mode: 'legacy' | 'auto' = 'legacy'): Promise<Client> => {
    const client = new Client(
      { name: 'test-agent', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    open.push(client);
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'users' } }));
    await client.connect(
      new StdioClientTransport({
        command: launcher(),
        args: ['--name', 'shop', '--', process.execPath, sdkServer],
        cwd: join(folder, 'work'),
        env: env(),
      }),
    );
    return client;
  };

  const call = async (client: Client, name: string, more: object = {}): Promise<string> => {
    const result: CallToolResult = await client.callTool({ name, arguments: { table: 'orders' } }, more);
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    return `${result.isError === true ? 'error: ' : ''}${text}`;
  };

  describe('with a window', () => {
    it('passes everything that is no tool call', async () => {
      await openWindow();
      const client = await connect();
      assert.equal(client.getServerVersion()?.name, 'shop');
      const tools = await client.listTools();
      assert.equal(tools.tools.length, 7);
      const read = await client.readResource({ uri: 'file:///readme' });
      assert.deepEqual(read.contents, [{ uri: 'file:///readme', text: 'read me' }]);
      const prompt = await client.getPrompt({ name: 'greet' });
      assert.deepEqual(prompt.messages[0]?.content, { type: 'text', text: 'hello' });
      await client.ping();
    });

    it('lets a harmless call pass, and records how it ended', async () => {
      const { entries } = await openWindow();
      const client = await connect();
      assert.equal(await call(client, 'list_rows'), 'list_rows ran');
      assert.match(await call(client, 'get_failure'), /^error: .*out of order/);
      assert.deepEqual(ran(), [['list_rows', { table: 'orders' }]]);
      await until('four entries', () => (entries().length >= 5 ? true : undefined));
      assert.deepEqual(
        entries().map((body) => [
          body.type,
          'summary' in body ? body.summary : '',
          'outcome' in body ? body.outcome : '',
        ]),
        [
          ['genesis', '', ''],
          ['call.passed', 'shop: list_rows', ''],
          ['call.finished', 'shop: list_rows', 'ran'],
          ['call.passed', 'shop: get_failure', ''],
          ['call.finished', 'shop: get_failure', 'failed'],
        ],
      );
    });

    it('holds a destructive call, says that it waits, and runs it once after a yes', async () => {
      const { held, approve } = await openWindow();
      const client = await connect();
      const told: Progress[] = [];
      const result = call(client, 'delete_rows', {
        onprogress: (progress: Progress) => told.push(progress),
        timeout: 8_000,
        resetTimeoutOnProgress: true,
      });
      const request = await held();
      assert.deepEqual(request.call.payload.kind === 'mcp' && request.call.payload.annotations, undefined);
      assert.equal(request.call.client, 'test-agent');
      await until('two signs of life', () => (told.length >= 2 ? true : undefined));
      assert.deepEqual(
        told.map(({ message }) => message),
        told.map(() => `waiting for approval ${request.id}`),
      );
      assert.deepEqual(ran(), []);
      await approve(request);
      assert.equal(await result, 'delete_rows ran');
      assert.deepEqual(ran(), [['delete_rows', { table: 'orders' }]]);
    });

    it('tells the model why a person said no', async () => {
      const { held, deny } = await openWindow();
      const client = await connect();
      const result = call(client, 'delete_rows');
      await deny(await held(), 'archive them first');
      assert.match(await result, /^error: Denied by a person .*archive them first/);
      assert.deepEqual(ran(), []);
    });

    it('holds what the server itself calls destructive, and never believes its word for a tool', async () => {
      const { held, deny } = await openWindow();
      const client = await connect();
      await client.listTools();
      for (const [tool, hints] of [
        ['list_orders', { destructiveHint: true }],
        ['delete_rows', { readOnlyHint: true }],
      ] as const) {
        const result = call(client, tool);
        const request = await held();
        assert.deepEqual(request.call.payload.kind === 'mcp' && request.call.payload.annotations, hints);
        await deny(request, '');
        assert.match(await result, /^error: Denied/);
      }
      assert.deepEqual(ran(), []);
    });

    it('passes other messages while a call is held, both ways', async () => {
      const { held, approve } = await openWindow();
      const client = await connect();
      const result = call(client, 'delete_rows');
      const request = await held();
      assert.equal(await call(client, 'list_rows'), 'list_rows ran');
      assert.equal(await call(client, 'get_answer'), 'get_answer ran');
      assert.deepEqual(ran()[1], ['get_answer', [{ table: 'orders' }, { name: 'users' }]]);
      const told: Progress[] = [];
      const shown = await call(client, 'list_with_progress', {
        onprogress: (progress: Progress) => told.push(progress),
      });
      assert.equal(shown, 'list_with_progress ran');
      assert.deepEqual(told, [
        { progress: 1, total: 2 },
        { progress: 2, total: 2 },
      ]);
      await approve(request);
      assert.equal(await result, 'delete_rows ran');
    });

    it('holds two calls at once, each with its own answer', async () => {
      const { desk, approve, deny } = await openWindow();
      const client = await connect();
      const first = client.callTool({ name: 'delete_rows', arguments: { table: 'a' } });
      const second = client.callTool({ name: 'delete_rows', arguments: { table: 'b' } });
      const [one, two] = await until('two requests', () => {
        const all = desk.requests();
        return all.length === 2 ? all : undefined;
      });
      assert.ok(one && two);
      const ofA = JSON.stringify(one.call.payload).includes('"a"') ? one : two;
      await approve(ofA);
      await deny(ofA === one ? two : one, 'not b');
      assert.notEqual((await first).isError, true);
      assert.equal((await second).isError, true);
      assert.deepEqual(ran(), [['delete_rows', { table: 'a' }]]);
    });

    it('parks what the client cancels, and runs the retry of a later yes once', async () => {
      const { desk, held, approve } = await openWindow();
      const client = await connect();
      const controller = new AbortController();
      const cancelled = call(client, 'delete_rows', { signal: controller.signal });
      const request = await held();
      controller.abort();
      await assert.rejects(cancelled);
      const parked = await until('a parked request', () =>
        desk.requests().find(({ state }) => state.kind === 'parked'),
      );
      assert.equal(parked.agentGone, true);
      await approve(parked);
      assert.equal(await call(client, 'delete_rows'), 'delete_rows ran');
      assert.equal(ran().length, 1);
      const again = call(client, 'delete_rows');
      assert.notEqual((await held()).id, request.id);
      await client.close();
      await assert.rejects(again);
      assert.equal(ran().length, 1);
    });

    it('passes a cancellation of what the server runs', async () => {
      await openWindow();
      const client = await connect();
      const controller = new AbortController();
      const running = call(client, 'get_nothing', { signal: controller.signal });
      await until('the start', () => ran().find((one) => JSON.stringify(one).includes('get_nothing')));
      controller.abort();
      await assert.rejects(running);
      await client.ping();
    });

    it('speaks the protocol without a beginning too', async () => {
      const { held, deny } = await openWindow();
      const client = await connect('auto');
      assert.equal(await call(client, 'list_rows'), 'list_rows ran');
      const result = call(client, 'delete_rows');
      const request = await held();
      assert.equal(request.call.client, 'test-agent');
      await deny(request, 'archive them first');
      assert.match(await result, /^error: Denied by a person .*archive them first/);
    });
  });

  describe('without a window', () => {
    it('lets quiet calls pass and stops everything that needs a person', async () => {
      const client = await connect();
      assert.equal(await call(client, 'list_rows'), 'list_rows ran');
      assert.match(await call(client, 'delete_rows'), /^error: This call needs a person's approval/);
      assert.deepEqual(ran(), [['list_rows', { table: 'orders' }]]);
    });
  });

  describe('the server behind it', () => {
    const run = (
      words: readonly string[],
      given: Partial<{ input: string | Buffer; env: Record<string, string> }> = {},
    ): Promise<{ code: number | null; out: Buffer; words: string }> =>
      new Promise((resolve) => {
        const child = spawn(launcher(), ['--', process.execPath, rawServer, ...words], {
          cwd: join(folder, 'work'),
          env: { ...env(), ...given.env },
        });
        const out: Buffer[] = [];
        let said = '';
        child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
        child.stderr.on('data', (chunk) => {
          said += String(chunk);
        });
        child.on('close', (code) => resolve({ code, out: Buffer.concat(out), words: said }));
        child.stdin.on('error', () => undefined);
        child.stdin.end(given.input ?? '');
      });

    it('ends with its input, and gives its exit code', async () => {
      assert.equal((await run([])).code, 0);
      assert.equal((await run(['exit', '7'])).code, 7);
      assert.equal((await run(['die', 'SIGKILL'])).code, 137);
    });

    it('is made to end when it stays', async () => {
      assert.equal((await run(['linger'])).code, 143);
    });

    it('that cannot be started is named', async () => {
      const child = spawn(launcher(), ['--', join(folder, 'nothing')], { cwd: folder, env: env() });
      let words = '';
      child.stderr.on('data', (chunk) => {
        words += String(chunk);
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      assert.equal(code, 1);
      assert.match(words, /expected to start the MCP server .*nothing/);
    });

    it('has the environment that the client gave, though the gateway has not', async () => {
      writeFileSync(join(folder, 'evil.cjs'), `process.stdout.write('loaded in the gateway\\n');`);
      const options = '--max-old-space-size=512';
      for (const [name, value] of [
        ['NODE_OPTIONS', options],
        ['COUNTERSIGN_HOME', join(folder, 'elsewhere')],
        ['LD_LIBRARY_PATH', ''],
      ] as const) {
        const { out } = await run(['env', name], { env: { [name]: value } });
        assert.equal(String(out), `${JSON.stringify(value)}\n`);
      }
      for (const name of ['COUNTERSIGN_LAUNCHED', 'COUNTERSIGN_KEPT_PATH', 'ELECTRON_RUN_AS_NODE']) {
        assert.equal(String((await run(['env', name])).out), 'null\n');
      }
      const evil = { NODE_OPTIONS: `--require ${join(folder, 'evil.cjs')}` };
      const { out } = await run([], { env: evil });
      // Once, in the server: that is the client's own business.
      assert.equal(String(out), 'loaded in the gateway\n');
    });

    it('is passed what it says byte for byte', async () => {
      const said = Buffer.concat([
        Buffer.from(
          '{"jsonrpc" : "2.0",  "method":"notifications/odd","params":{"n":12345678901234567890}}\n',
        ),
        Buffer.from([0xff, 0xfe, 0x41, 0x0a]),
        Buffer.from('no JSON at all\n[1,2]\n'),
        Buffer.from(`{"big":"${'x'.repeat(1_000_000)}"}\n`),
      ]);
      // Longer than one argument may be.
      const file = join(folder, 'said');
      writeFileSync(file, said);
      const child = spawn(launcher(), ['--', 'cat', file], { cwd: folder, env: env() });
      const out: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      await new Promise((resolve) => child.on('close', resolve));
      assert.equal(Buffer.concat(out).equals(said), true);
    });

    it('is told other messages byte for byte', async () => {
      const lines = [
        '{"jsonrpc": "2.0", "id": "a", "method": "unknown/method", "params": {"n": 12345678901234567890, "s": "\\u00e9é"}}',
        '{"jsonrpc":"2.0","id":9,"result":{"action":"accept"}}',
        '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":77}}',
      ];
      await run([], { input: `${lines.join('\n')}\n` });
      assert.equal(readFileSync(log(), 'utf8'), `${lines.join('\n')}\n`);
    });
  });

  it('says what it expects when it is used wrongly', async () => {
    for (const [words, expected] of [
      [[], /expected -- and the MCP server to start/],
      [['--name', 'x', '--'], /expected an MCP server after --/],
      [['--nam', 'x', '--', 'cat'], /--nam/],
    ] as const) {
      const child = spawn(launcher(), [...words], { cwd: folder, env: env() });
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += String(chunk);
      });
      assert.equal(await new Promise((resolve) => child.on('close', resolve)), 2);
      assert.match(said, expected);
    }
  });
});
