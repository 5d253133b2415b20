/** What `export` handed over, held against the record, and where there is none against the proof beside it: by verify, and by Perl alone. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '../../src/core/record/entry.js';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';

const cli = join(process.cwd(), 'dist/cli.js');

describe('verify of an export', function () {
  this.timeout(60_000);
  let home: string;
  let strange: string;

  const start = (words: readonly string[], { at = home, cs = join(home, 'cs') } = {}) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: cs };
    const done = spawnSync(process.execPath, [cli, ...words], { env, cwd: at, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };
  /** An auditor's machine, which has no record. */
  const elsewhere = (...words: readonly string[]) =>
    start(['verify', ...words], { at: strange, cs: join(strange, 'cs') });
  const here = (...words: readonly string[]) => start(['verify', ...words]);
  const perl = (at: string) =>
    spawnSync('perl', ['check-export.pl', 'export.jsonl', 'export.tlog-proof'], {
      cwd: at,
      encoding: 'utf8',
    });
  const bodyAt = (n: number): EntryBody =>
    n % 3 === 0
      ? { type: 'place.forgotten', system: 'aws', name: `größe "${n}",\n;`, knownBy: [] }
      : { type: 'agent.connected', agent: 'codex', file: `/f ${n}` };

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'cs-checked-'));
    const folder = join(home, 'cs/record');
    const record = new RecordFile({ folder, machine: 'm', clock: systemClock, writer: 'ab' });
    for (let n = 0; n < 8; n += 1) assert.equal((await record.append(bodyAt(n))).ok, true);
    const done = start(['export', '--dir', 'audit', '--since', '2']);
    assert.equal(done.code, 0, done.err);
    writeFileSync(join(home, 'table.csv'), start(['export', '--format', 'csv']).out);
    writeFileSync(join(home, 'bare.jsonl'), start(['export']).out);
    assert.equal((await record.append(bodyAt(8))).ok, true);
    record.close();
  });

  beforeEach(() => {
    strange = mkdtempSync(join(tmpdir(), 'cs-auditor-'));
    cpSync(join(home, 'audit'), strange, { recursive: true });
  });

  afterEach(() => rmSync(strange, { recursive: true, force: true }));
  after(() => rmSync(home, { recursive: true, force: true }));

  it('holds on a machine that has no record, by verify and by Perl alone, and leaves nothing there', () => {
    const done = elsewhere('export.jsonl');
    assert.equal(done.code, 0, done.err);
    assert.match(
      done.out,
      /^The export holds: 7 lines, entries 2 to 8 of the record countersign\/[0-9a-f]{32}, none missing/,
    );
    assert.match(done.out, /tree over 9 entries that the record's own key signed/);
    assert.match(done.out, /Not shown: what stood before entry 2/);
    const [line = ''] = /countersign\/[0-9a-f]{32} 9 \S+/.exec(done.out) ?? [];
    assert.equal(perl(strange).stdout, `7 lines hold, up to entry 8: ${line}\n`);
    assert.equal(existsSync(join(strange, 'cs')), false);
    const kept = elsewhere('export.jsonl', '--checkpoint', line);
    assert.equal(kept.code, 0, kept.err);
    assert.match(kept.out, /That is the checkpoint that was kept/);
    const other = elsewhere('export.jsonl', '--checkpoint', `${line.slice(0, -44)}${'A'.repeat(43)}=`);
    assert.equal(other.code, 1);
    assert.match(other.err, /the record was rewritten: .* of 9 entries, and differ/);
    const shorter = elsewhere('export.jsonl', '--checkpoint', line.replace(' 9 ', ' 5 '));
    assert.equal(shorter.code, 1);
    assert.match(shorter.err, /kept is of 5 entries, that of the export's proof of 9/);
  });

  it('is held against the record where that lies, also a table', () => {
    const done = here('audit/export.jsonl');
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /Each is as the record on this machine has it; 1 entry stands behind them/);
    const table = here('table.csv');
    assert.equal(table.code, 0, table.err);
    assert.match(table.out, /9 lines, entries 0 to 8, none missing/);
    assert.equal(here('bare.jsonl').code, 0);
  });

  it('is nothing where neither record nor proof is, and says so', () => {
    cpSync(join(home, 'bare.jsonl'), join(strange, 'bare.jsonl'));
    cpSync(join(home, 'table.csv'), join(strange, 'table.csv'));
    const bare = elsewhere('bare.jsonl');
    assert.equal(bare.code, 1);
    assert.match(bare.err, /nothing shows that a record held these lines/);
    const table = elsewhere('table.csv');
    assert.equal(table.code, 1);
    assert.match(table.err, /a table can be checked only where the record lies/);
    assert.equal(elsewhere('bare.jsonl', 'export.jsonl').code, 2);
  });

  type Change = (lines: string[]) => string[];
  const at =
    (line: number, change: (text: string) => string): Change =>
    (lines) =>
      lines.map((text, n) => (n === line ? change(text) : text));
  const changes: readonly (readonly [string, Change, RegExp, RegExp?])[] = [
    [
      'one byte of what was done',
      at(3, (text) => text.replaceAll('/f 4', '/f 5')),
      /line 4 \(entry 5\): it was changed/,
    ],
    [
      'one byte of the raw line alone',
      at(3, (text) => text.replace(/(raw_data":.*?)\/f 4/, '$1/f 9')),
      /line 4 \(entry 5\): it was changed/,
    ],
    [
      'the time',
      at(3, (text) => text.replace('"time":1', '"time":2')),
      /line 4 \(entry 5\): it was changed: time is not/,
    ],
    [
      'a member beside the raw line',
      at(3, (text) => text.replace('"log_version":"1"', '"log_version":"2"')),
      /line 4 \(entry 5\): it was changed: metadata/,
    ],
    [
      'a member more',
      at(3, (text) => text.replace('{', '{"a":1,')),
      /line 4 \(entry 5\): it was changed: a is not/,
    ],
    [
      'a line taken out',
      (lines) => lines.filter((_, n) => n !== 3),
      /line 4 \(entry 6\): missing before it: entry 5/,
    ],
    [
      'two lines taken out',
      (lines) => lines.filter((_, n) => n < 2 || n > 3),
      /line 3 \(entry 6\): missing before it: entries 4 to 5/,
    ],
    [
      'the last line cut off',
      (lines) => lines.slice(0, -1),
      /missing at the end: what stands behind entry 7, up to entry 8/,
    ],
    [
      'the first line cut off',
      (lines) => lines.slice(1),
      /missing at the beginning, or added: .* from entry 2 on, and begins with entry 3/,
    ],
    [
      'half of the last line',
      (lines) => [...lines.slice(0, -1), (lines.at(-1) ?? '').slice(0, 400)],
      /line 7: expected a line that countersign export wrote/,
    ],
    [
      'a line twice',
      (lines) => [...lines.slice(0, 3), ...lines.slice(2)],
      /line 4 \(entry 4\): it stands behind a later one, or twice/,
    ],
    [
      'two lines exchanged',
      ([a = '', b = '', ...rest]) => [b, a, ...rest],
      /line 2 \(entry 2\): it stands behind a later one/,
    ],
    [
      'a line of junk',
      (lines) => [...lines.slice(0, 2), 'junk', ...lines.slice(2)],
      /line 3: expected a line that countersign export wrote/,
    ],
    ['no raw line', at(1, (text) => text.replace('"raw_data"', '"raw"')), /line 2: it carries no raw_data/],
    [
      'another record',
      at(1, (text) => text.replaceAll(/countersign\/[0-9a-f]{32}/g, `countersign/${'0'.repeat(32)}`)),
      /line 2 \(entry 3\): it is of another record/,
    ],
  ];
  for (const [name, change, says] of changes)
    it(`names ${name}, with the record and without`, () => {
      const path = join(strange, 'export.jsonl');
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      writeFileSync(path, `${change(lines).join('\n')}\n`);
      for (const done of [elsewhere('export.jsonl'), here(path)]) {
        assert.equal(done.code, 1, done.out);
        assert.equal(done.out, '');
        assert.match(done.err, says);
      }
      const json = elsewhere('export.jsonl', '--json');
      assert.equal(json.code, 1);
      assert.equal(JSON.parse(json.out).ok, false);
    });

  it('knows a line that was made up, and a chain that was made anew over it', async () => {
    const other = join(strange, 'other');
    const record = new RecordFile({
      folder: join(other, 'record'),
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    for (let n = 0; n < 10; n += 1) assert.equal((await record.append(bodyAt(n))).ok, true);
    record.close();
    const made = start(['export', '--since', '2'], { cs: other }).out.trimEnd().split('\n').slice(0, 7);
    const own =
      /countersign\/[0-9a-f]{32}/.exec(readFileSync(join(strange, 'export.jsonl'), 'utf8'))?.[0] ?? '';
    const path = join(strange, 'export.jsonl');
    writeFileSync(path, `${made.join('\n').replaceAll(/countersign\/[^#",]+/g, own)}\n`);
    const done = elsewhere('export.jsonl');
    assert.equal(done.code, 1);
    assert.match(done.err, /entry 8 does not stand in the record: it, or a line before it, was changed/);
    assert.match(here(path).err, /line 1 \(entry 2\): it was changed: raw_data is not/);
    assert.equal(perl(strange).status === 0, false);
  });

  it('names the row of a table, and a row that the record does not have', () => {
    const rows = readFileSync(join(home, 'table.csv'), 'utf8');
    const table = (text: string) => {
      writeFileSync(join(strange, 'table.csv'), text);
      return here(join(strange, 'table.csv'));
    };
    const changed = table(rows.replace('agent.connected,codex', 'agent.connected,cursor'));
    assert.equal(changed.code, 1);
    assert.match(changed.err, /line 3 \(entry 2\): it was changed: the row is not/);
    assert.match(table(`${rows}12,2026-01-01T00:00:00.000Z,x\r\n`).err, /line 10 \(entry 12\): it was added/);
    assert.match(
      table(rows.replace('\r\n0,', '\r\n')).err,
      /line 1: expected a line that countersign export wrote/,
    );
  });

  it('takes no changed proof, and none of another record', () => {
    const path = join(strange, 'export.tlog-proof');
    const proof = readFileSync(path, 'utf8');
    const words: readonly (readonly [string, RegExp])[] = [
      [proof.replace('tlog-proof@v1', 'tlog-proof@v9'), /expected a C2SP tlog-proof/],
      [proof.replace(/\n9\n/, '\n8\n'), /not signed by the record's own key/],
      [proof.replace(/countersign\/[0-9a-f]/g, 'countersign/z'), /the proof is of another record/],
      [proof.replace('index 8', 'index 7'), /entries behind 7 were added/],
      [proof.replace(/\nindex 8\n[^\n]+\n/, '\nindex 8\n'), /entry 8 does not stand in the record/],
      [
        proof.replace(/extra .*/, `extra ${Buffer.from('key 2').toString('base64')}`),
        /not signed by the record's own key/,
      ],
    ];
    for (const [text, says] of words) {
      writeFileSync(path, text);
      const done = elsewhere('export.jsonl');
      assert.equal(done.code, 1, text);
      assert.match(done.err, says);
    }
  });

  it('says of Perl what it sees', () => {
    const path = join(strange, 'export.jsonl');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    for (const change of changes
      .map(([, one]) => one)
      .filter((_, n) => [0, 1, 2, 5, 6, 7, 9, 10, 11, 12, 13].includes(n))) {
      writeFileSync(path, `${change([...lines]).join('\n')}\n`);
      assert.notEqual(
        perl(strange).status,
        0,
        change([...lines])
          .join('\n')
          .slice(0, 300),
      );
    }
  });

  it('writes into a new folder only, events only, and nothing where there is nothing', () => {
    assert.equal(start(['export', '--dir', 'audit']).code, 1);
    assert.equal(start(['export', '--dir', 'x', '--format', 'csv']).code, 2);
    const empty = start(['export', '--dir', join(strange, 'none')], { cs: join(strange, 'cs') });
    assert.equal(empty.code, 1);
    assert.match(empty.err, /expected an entry to export, got none/);
    assert.equal(existsSync(join(strange, 'cs')), false);
    assert.equal(existsSync(join(strange, 'none')), false);
  });

  it('is nothing where a file is emptied, whatever it was', () => {
    for (const name of ['export.jsonl', 'receipt.json', 'record.jsonl']) {
      writeFileSync(join(strange, name), '');
      const done = elsewhere(name);
      assert.equal(done.code, 1, done.out);
      assert.match(done.err, new RegExp(`got ${name}, which is empty`));
      assert.doesNotMatch(`${done.out}${done.err}`, /holds|witness/i);
    }
  });
});
