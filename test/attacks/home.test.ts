/** Rows 41, 42 and 51: gates, sockets and rights in the home that this user's extension did not make are told of. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HomeFlaw } from '../../src/core/toolcall/home-flaw.js';
import { homeFlawText } from '../../src/messages/window/home-flaws.js';
import { homeAt } from '../../src/node/files/home.js';
import { type Gate, startGate } from '../../src/node/gate/gate-server.js';
import { flawsOf } from '../../src/node/gate/run-flaws.js';
import { systemRandom } from '../../src/node/random.js';
import { answerIn } from '../../src/protocol/answer.js';
import { HomeWatch } from '../../src/vscode/home-watch.js';

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

  it("row 42: is something else at this window's socket", async function () {
    if (process.platform === 'win32') return this.skip();
    const opened = await open();
    const { socket } = opened.registration;
    rmSync(socket);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(socket, resolve));
    try {
      assert.deepEqual(kinds(opened.flaws()), ['socket-replaced']);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
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
