/** Looking for entries in a record on disk, and at one of them with its proof. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEntry } from '../../src/core/record/decode-entry.js';
import type { EntryBody } from '../../src/core/record/entry.js';
import { readQuery } from '../../src/core/record/query.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { standingOfEntry } from '../../src/node/record/entry-proof.js';
import { entryAt, findEntries, sameCallBefore } from '../../src/node/record/find-entries.js';
import { RecordReader } from '../../src/node/record/read-record.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { backwardsWith } from '../../src/node/record/scan-back.js';
import { graveFacts } from '../support/call-facts.js';

const facts = { ...graveFacts, agent: 'codex', targets: ['terraform:prod-eu'] } as const;

const held = (request: string): EntryBody => ({
  ...facts,
  callId: `toolu_${request}`,
  type: 'call.held',
  request,
  rule: 'r',
});
const quiet: EntryBody = {
  ...facts,
  callId: 'toolu_0',
  type: 'call.passed',
  summary: 'ls "production"',
  band: 'quiet',
  digest: 'b'.repeat(64),
};

const hold: EntryBody = { type: 'hold.begun', person: '\u00c9mile Zola', reason: 'asked for' };

describe('the record, looked through', function () {
  this.timeout(60_000);
  let home: string;
  let folder: string;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'cs-search-'));
    folder = join(home, 'record');
    const record = new RecordFile({ folder, machine: 'm', clock: { now: () => Date.now() }, writer: 'ab' });
    for (const body of [held('CS-1'), quiet, quiet, held('CS-2'), quiet])
      assert.equal((await record.append(body)).ok, true);
    await record.checkpoint([]);
    for (const body of [held('CS-3'), hold]) assert.equal((await record.append(body)).ok, true);
    record.close();
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const program = join(process.cwd(), 'dist/record-reader.js');
  const seqs = (lines: Iterable<string>): readonly (number | undefined)[] =>
    [...lines].map((line) => decodeEntry(line)?.seq);
  const found = (typed: string, before = 100) => seqs(findEntries(folder, readQuery(typed), before));

  it('gives what fits, newest first, whatever its case', () => {
    assert.deepEqual(found('band:production'), [6, 4, 1]);
    assert.deepEqual(found('band:PROD Terraform'), [6, 4, 1]);
    assert.deepEqual(found('production'), [6, 5, 4, 3, 2, 1]);
    assert.deepEqual(found('target:prod-eu outcome:held cs-2'), [4]);
    assert.deepEqual(found('person:\u00c9mile'), [7]);
    assert.deepEqual(found('person:"\u00e9mile z"'), [7]);
    assert.deepEqual(found('\u00c9MILE'), [7]);
    assert.deepEqual(found('nothing like it'), []);
    assert.deepEqual(found('', 3), [2, 1, 0]);
    assert.deepEqual(found('agent:codex', 2), [1]);
  });

  it('does not take the name of a field for what it holds', () => {
    assert.deepEqual(found('callId'), []);
    assert.deepEqual(found('score'), []);
  });

  it('is looked through on a thread, which stops where enough is found, and where nobody waits any more', async () => {
    const reader = new RecordReader(folder, program);
    const told: string[] = [];
    const take = (lines: readonly string[]): void => void told.push(...lines);
    const sought = { query: readQuery('production'), before: 100, limit: 100 };
    assert.equal(await reader.find(sought, take), true);
    assert.deepEqual(seqs(told.splice(0)), [6, 5, 4, 3, 2, 1]);
    assert.equal(await reader.find({ ...sought, limit: 2 }, take), false);
    assert.deepEqual(seqs(told.splice(0)), [6, 5]);
    const stop = new AbortController();
    const stopped = reader.find(sought, take, stop.signal);
    stop.abort();
    await assert.rejects(stopped);
    assert.deepEqual(told, []);
    await assert.rejects(new RecordReader(folder, join(home, 'none.js')).find(sought, take));
  });

  it('gives one entry, what a witness saw, and the last time that the same call was made', async () => {
    const entry = entryAt(folder, 4, 6);
    assert.equal(decodeEntry(entry.line ?? '')?.seq, 4);
    assert.equal(entry.head, sha256(entryAt(folder, 5).line ?? ''));
    assert.deepEqual(seqs(sameCallBefore(folder, 4, entry.line)), [1]);
    assert.deepEqual(seqs(sameCallBefore(folder, 1, entryAt(folder, 1).line)), []);
    assert.deepEqual(seqs(sameCallBefore(folder, 0, entryAt(folder, 0).line)), []);
    assert.deepEqual(entryAt(folder, 99, 200), { line: undefined, head: undefined });
    const told: unknown[] = [];
    const { before } = await new RecordReader(folder, program).entry(4, 6, (one) => told.push(one));
    assert.deepEqual(told, [entry]);
    assert.deepEqual(seqs(before), [1]);
  });

  it('says how an entry is proven', () => {
    const line = entryAt(folder, 4).line ?? '';
    assert.deepEqual(standingOfEntry(folder, 4, line), { tree: 'holds', size: 6, mac: 'ours' });
    const last = entryAt(folder, 6).line ?? '';
    assert.equal(standingOfEntry(folder, 6, last).tree, 'not-yet');
    assert.deepEqual(standingOfEntry(folder, 4, line.replace('CS-2', 'CS-9')), {
      tree: 'differs',
      size: 6,
      mac: 'other',
    });
    const path = join(home, 'checkpoint');
    const checkpoint = readFileSync(path);
    rmSync(path);
    assert.equal(standingOfEntry(folder, 4, line).tree, 'no-checkpoint');
    writeFileSync(path, checkpoint);
  });

  it('finds in every place of many pieces, whatever the lengths of lines', () => {
    const path = join(home, 'long');
    const lines = Array.from(
      { length: 4_000 },
      (_, at) => `${at} ${'x'.repeat((at * 7919) % 1_500)} Mark${at % 10}`,
    );
    lines[1_234] = `1234 ${'y'.repeat(3 * 1024 * 1024)} mark4`;
    for (const end of ['\n', '', '\ntorn mark4']) {
      writeFileSync(path, `${lines.join('\n')}${end}`);
      const whole = end === '' ? lines.slice(0, -1) : lines;
      const expected = whole.filter((line) => /mark4$/i.test(line)).reverse();
      assert.deepEqual([...backwardsWith(path, ['mark4'])], expected);
      assert.deepEqual(
        [...backwardsWith(path, ['x', 'mark4'])],
        expected.filter((line) => line.includes('x')),
      );
      assert.equal([...backwardsWith(path, [])].length, whole.length);
    }
  });
});
