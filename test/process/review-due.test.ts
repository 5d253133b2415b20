/** A broken glass that nobody has looked at is said everywhere, and louder once it is overdue. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '../../src/core/record/entry.js';
import { OpenReviews } from '../../src/node/record/open-reviews.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { graveFacts } from '../support/call-facts.js';

const cli = join(process.cwd(), 'dist/cli.js');
const began = Date.parse('2026-11-01T10:00:00Z');
const hour = 3_600_000;

const glass = {
  ...graveFacts,
  type: 'break-glass',
  request: 'CS-7',
  statement: 'b'.repeat(64),
  person: 'mara@example.com',
  fingerprint: 'SHA256:x',
  presence: 'none',
  reason: 'the region is down',
  review: { id: '0'.repeat(32), from: ['ben@example.com'], by: began + 72 * hour },
} as const satisfies EntryBody;

const review = {
  type: 'review.received',
  statement: glass.statement,
  person: 'ben@example.com',
  fingerprint: 'SHA256:y',
  presence: 'none',
  request: 'CS-7',
  answer: 'c'.repeat(64),
  verdict: 'right',
  comment: '',
} as const satisfies EntryBody;

describe('a review that is due', function () {
  this.timeout(60_000);
  let home: string;

  const write = async (...bodies: readonly EntryBody[]): Promise<void> => {
    const clock = { now: () => began };
    const record = new RecordFile({ folder: join(home, 'record'), machine: 'm', clock, writer: 'ab' });
    for (const body of bodies) assert.equal((await record.append(body)).ok, true);
    record.close();
  };

  const said = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: home, TZ: 'UTC' };
    const done = spawnSync(process.execPath, [cli, ...words], { env, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-review-'));
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is overdue in log, verify and report, until somebody else has looked', async () => {
    await write(glass);
    const late =
      /CS-7: mara@example\.com broke the glass; the review is overdue since 2026-11-04 10:00:00, by ben@example\.com/;
    assert.match(said('log').err, late);
    const verified = said('verify');
    assert.equal(verified.code, 0);
    assert.match(verified.err, late);
    const { reviews } = JSON.parse(said('verify', '--json').out);
    assert.deepEqual(reviews, [
      {
        request: 'CS-7',
        person: 'mara@example.com',
        from: ['ben@example.com'],
        by: glass.review.by,
        overdue: true,
      },
    ]);
    const report = said('report', '--from', '2026-11-20').out;
    assert.match(
      report,
      /## Reviews that are due\n\n- CS-7: mara@example\.com broke the glass at 2026-11-01 10:00:00; the review is \*\*overdue since 2026-11-04 10:00:00\*\*/,
    );
    await write(review);
    assert.equal(said('log').err, '');
    assert.doesNotMatch(said('verify').err, /glass/);
    assert.doesNotMatch(said('report').out, /Reviews that are due/);
  });

  it('is found among many entries, and only what came since is read again', async () => {
    const {
      type: _,
      review: __,
      statement: ___,
      person: ____,
      fingerprint,
      presence,
      reason,
      request,
      ...facts
    } = glass;
    assert.ok(fingerprint && presence && reason && request);
    const passed = {
      ...facts,
      band: 'quiet',
      type: 'call.passed',
      summary: '"type":"break-glass" in a text',
    } as const;
    await write(...Array.from({ length: 3_000 }, () => passed), glass, passed);
    const open = new OpenReviews(join(home, 'record'));
    assert.deepEqual(
      (await open.now()).map(({ seq }) => seq),
      [3_001],
    );
    await write(review);
    assert.deepEqual(await open.now(), []);
    rmSync(join(home, 'record'), { recursive: true });
    await write({ ...glass, request: 'CS-9' });
    assert.deepEqual(
      (await open.now()).map(({ request: name }) => name),
      ['CS-9'],
    );
  });
});
