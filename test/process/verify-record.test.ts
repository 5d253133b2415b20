/** What an insider does to the record, and what `verify` says of it: by the home alone, and by a line that was kept elsewhere. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../src/core/shared/digest.js';
import { RecordFile } from '../../src/node/record/record-file.js';

const cli = join(process.cwd(), 'dist/cli.js');
const began = 1_796_000_000_000;

describe('verify, where somebody was at the record', function () {
  this.timeout(60_000);
  let home: string;
  let line: string;

  const segment = (): string => join(home, 'record/segments/000000.jsonl');
  const lines = (): readonly string[] => readFileSync(segment(), 'utf8').trimEnd().split('\n');

  const append = async (count: number, name = 'codex.json'): Promise<void> => {
    let now = began;
    const clock = { now: () => (now += 60_000) };
    const record = new RecordFile({ folder: join(home, 'record'), machine: 'm', clock, writer: 'ab' });
    for (let n = 0; n < count; n += 1)
      assert.equal(
        (await record.append({ type: 'agent.connected', agent: 'codex', file: `${name} ${n}` })).ok,
        true,
      );
    record.close();
  };

  const verify = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: home, TZ: 'UTC' };
    const done = spawnSync(process.execPath, [cli, 'verify', ...words], { env, cwd: home, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  const refused = (words: RegExp, ...options: readonly string[]): void => {
    const done = verify(...options);
    assert.equal(done.code, 1, done.out + done.err);
    assert.match(done.err, words);
    assert.doesNotMatch(done.out, /holds/);
    const told = JSON.parse(verify('--json', ...options).out);
    assert.equal(told.ok, false);
  };

  /** Everything by which this home could know what stood there before. */
  const forget = (): void => {
    for (const name of ['log-key.pem', 'checkpoint', 'record/tree', 'record/macs'])
      rmSync(join(home, name), { recursive: true, force: true });
  };

  const chained = (bodies: readonly string[]): void => {
    let prev = '0'.repeat(64);
    const written = bodies.map((one, seq) => {
      const next = one.replace(/"prev":"[0-9a-f]{64}","seq":\d+/, `"prev":"${prev}","seq":${seq}`);
      prev = sha256(next);
      return next;
    });
    writeFileSync(segment(), `${written.join('\n')}\n`);
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'cs-verify-'));
    await append(9);
    const first = verify();
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /The record holds: 10 entries/);
    assert.match(first.out, /No witness: a rewrite by this account cannot be seen\./);
    line = /^ {2}(countersign\/[0-9a-f]{32} 10 \S+)$/m.exec(first.out)?.[1] ?? '';
    assert.notEqual(line, '');
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('holds as it is, and behind a kept line it says how much nobody has seen, and since when', async () => {
    await append(3);
    const done = verify('--checkpoint', line);
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /the line given saw 10 entries: they are as they were/);
    assert.match(done.out, /3 entries are not witnessed yet, since 2026-11-30 \d\d:\d\d:\d\d\./);
    writeFileSync(join(home, 'kept.txt'), `${line}\n`);
    assert.equal(verify('--checkpoint', 'kept.txt').code, 0);
    assert.equal(verify('--checkpoint', 'checkpoint').code, 0);
    const told = JSON.parse(verify('--json', '--checkpoint', line).out);
    assert.deepEqual([told.ok, told.entries, told.witnessed, told.unwitnessed.entries], [true, 13, true, 3]);
  });

  it('misses what an older version without a tree has written, in neither', async () => {
    rmSync(join(home, 'record/tree'), { recursive: true });
    await append(2);
    assert.equal(verify('--checkpoint', line).code, 0);
    assert.equal(JSON.parse(verify('--json').out).entries, 12);
  });

  for (const [what, change, words] of [
    [
      'one changed byte',
      (all: readonly string[]) => all.map((one, at) => (at === 4 ? one.replace('json 3', 'json 7') : one)),
      /the chain breaks at entry 5 /,
    ],
    [
      'one missing entry',
      (all: readonly string[]) => all.filter((_, at) => at !== 4),
      /the chain breaks at entry 4 /,
    ],
  ] as const) {
    it(`shows ${what} by the chain, and names the entry`, () => {
      writeFileSync(segment(), `${change(lines()).join('\n')}\n`);
      refused(words);
      refused(
        /checkpoint \(a file of 20\S+ \S+\) saw 10 entries, entry 4 among them: it was changed, moved or/,
      );
      refused(words, '--checkpoint', line);
      refused(/the line given saw 10 entries, entry 4 among them: it was/, '--checkpoint', line);
    });
  }

  it('shows one changed byte that was chained anew', () => {
    chained(lines().map((one, at) => (at === 4 ? one.replace('json 3', 'json 7') : one)));
    refused(
      /the record was rewritten: this home's own last checkpoint \(a file of 20\S+ \S+\) saw 10 entries, .*the first that differs is entry 4/,
    );
    forget();
    refused(
      /the record was begun anew: the line given saw 10 entries of the record countersign\//,
      '--checkpoint',
      line,
    );
  });

  it('shows a cut tail', () => {
    writeFileSync(segment(), `${lines().slice(0, 7).join('\n')}\n`);
    refused(
      /entries are missing: this home's own last checkpoint \(a file of 20\S+ \S+\) saw 10 entries, and the record has 7; the first that is missing is entry 7/,
    );
    rmSync(join(home, 'checkpoint'));
    assert.equal(verify().code, 0);
    refused(/entries are missing: the line given saw 10 entries, and the record has 7/, '--checkpoint', line);
  });

  it('shows a tail that was cut and grown again', async () => {
    writeFileSync(segment(), `${lines().slice(0, 7).join('\n')}\n`);
    await append(9, 'other.json');
    refused(/the record was rewritten: .*the first that differs is entry 7/);
    rmSync(join(home, 'checkpoint'));
    refused(
      /the record was rewritten: the line given saw 10 entries, and others stand there now/,
      '--checkpoint',
      line,
    );
  });

  for (const [what, empty] of [
    ['an emptied file', () => truncateSync(segment(), 0)],
    ['an emptied folder', () => rmSync(join(home, 'record/segments'), { recursive: true })],
    ['a removed folder', () => rmSync(join(home, 'record'), { recursive: true })],
  ] as const) {
    it(`shows ${what}, also where a new record was begun in it`, async () => {
      empty();
      const words =
        /entries are missing: this home's own last checkpoint \(a file of 20\S+ \S+\) saw 10 entries, and the record has 0; the first that is missing is entry 0/;
      refused(words);
      rmSync(join(home, 'checkpoint'));
      refused(/the record is gone/);
      forget();
      assert.equal(verify().code, 0);
      refused(/the line given saw 10 entries, and the record has 0/, '--checkpoint', line);
      await append(2);
      refused(/the line given saw 10 entries/, '--checkpoint', line);
    });
  }

  it('shows a record that was rewritten whole, with its key, its tree and its checkpoint', async () => {
    const kept = `${home}.kept`;
    cpSync(home, kept, { recursive: true });
    rmSync(join(home, 'record'), { recursive: true });
    forget();
    await append(9, 'forged.json');
    const alone = verify();
    assert.equal(alone.code, 0);
    assert.match(alone.out, /No witness: a rewrite by this account cannot be seen\./);
    refused(/the record was begun anew/, '--checkpoint', line);
    // The same with the old key, which its owner has.
    cpSync(join(kept, 'log-key.pem'), join(home, 'log-key.pem'));
    rmSync(join(home, 'checkpoint'));
    refused(
      /the record was rewritten: the line given saw 10 entries, and others stand there now/,
      '--checkpoint',
      line,
    );
    rmSync(kept, { recursive: true });
  });

  it('takes no word for a line that is none', () => {
    for (const word of ['', 'x', 'x 1 y', join(home, 'nothing')]) {
      const done = verify('--checkpoint', word);
      assert.equal(done.code, 2, word);
      assert.match(done.err, /expected --checkpoint to be a line/);
    }
    assert.ok(existsSync(join(home, 'checkpoint')));
  });
});
