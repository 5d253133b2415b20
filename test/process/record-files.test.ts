/** Each file that a record consists of or stands on: removed, emptied, cut in half, replaced. What is only derived is made anew; the rest is told. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';

const cli = join(process.cwd(), 'dist/cli.js');

describe('verify of a record one of whose files is not what it was', function () {
  this.timeout(60_000);
  let whole: string;
  let home: string;
  let line: string;

  const verify = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: home };
    const done = spawnSync(process.execPath, [cli, 'verify', ...words], { env, cwd: home, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  before(async () => {
    whole = mkdtempSync(join(tmpdir(), 'cs-files-'));
    home = whole;
    const record = new RecordFile({
      folder: join(whole, 'record'),
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    for (let n = 0; n < 8; n += 1)
      assert.equal(
        (await record.append({ type: 'agent.connected', agent: 'codex', file: `/f ${n}` })).ok,
        true,
      );
    record.close();
    const done = verify();
    assert.equal(done.code, 0, done.err);
    assert.equal(done.err, '');
    line = /^ {2}(countersign\/[0-9a-f]{32} 9 \S+)$/m.exec(done.out)?.[1] ?? '';
  });

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-files-'));
    cpSync(whole, home, { recursive: true });
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));
  after(() => rmSync(whole, { recursive: true, force: true }));

  const harms: Readonly<Record<string, (path: string) => void>> = {
    removed: (path) => rmSync(path),
    emptied: (path) => writeFileSync(path, ''),
    halved: (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
    replaced: (path) => writeFileSync(path, 'x'.repeat(readFileSync(path).length)),
  };

  const gone = /entries are missing: .* saw 9 entries, and the record has 0/;
  const taken =
    /the MACs of the entries were taken away, or their first: entry 0 says that it was written with one/;
  const noSalt = /the salt of this home cannot be read/;
  /** By what is told, in the order of `harms`; of what can be made anew nothing is. */
  const files: Readonly<Record<string, readonly RegExp[]>> = {
    'record/segments/000000.jsonl': [
      gone,
      gone,
      /the chain breaks at entry 4/,
      /the chain breaks at entry 0/,
    ],
    'record/macs': [
      taken,
      taken,
      /have no MAC of this installation: 5, 6, 7, 8/,
      /9 entries were not written/,
    ],
    salt: [/9 entries were not written by this installation/, noSalt, noSalt, noSalt],
    'record/tree/0': [],
    'record/tree/1': [],
    checkpoint: [],
  };
  for (const [file, told] of Object.entries(files))
    for (const [at, [harm, work]] of Object.entries(harms).entries())
      it(`${file} ${harm}: ${told[at] === undefined ? 'is made anew' : 'is told'}`, () => {
        work(join(home, file));
        const done = verify();
        const says = told[at];
        assert.equal(done.code, says === undefined ? 0 : 1, done.out + done.err);
        if (says === undefined) assert.equal(done.err, '');
        else {
          assert.match(done.err, says);
          assert.doesNotMatch(done.out, /holds/);
        }
        // Whatever was made anew comes to what was kept elsewhere.
        if (says === undefined) assert.equal(verify('--checkpoint', line).code, 0);
      });

  it('log-key.pem removed: is another record to whoever kept a line', () => {
    rmSync(join(home, 'log-key.pem'));
    const done = verify('--checkpoint', line);
    assert.equal(done.code, 1, done.out);
    assert.match(done.err, /the record was begun anew/);
  });

  it('record/macs removed: is told also where an entry came since, which has one', async () => {
    rmSync(join(home, 'record/macs'));
    const record = new RecordFile({
      folder: join(home, 'record'),
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    assert.equal((await record.append({ type: 'agent.connected', agent: 'codex', file: '/f' })).ok, true);
    record.close();
    const done = verify();
    assert.equal(done.code, 1, done.out);
    assert.match(done.err, taken);
    assert.equal(JSON.parse(verify('--json').out).macsTaken, true);
  });
});
