import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { verifyChain } from '../../src/core/record/verify.js';
import { until } from '../support/until.js';

/** What a process that appends says: one name a line, each once its entry is on disk. */
interface Appender {
  readonly child: ChildProcess;
  readonly acknowledged: () => readonly string[];
  readonly ended: Promise<number | null>;
}

const canUnshare =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;

describe('the record under windows and hooks that are killed', function () {
  this.timeout(120_000);
  let programs: string;
  let home: string;
  let folder: string;

  before(async () => {
    programs = mkdtempSync(join(tmpdir(), 'cs-appenders-'));
    // argv: the folder, a name, how many entries (0: for as long as it lives), how many at once, and a window's writer.
    await esbuild.build({
      stdin: {
        contents: `
          import { RecordFile } from './src/node/record/record-file.js';
          import { WindowRecord } from './src/node/record/window-record.js';
          const [folder, name, count, atOnce, writer] = process.argv.slice(2);
          const setting = { folder, machine: 'm', writer: 'ab' };
          const record = writer ? new WindowRecord(setting, writer)
            : new RecordFile({ ...setting, clock: { now: () => Date.now() } });
          let n = 0;
          const run = async () => {
            while (count === '0' || n < Number(count)) {
              n += 1;
              const file = name + '-' + n;
              const done = await record.append({ type: 'agent.connected', agent: 'vscode', file });
              if (!done.ok) { console.error(JSON.stringify(done.error)); process.exit(1); }
              process.stdout.write(file + '\\n');
            }
          };
          void Promise.all(Array.from({ length: Number(atOnce) }, run)).then(() => record.close());`,
        resolveDir: process.cwd(),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: join(programs, 'append.cjs'),
    });
  });

  after(() => rmSync(programs, { recursive: true, force: true }));

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-killed-'));
    folder = join(home, 'record');
    mkdirSync(folder);
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const lines = (): readonly string[] =>
    readFileSync(join(folder, 'segments/000000.jsonl'), 'utf8').split('\n').slice(0, -1);

  const names = (): readonly string[] => lines().flatMap((line) => /"file":"([^"]*)"/.exec(line)?.[1] ?? []);

  const append = (
    name: string,
    { count = 0, atOnce = 1, isWindow = false, front = [] as readonly string[] } = {},
  ): Appender => {
    const program = [process.execPath, join(programs, 'append.cjs'), folder, name, `${count}`, `${atOnce}`];
    const writer = isWindow ? [join(process.cwd(), 'dist/record-writer.js')] : [];
    const [command = '', ...args] = [...front, ...program, ...writer];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { child, acknowledged: () => said.split('\n').slice(0, -1), ended };
  };

  /** Nothing that was acknowledged is lost, nothing stands twice, and the chain is whole. */
  const hold = (appenders: readonly Appender[]): void => {
    const chain = verifyChain(lines());
    assert.equal(chain.ok, true, JSON.stringify(chain));
    const there = names();
    assert.equal(new Set(there).size, there.length);
    const missing = appenders.flatMap((one) => one.acknowledged()).filter((name) => !there.includes(name));
    assert.deepEqual(missing, []);
  };

  it('loses nothing that it acknowledged, and doubles nothing', async () => {
    const all: Appender[] = [];
    const steady = append('steady', { count: 200 });
    for (let round = 0; round < 4; round += 1) {
      const window = append(`window${round}`, { isWindow: true, atOnce: 8 });
      const hook = append(`hook${round}`);
      all.push(window, hook);
      const moved = (one: Appender) => () => (one.acknowledged().length >= 10 ? true : undefined);
      await until('entries of the window', moved(window), 60_000, 2);
      await until('entries of the hook', moved(hook), 60_000, 2);
      window.child.kill('SIGKILL');
      hook.child.kill('SIGKILL');
      await Promise.all([window.ended, hook.ended]);
    }
    assert.equal(await steady.ended, 0);
    assert.equal(await append('last', { count: 1 }).ended, 0);
    hold([...all, steady]);
    assert.equal(names().filter((name) => name.startsWith('steady-')).length, 200);
    assert.equal(existsSync(join(folder, 'lock')), false);
  });

  if (canUnshare) {
    it('is one chain for two pid namespaces under one host name', async () => {
      const front = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
      const apart = [1, 2].map((n) => append(`apart${n}`, { count: 60, front }));
      const window = append('window', { count: 60, isWindow: true, atOnce: 4 });
      const codes = await Promise.all([...apart, window].map((one) => one.ended));
      assert.deepEqual(codes, [0, 0, 0]);
      hold([...apart, window]);
      // In its namespace each is the first process or nearly: a pid says nothing here.
      const killed = append('killed', { front });
      await until('its entries', () => (killed.acknowledged().length >= 5 ? true : undefined), 60_000, 2);
      killed.child.kill('SIGKILL');
      await killed.ended;
      assert.equal(await append('after', { count: 3 }).ended, 0);
      hold([...apart, window, killed]);
      const left = readdirSync(folder).filter((name) => name.startsWith('lock'));
      assert.deepEqual(
        left.filter((name) => name === 'lock'),
        [],
      );
    });

    it('fails whole where a window’s disk is full, and goes on when there is room', async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
      try {
        const full = append('full', { isWindow: true, atOnce: 4 });
        assert.equal(await full.ended, 1);
        assert.equal(readFileSync(join(folder, 'segments/000000.jsonl'), 'utf8').endsWith('\n'), true);
        execFileSync('mount', ['-o', 'remount,size=512k', folder]);
        assert.equal(await append('room', { count: 8, isWindow: true, atOnce: 4 }).ended, 0);
        hold([full]);
      } finally {
        execFileSync('umount', [folder]);
      }
    });
  } else {
    it('of two pid namespaces, and of a full disk, is tried only on Linux as root with unshare');
  }
});
