/** Rows 41, 42 and 51: gates, sockets and rights in the home that this user's extension did not make are told of. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callGate } from '../../src/client/gate-call.js';
import { socketIdentity } from '../../src/client/small-file.js';
import type { HomeFlaw } from '../../src/core/toolcall/home-flaw.js';
import { homeFlawText } from '../../src/messages/window/home-flaws.js';
import { homeAt } from '../../src/node/files/home.js';
import { type Gate, startGate } from '../../src/node/gate/gate-server.js';
import { flawsOf } from '../../src/node/gate/run-flaws.js';
import { windowsAt } from '../../src/node/gate/windows.js';
import { systemRandom } from '../../src/node/random.js';
import { answerIn } from '../../src/protocol/answer.js';
import type { Registration } from '../../src/protocol/registration.js';
import { HomeWatch } from '../../src/vscode/home-watch.js';
import { pretendGate } from '../support/hostile-gate.js';
import { until } from '../support/until.js';

describe('what stands in the home and is not ours', function () {
  this.timeout(20_000);
  let folder: string;
  let gate: Gate | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-home-'));
  });

  afterEach(async () => {
    await gate?.dispose();
    gate = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** One call through the doorbell in Node, with no window that holds its directory, by a user who leaves all rights open. */
  const rung = (command: string): { readonly status: number | null; readonly stderr: string } => {
    const hook = join(process.cwd(), 'dist/hook.js');
    const words = ['-c', 'umask 000; exec "$0" "$1" claude-code PreToolUse', process.execPath, hook];
    const payload = {
      hook_event_name: 'PreToolUse',
      session_id: 's',
      cwd: folder,
      tool_name: 'Bash',
      tool_input: { command },
    };
    const { status, stderr } = spawnSync('/bin/sh', words, {
      input: JSON.stringify(payload),
      env: { PATH: '/usr/bin:/bin', HOME: folder, COUNTERSIGN_HOME: home().root },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { status, stderr };
  };
  const home = () => homeAt(join(folder, 'cs'));
  const open = async (): Promise<Gate> => {
    gate = await startGate({
      home: home(),
      id: 'own',
      folders: [folder],
      random: systemRandom,
      desk: { ring: async (ring) => answerIn(ring.agent, { kind: 'no-opinion' }) },
    });
    return gate;
  };
  const kinds = (flaws: readonly HomeFlaw[]): readonly string[] => flaws.map(({ kind }) => kind);

  it('is nothing where only windows of this home are open, whatever folders they have', async () => {
    const opened = await open();
    assert.deepEqual(opened.flaws(), []);
    opened.setFolders(['/elsewhere']);
    assert.deepEqual(opened.flaws(), []);
    assert.deepEqual(flawsOf(home()), []);
  });

  it('row 41: is a registration without the MAC of the home, or with one that is not over it', async () => {
    const opened = await open();
    const near = { ...opened.registration, id: 'near', folders: [`${folder}/nearer`] };
    const { mac: _, ...bare } = near;
    for (const forged of [near, bare, { ...near, mac: '' }]) {
      writeFileSync(join(home().run, 'near.json'), JSON.stringify(forged), { mode: 0o600 });
      const [flaw, ...more] = opened.flaws();
      assert.deepEqual([flaw?.kind, more], ['foreign-registration', []]);
      assert.match(flaw ? homeFlawText(flaw) : '', /did not make is registered: near\.json/);
      assert.deepEqual(kinds(flawsOf(home())), ['foreign-registration']);
    }
    rmSync(join(home().run, 'near.json'));
    assert.deepEqual(opened.flaws(), []);
  });

  it('is a folder of registrations that is crowded, by number or by size, said once; less is not', async () => {
    const opened = await open();
    const fill = (count: number, size: number, end: string): void => {
      for (let at = 0; at < count; at += 1) writeFileSync(join(home().run, `${at}${end}`), ' '.repeat(size));
    };
    fill(900, 100, '.txt');
    fill(1, 70_000, '.json');
    assert.deepEqual(opened.flaws(), []);
    fill(1_001, 0, '.json');
    const [flaw, ...more] = opened.flaws();
    assert.deepEqual([flaw?.kind, more], ['crowded', []]);
    assert.match(flaw ? homeFlawText(flaw) : '', /every call is blocked/);
    for (const name of readdirSync(home().run).filter((one) => /^\d/.test(one)))
      rmSync(join(home().run, name));
    fill(3, 30_000, '.json');
    assert.deepEqual(kinds(opened.flaws()), ['crowded']);
  });

  it('holds no window up, whatever stands in place of a registration', async function () {
    if (process.platform === 'win32') return this.skip();
    const opened = await open();
    assert.equal(spawnSync('mkfifo', [join(home().run, 'pipe.json')]).status, 0);
    symlinkSync('loop.json', join(home().run, 'loop.json'));
    symlinkSync('/dev/zero', join(home().run, 'zero.json'));
    mkdirSync(join(home().run, 'folder.json'));
    writeFileSync(join(home().run, 'huge.json'), '');
    truncateSync(join(home().run, 'huge.json'), 2 ** 40);
    assert.deepEqual(opened.flaws(), []);
    const windows = windowsAt(home().run, 'own');
    assert.deepEqual(['own', 'pipe', 'huge', 'zero', '', '../run/own'].map(windows.isOpen), [
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it("row 42: is something else at this window's socket", async function () {
    if (process.platform === 'win32') return this.skip();
    const opened = await open();
    const { socket } = opened.registration;
    rmSync(socket);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(socket, resolve));
    try {
      assert.deepEqual(kinds(opened.flaws()), ['socket-replaced']);
      assert.notEqual(socketIdentity(socket), opened.registration.identity);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it("row 42: is seen where the other has the first one's inode number", async function () {
    if (process.platform === 'win32') return this.skip();
    const opened = await open();
    const { socket, identity = '' } = opened.registration;
    // As after a number that was free again: the same file with another time.
    await until('another second', () =>
      Date.now() / 1_000 > Number(identity.split(':')[1]) + 1 ? 1 : undefined,
    );
    renameSync(socket, `${socket}.away`);
    renameSync(`${socket}.away`, socket);
    assert.equal(socketIdentity(socket).split(':')[0], identity.split(':')[0]);
    assert.deepEqual(kinds(opened.flaws()), ['socket-replaced']);
  });

  it('rows 41 and 42: no client asks what no window of this home made', async function () {
    if (process.platform === 'win32') return this.skip();
    await open();
    const near = join(folder, 'near');
    mkdirSync(near);
    let asked = 0;
    const forged = await pretendGate(
      home().root,
      near,
      (socket) => {
        asked += 1;
        socket.destroy();
      },
      home().run,
    );
    try {
      const path = join(home().run, 'pretender.json');
      const registration: Registration = JSON.parse(readFileSync(path, 'utf8'));
      const call = { agent: 'codex', payload: Buffer.from('{}'), cwd: near, env: {}, budgetMs: 5_000 };
      const ask = () => callGate({ ...call, credentials: () => ({}) }, { home: home().root }).end;
      // Where it has the MAC it is the nearer one: so the test would see it asked.
      assert.equal((await ask()).kind, 'failed');
      assert.equal(asked, 1);
      const changes: readonly Partial<Registration>[] = [
        { mac: undefined },
        { mac: '' },
        { mac: 'f'.repeat(64) },
        { identity: undefined },
        { folders: [near, folder] },
        { folders: [`${near}\0${folder}`] },
        { socket: `${registration.socket}/../pretender.sock` },
      ];
      for (const change of changes) {
        writeFileSync(path, JSON.stringify({ ...registration, ...change }), { mode: 0o600 });
        const end = await ask();
        assert.equal(end.kind, 'answered', `${JSON.stringify(change)} ${JSON.stringify(end)}`);
      }
      assert.equal(asked, 1);
    } finally {
      await forged.close();
    }
  });

  it('row 50: is nothing that a writer with an open umask has left', function () {
    if (process.platform === 'win32') return this.skip();
    assert.equal(rung('aws s3 rb s3://b --force').status, 0);
    const made = readdirSync(home().root, { recursive: true, encoding: 'utf8' });
    assert.ok(
      made.some((name) => name.endsWith('.jsonl')),
      made.join(),
    );
    const open = [home().root, ...made.map((name) => join(home().root, name))].filter(
      (path) => (statSync(path).mode & 0o077) !== 0,
    );
    assert.deepEqual(open, []);
  });

  it('row 51: is refused by the doorbell where it belongs to somebody else, and told of', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const opened = await open();
    for (const path of [home().root, home().run]) {
      chownSync(path, 12_345, 12_345);
      assert.deepEqual(opened.flaws(), [{ kind: 'foreign-owner', path }]);
      assert.match(rung('ls').stderr, /a home of Countersign that only its user can write to/);
      chownSync(path, 0, 0);
    }
    assert.deepEqual(opened.flaws(), []);
  });

  const instead: readonly (readonly [what: string, put: (record: string) => void])[] = [
    ['a link to a device', (record) => symlinkSync('/dev/null', record)],
    ['a link to nothing', (record) => symlinkSync('/nowhere/at/all', record)],
    ['a file', (record) => writeFileSync(record, '')],
    [
      'a folder with a pipe in it',
      (record) => {
        mkdirSync(join(record, 'segments'), { recursive: true });
        spawnSync('mkfifo', [join(record, 'segments/000000.jsonl')]);
      },
    ],
    [
      'a folder with a device in it',
      (record) => {
        mkdirSync(join(record, 'segments'), { recursive: true });
        symlinkSync('/dev/zero', join(record, 'segments/000000.jsonl'));
      },
    ],
  ];
  for (const [what, put] of instead)
    it(`row 52: as a record lets no call pass, a harmless one neither: ${what}`, function () {
      if (process.platform === 'win32') return this.skip();
      mkdirSync(home().root, { mode: 0o700 });
      put(home().record);
      const { status, stderr } = rung('ls');
      assert.equal(status, 2, stderr);
      assert.match(stderr, /Blocked|not run|record/);
    });

  it('row 51: is a folder that others can write to; it is mended and told of', async function () {
    if (process.platform === 'win32') return this.skip();
    mkdirSync(home().root);
    chmodSync(home().root, 0o777);
    const opened = await open();
    assert.deepEqual(opened.flaws(), [
      { kind: 'foreign-rights', path: home().root, mode: '777', isMended: true },
    ]);
    assert.equal(statSync(home().root).mode & 0o777, 0o700);
    assert.deepEqual(opened.flaws(), []);
    // Others may read a folder's name in it, and no more.
    chmodSync(home().root, 0o755);
    assert.deepEqual(opened.flaws(), []);
  });

  it('is told once, and again when it comes back', () => {
    const flaw: HomeFlaw = { kind: 'foreign-owner', path: '/h' };
    let flaws: readonly HomeFlaw[] = [];
    let changed: () => void = () => undefined;
    const told: HomeFlaw[] = [];
    const watch = new HomeWatch({
      paths: ['/h'],
      watch: (_, run) => {
        changed = run;
        return () => undefined;
      },
      flaws: () => flaws,
      told: (one) => void told.push(one),
    });
    try {
      for (const now of [[flaw], [flaw], [], [flaw]]) {
        flaws = now;
        changed();
      }
      assert.equal(told.length, 2);
    } finally {
      watch.dispose();
    }
  });
});
