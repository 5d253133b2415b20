import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { EntryBody } from '../../src/core/record/entry.js';
import { verifyChain } from '../../src/core/record/verify.js';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { until } from '../support/until.js';

const passed = (summary: string): EntryBody => ({
  type: 'call.passed',
  agent: 'claude-code',
  session: 's1',
  callId: 't1',
  tool: 'Bash',
  cwd: '/projects/app',
  summary,
  digest: '0'.repeat(64),
  score: 0,
  band: 'quiet',
  vector: 'CS1',
  targets: [],
});

describe('the record on disk', function () {
  this.timeout(60_000);
  let folder: string;
  let writer: string;

  before(async () => {
    writer = join(mkdtempSync(join(tmpdir(), 'cs-writer-')), 'writer.cjs');
    // A process of its own that appends: argv is the folder and how many, 0 for as long as it lives.
    await esbuild.build({
      stdin: {
        contents: `
          import { RecordFile } from './src/node/record/record-file.js';
          const [folder, count] = process.argv.slice(2);
          const record = new RecordFile({ folder, machine: 'm', clock: { now: () => Date.now() }, writer: String(process.pid) });
          const run = async () => { for (let n = 0; n < Number(count) || count === '0'; n += 1) {
            const done = await record.append({ type: 'agent.connected', agent: 'vscode', file: process.pid + ' ' + n });
            if (!done.ok) { console.error(JSON.stringify(done.error)); process.exit(1); }
          } };
          void run();`,
        resolveDir: process.cwd(),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: writer,
    });
  });

  after(() => rmSync(join(writer, '..'), { recursive: true, force: true }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-record-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (into = folder): RecordFile =>
    new RecordFile({ folder: into, machine: 'm', clock: systemClock, writer: 'ab' });

  const segment = (into = folder): string => join(into, 'segments/000000.jsonl');

  const lines = (into = folder): readonly string[] =>
    readFileSync(segment(into), 'utf8').split('\n').slice(0, -1);

  const write = (count: number): ChildProcess => spawn(process.execPath, [writer, folder, String(count)]);

  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.on('close', (code) => resolve(code)));

  it('chains entries from a genesis', async () => {
    const record = open();
    await record.append(passed('ls'));
    await record.append(passed('pwd'));
    assert.equal(verifyChain(lines()).ok, true);
    const newest = record.newest(2);
    assert.deepEqual(
      newest.ok && newest.value.map((entry) => [entry.seq, 'summary' in entry.body && entry.body.summary]),
      [
        [2, 'pwd'],
        [1, 'ls'],
      ],
    );
    assert.equal(statSync(segment()).mode & 0o777, 0o600);
  });

  it('holds with four processes that write at once', async () => {
    const codes = await Promise.all([50, 50, 50, 50].map((count) => ended(write(count))));
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const chain = verifyChain(lines());
    assert.deepEqual(chain.ok && chain.head.size, 201);
  });

  it('holds when writers are killed in the middle', async () => {
    for (let round = 0; round < 6; round += 1) {
      const child = write(0);
      const end = ended(child);
      const before = existsSync(segment()) ? statSync(segment()).size : 0;
      const size = (): number => (existsSync(segment()) ? statSync(segment()).size : 0);
      await until('its entries', () => (size() >= before + 2_000 ? true : undefined), 30_000, 2);
      child.kill('SIGKILL');
      await end;
      assert.equal((await open().append(passed(`after kill ${round}`))).ok, true);
    }
    assert.equal(verifyChain(lines()).ok, true);
  });

  it('takes over the lock of a process that died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await ended(dead);
    await open().append(passed('ls'));
    writeFileSync(join(folder, 'lock'), `${dead.pid} ${hostname()}\n`);
    assert.equal((await open().append(passed('pwd'))).ok, true);
    assert.equal(existsSync(join(folder, 'lock')), false);
  });

  it('waits until a holder whose process cannot be looked up is too old to live', async () => {
    await open().append(passed('ls'));
    writeFileSync(join(folder, 'lock'), `1 ${hostname()} another-boot 1\n`);
    const held = Date.now() / 1_000 - 3;
    utimesSync(join(folder, 'lock'), held, held);
    assert.equal((await open().append(passed('pwd'))).ok, true);
    assert.equal(existsSync(join(folder, 'lock')), false);
  });

  it('waits for a living holder, then says that it is locked', async () => {
    await open().append(passed('ls'));
    writeFileSync(join(folder, 'lock'), `${process.pid} ${hostname()}\n`);
    const done = await open().append(passed('pwd'));
    assert.deepEqual(!done.ok && done.error.code, 'locked');
  });

  it('cuts a torn line and says so', async () => {
    await open().append(passed('ls'));
    const size = statSync(segment()).size;
    appendFileSync(segment(), '{"body":{"type":"call.pas');
    assert.equal((await open().append(passed('pwd'))).ok, true);
    const bodies = lines().map((line) => /"type":"([a-z.]+)"/.exec(line)?.[1]);
    assert.deepEqual(bodies, ['genesis', 'call.passed', 'recovery', 'call.passed']);
    assert.equal(verifyChain(lines()).ok, true);
    assert.ok(statSync(segment()).size > size);
  });

  it('begins again when even its first line was torn', async () => {
    await open().append(passed('ls'));
    truncateSync(segment(), 20);
    assert.equal((await open().append(passed('pwd'))).ok, true);
    assert.equal(verifyChain(lines()).ok, true);
  });

  it('refuses to write behind a last line that is no entry', async () => {
    await open().append(passed('ls'));
    appendFileSync(segment(), 'hello\n');
    const done = await open().append(passed('pwd'));
    assert.deepEqual(!done.ok && done.error.code, 'broken-chain');
  });

  it('shows every change of what was written', async () => {
    const record = open();
    for (const summary of ['one', 'two', 'three']) await record.append(passed(summary));
    const good = lines();
    const changes: readonly (readonly string[])[] = [
      good.map((line) => line.replace('"two"', '"TWO"')),
      good.filter((_, at) => at !== 2),
      [...good.slice(0, 2), good[1] ?? '', ...good.slice(2)],
      [good[1] ?? '', good[0] ?? '', ...good.slice(2)],
      [...good.slice(0, 3), '{}'],
      good.map((line) => line.replace('"v":1', '"v":2')),
    ];
    assert.deepEqual(
      changes.map((changed) => verifyChain(changed).ok),
      changes.map(() => false),
    );
  });

  it('fails whole when the disk is full, and goes on when there is room', async function () {
    if (process.getuid?.() !== 0 || process.platform !== 'linux') return this.skip();
    const disk = join(folder, 'disk');
    let opened: RecordFile | undefined;
    execFileSync('mkdir', [disk]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      const record = open(disk);
      opened = record;
      let written = 0;
      for (let done = await record.append(passed('x'.repeat(1_500))); ; written += 1) {
        if (!done.ok) {
          assert.equal(done.error.code, 'full');
          break;
        }
        assert.ok(written < 100, 'a disk of 64 kB took 100 entries');
        done = await record.append(passed('x'.repeat(1_500)));
      }
      const chain = verifyChain(lines(disk));
      assert.deepEqual(chain.ok && chain.head.size, written + 1);
      assert.equal(readFileSync(segment(disk), 'utf8').endsWith('\n'), true);
      execFileSync('mount', ['-o', 'remount,size=256k', disk]);
      assert.equal((await record.append(passed('room again'))).ok, true);
      assert.equal(verifyChain(lines(disk)).ok, true);
    } finally {
      opened?.close();
      execFileSync('umount', [disk]);
    }
  });
});
