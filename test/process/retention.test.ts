/** Whole oldest segments go; what was signed over them still holds, and nothing goes that somebody holds or that was touched. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { retentionCommand } from '../../src/cli/retention.js';
import { readCheckpoint } from '../../src/core/record/checkpoint/checkpoint.js';
import type { EntryBody } from '../../src/core/record/entry.js';
import { Chain } from '../../src/node/record/chain.js';
import { exportedEntries } from '../../src/node/record/exported.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { letGoOf } from '../../src/node/record/retention.js';
import { entriesPerSegment } from '../../src/node/record/segments.js';
import { quietFacts } from '../support/call-facts.js';

const cli = join(process.cwd(), 'dist/cli.js');
const day = 24 * 3_600_000;
const now = Date.now();
const old = now - 200 * day;

const call = { ...quietFacts, type: 'call.passed' } as const satisfies EntryBody;

describe('keeping the record', function () {
  this.timeout(240_000);
  let root: string;
  let made: string;
  let home: string;
  let line: string;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'cs-keep-'));
    made = join(root, 'made');
    let at = old;
    const clock = { now: () => at };
    const chain = new Chain({ folder: join(made, 'record'), machine: 'm', clock, writer: 'ab' });
    // The first entry is the record's own.
    for (let done = 1; done < entriesPerSegment; ) {
      const bodies = Array.from({ length: Math.min(8_192, entriesPerSegment - done) }, () => call);
      assert.ok(chain.append(bodies).every(({ ok }) => ok));
      done += bodies.length;
    }
    at = now;
    assert.ok(chain.append([call, call]).every(({ ok }) => ok));
    chain.close();
    line = /^ {2}(\S+ \d+ \S+)$/m.exec(said(made, 'verify').out)?.[1] ?? '';
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  beforeEach(() => {
    home = mkdtempSync(join(root, 'home-'));
    cpSync(made, home, { recursive: true });
  });

  const said = (at: string, ...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: at, COUNTERSIGN_HOME: at, TZ: 'UTC' };
    const done = spawnSync(process.execPath, [cli, ...words], { env, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  const parts = (months = 6, at = now) => {
    const folder = join(home, 'record');
    const record = new RecordFile({ folder, machine: 'm', clock: { now: () => at }, writer: 'ab' });
    return { folder, record, checkpoints: record, months, now: at };
  };
  const segments = (): readonly string[] => readdirSync(join(home, 'record', 'segments'));

  it('lets the oldest segment go, and verify still holds against a line kept from before', () => {
    assert.match(line, /^\S+ 65538 /);
    const done = said(home, 'retention', '--now');
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /^65536 entries were let go; their hashes stay\.$/m);
    assert.deepEqual(segments(), ['000001.jsonl']);
    const verified = said(home, 'verify', '--checkpoint', line);
    assert.equal(verified.code, 0, verified.err);
    assert.match(
      verified.out,
      /^The first 65536 entries were let go on 20.*: the record is kept for 6 months/m,
    );
    assert.match(verified.out, /the line given saw 65538 entries: they are as they were/);
    assert.equal(said(home, 'doctor', '--json').out.includes('"ok":true,"entries":65539'), true);
    assert.match(said(home, 'log', '--limit', '1').out, /The first 65536 entries were let go/);
    const left = [...exportedEntries(join(home, 'record'), { seq: 0 })];
    assert.deepEqual(
      left.map((one) => (one.ok ? one.value.entry.seq : one.error.code)),
      [65_536, 65_537, 65_538],
    );
    assert.match(said(home, 'retention', '--now').out, /^Nothing had to go\.$/m);
  });

  it('goes on: entries are appended, proven and witnessed over those that went', async () => {
    const one = parts();
    assert.deepEqual(await letGoOf(one), { ok: true, value: entriesPerSegment });
    assert.ok((await one.record.append(call)).ok);
    const head = await one.record.checkpoint([1, 65_536, 65_538]);
    assert.equal(readCheckpoint(head?.checkpoint ?? '')?.size, 65_540);
    assert.deepEqual(
      head?.proofs.map(({ from }) => from),
      [1, 65_536, 65_538],
    );
    one.record.close();
    // The tree is made anew where its checkpoint is gone, over the hashes that are left.
    rmSync(join(home, 'checkpoint'));
    assert.equal(said(home, 'verify', '--checkpoint', line).code, 0);
  });

  it('keeps what is not old enough, twelve months where that is said, and the segment that is written to', async () => {
    assert.deepEqual(await letGoOf(parts(12)), { ok: true, value: 0 });
    assert.deepEqual(await letGoOf(parts(6, now - 30 * day)), { ok: true, value: 0 });
    writeFileSync(join(home, 'settings.json'), '{"keepMonths": 12}');
    assert.match(
      said(home, 'retention', '--now').out,
      /Nothing had to go\.\nThe record is kept for 12 months/,
    );
    // Less than six is six.
    writeFileSync(join(home, 'settings.json'), '{"keepMonths": 1}');
    assert.match(said(home, 'retention').out, /kept for 6 months/);
    assert.equal(segments().length, 2);
  });

  it('lets nothing go while a person holds it, nor what has an open review in it', async () => {
    const terminal = (answer: string) => {
      const words: string[] = [];
      return {
        words,
        cwd: home,
        env: { HOME: home, COUNTERSIGN_HOME: home },
        isInteractive: true,
        input: (async function* () {
          yield new TextEncoder().encode(`${answer}\n`);
        })(),
        out: async (text: string) => void words.push(text),
        error: async (text: string) => void words.push(text),
      };
    };
    assert.equal(said(home, 'retention', '--hold', 'case 7').code, 1);
    assert.equal(await retentionCommand.run(['--hold', 'case 7'], terminal('no')), 1);
    assert.equal(await retentionCommand.run(['--hold', 'case 7'], terminal('yes')), 0);
    assert.match(
      said(home, 'retention', '--now').out,
      /Nothing had to go\.[\s\S]*Legal hold since .* Reason: case 7/,
    );
    assert.match(said(home, 'verify').out, /Legal hold since .* Reason: case 7/);
    assert.equal(segments().length, 2);
    assert.equal(await retentionCommand.run(['--release', 'closed'], terminal('yes')), 0);
    assert.match(said(home, 'retention', '--now').out, /65536 entries were let go/);
  });

  it('is told of by verify where a clock that stood ahead let it go', async () => {
    const ahead = parts(12, now + 300 * day);
    assert.deepEqual(await letGoOf(ahead), { ok: true, value: entriesPerSegment });
    ahead.record.close();
    const verified = said(home, 'verify');
    assert.equal(verified.code, 1, verified.out);
    assert.match(verified.err, /the first 65536 entries were let go on .*a time that had not come then/);
    assert.equal(JSON.parse(said(home, 'verify', '--json').out).letGoAhead.length, 1);
  });

  it('lets nothing go that was touched: it is evidence', async () => {
    const path = join(home, 'record/segments/000000.jsonl');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.replace('"summary":"ls"', '"summary":"lt"'));
    const done = await letGoOf(parts());
    assert.equal(!done.ok && done.error.code, 'differs');
    assert.equal(segments().length, 2);
  });

  it('a beginning that somebody else took away is missing, for verify and for an export', () => {
    rmSync(join(home, 'record/segments/000000.jsonl'));
    const verified = said(home, 'verify');
    assert.equal(verified.code, 1);
    assert.match(verified.err, /the chain breaks at entry 0 .*expected 0, got 65536/);
    assert.equal(said(home, 'export', '--format', 'csv').code, 1);
  });

  it('what went sooner than the record says is told by who saw it when', async () => {
    const { compareSightings } = await import('../../src/core/record/witness.js');
    const letGo = { to: 100, head: 'a'.repeat(64), root: '', until: 0, months: 6, at: now };
    const marks = new Map([[50, { root: new Uint8Array(32) }]]);
    const seen = (at: number) =>
      compareSightings([{ witness: { kind: 'person', name: 'ben' }, size: 50, head: 'b'.repeat(64), at }], {
        size: 200,
        origin: undefined,
        marks,
        letGo,
      }).sightings[0]?.standing;
    assert.equal(seen(now - 200 * day), 'let-go');
    assert.equal(seen(now - 20 * day), 'early');
  });
});
