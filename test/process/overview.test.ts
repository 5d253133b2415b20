/** The record is counted on a thread of its own, and what is written to no more is counted once. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callsIn, type Overview, sumOf } from '../../src/core/record/overview/overview.js';
import { overviewOf } from '../../src/node/record/overview-of.js';
import { RecordReader } from '../../src/node/record/read-record.js';

const program = join(process.cwd(), 'dist/record-reader.js');

const line = (seq: number): string =>
  JSON.stringify({
    body: {
      agent: 'claude-code',
      band: 'quiet',
      session: `s${seq % 7}`,
      summary: 'ls',
      targets: [],
      type: 'call.passed',
      vector: 'CS1/D:0',
    },
    seq,
    ts: Date.parse('2026-11-29T10:00:00Z') + seq * 1_000,
    v: 1,
  });

describe('counting a record', function () {
  this.timeout(60_000);
  let home: string;
  let folder: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-count-'));
    folder = join(home, 'record');
    mkdirSync(join(folder, 'segments'), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const write = (name: string, from: number, count: number): void => {
    const lines = Array.from({ length: count }, (_, at) => `${line(from + at)}\n`);
    writeFileSync(join(folder, 'segments', name), lines.join(''));
  };
  const calls = ({ days }: Overview): number =>
    [...days.values()].reduce((sum, agents) => sum + callsIn(sumOf(agents.values())), 0);

  it('comes back from the thread whole', async () => {
    write('000000.jsonl', 0, 900);
    write('000001.jsonl', 900, 100);
    const read = await new RecordReader(folder, program).overview();
    assert.equal(calls(read), 1_000);
    assert.deepEqual(read, overviewOf(folder));
  });

  it('tells the newest part first, while the rest is still being counted', async () => {
    write('000000.jsonl', 0, 900);
    write('000001.jsonl', 900, 60);
    write('000002.jsonl', 960, 40);
    const soFar: number[] = [];
    const read = await new RecordReader(folder, program).overview((part) => soFar.push(calls(part)));
    assert.equal(soFar[0], 40);
    assert.ok(soFar.every((count) => count < 1_000));
    assert.equal(calls(read), 1_000);
    assert.deepEqual(read, overviewOf(folder));
  });

  it('keeps what full segments come to, beside the record and not in it, and believes only what is of the same bytes', () => {
    write('000000.jsonl', 0, 900);
    write('000001.jsonl', 900, 100);
    assert.equal(calls(overviewOf(folder)), 1_000);
    assert.deepEqual(readdirSync(folder), ['segments']);
    const kept = join(home, 'overview', '000000.jsonl.json');
    const text = readFileSync(kept, 'utf8');
    writeFileSync(kept, text.replaceAll('[900,', '[901,'));
    assert.equal(calls(overviewOf(folder)), 1_001, 'what is kept is what is read');
    write('000000.jsonl', 5, 900);
    assert.equal(calls(overviewOf(folder)), 1_000, 'another last line is another segment');
    writeFileSync(kept, 'junk');
    assert.equal(calls(overviewOf(folder)), 1_000);
  });

  it('of no record is empty, and a thread that cannot start is an error', async () => {
    rmSync(folder, { recursive: true });
    assert.equal(calls(await new RecordReader(folder, program).overview()), 0);
    await assert.rejects(new RecordReader(folder, join(home, 'none.js')).overview());
  });
});
