/** A stretch of the record as a document that a person reads after an incident. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '../../src/core/record/entry.js';
import { RecordFile } from '../../src/node/record/record-file.js';

const cli = join(process.cwd(), 'dist/cli.js');
const began = Date.parse('2026-11-29T10:00:00Z');

const call = {
  agent: 'claude-code',
  session: 's1',
  callId: 'toolu_1',
  tool: 'Bash',
  cwd: '/projects/app',
  summary: 'aws elasticbeanstalk terminate-environment --environment-name shop-prod',
  digest: 'a'.repeat(64),
  score: 93,
  band: 'production',
  vector: 'CS1/D:40',
  targets: ['aws:123456789012'],
  request: 'CS-7',
} as const;

const decider = { person: 'Ada <ada@example.com>', known: 'git', account: 'ada' } as const;
const evidence = {
  heldAt: began + 120_000,
  rule: 'built-in/production',
  change: 'b'.repeat(64),
  takes: { gone: 9, lost: [{ what: 'database', name: 'orders' }] },
} as const;
const { request: _, ...quiet } = { ...call, summary: 'ls', band: 'quiet', digest: 'c'.repeat(64) } as const;

describe('an incident report', function () {
  this.timeout(60_000);
  let home: string;

  const write = async (bodies: readonly EntryBody[]): Promise<void> => {
    let now = began;
    const clock = { now: () => (now += 60_000) };
    const record = new RecordFile({ folder: join(home, 'record'), machine: 'm', clock, writer: 'ab' });
    for (const body of bodies) assert.equal((await record.append(body)).ok, true);
    record.close();
  };

  const start = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: home, TZ: 'Asia/Tokyo' };
    const done = spawnSync(process.execPath, [cli, 'report', ...words], { env, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-report-'));
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('tells who acted, with whose rights, what was shown, who decided, and what happened', async () => {
    await write([
      { ...quiet, type: 'call.passed' },
      { ...call, type: 'call.held', rule: 'built-in/production-write' },
      { ...call, type: 'call.denied', by: 'person', reason: 'take a snapshot first', decider, evidence },
      { ...call, request: 'CS-8', digest: 'd'.repeat(64), type: 'call.held', rule: 'r' },
      {
        ...call,
        request: 'CS-8',
        digest: 'd'.repeat(64),
        type: 'call.approved',
        by: 'peers',
        typed: true,
        signers: ['bob@example.com'],
      },
      { ...call, request: 'CS-8', digest: 'd'.repeat(64), type: 'call.released' },
      { ...quiet, digest: 'd'.repeat(64), type: 'call.finished', outcome: 'failed' },
      { ...quiet, summary: 'rm -rf /srv', type: 'call.slipped', seen: 'after' },
      { ...quiet, summary: 'cat notes', type: 'call.passed' },
    ]);
    const done = start('--to', '2026-11-29T11:00:00Z');
    assert.equal(done.code, 0, done.err);
    for (const said of [
      '# Incident report\n\n2026-11-29 10:01:00 to ',
      '- 2 calls were let through without a question, in 1 session.',
      '- 2 calls were held: 1 stopped, 1 let go after a yes, 0 open or given up.',
      '- Stopped: CS-7, `aws elasticbeanstalk terminate-environment --environment-name shop-prod` at `aws:123456789012` (production, score 93); Ada \\<ada@example.com\\> (by git’s own name for them) said no: denied, it did not run. It would have taken away 9 things; lost for good: database `orders`.',
      '; bob@example.com said yes: it ran and failed, at 2026-11-29 10:08:00.',
      '- What it takes away: 9 things; lost for good: database `orders`.',
      '- What the agent did before: `ls` (entry 1).',
      '- What the agent did next: `cat notes` (entry 9).',
      '10:04:00 — CS-7 denied by Ada \\<ada@example.com\\> (by git’s own name for them), `take a snapshot first` (entry 3)',
      '- Who acted: Claude Code, session `s1`, in `/projects/app`.',
      '- What it would have reached: `aws:123456789012`.',
      '- How grave: score 93 of 100, band production (`CS1/D:40`).',
      '- Why it was asked about: A write to production needs its name typed (rule `built-in/production-write`).',
      '- Who decided: Ada \\<ada@example.com\\> (by git’s own name for them) said no at 2026-11-29 10:04:00, 2 min after it was shown. Reason: `take a snapshot first`.',
      '- With whose rights: the account `ada`.',
      '- What was shown, by its digests: change `bbbbbbbbbbbb`.',
      '- Who decided: bob@example.com said yes at 2026-11-29 10:06:00, 1 min after it was shown.',
      'Proof: `countersign receipt CS-7`.',
      '## What went past the gate\n\n- 2026-11-29 10:09:00 — Slipped by',
      '- The record `countersign/',
    ])
      assert.ok(done.out.includes(said), `${said}\n\nin\n\n${done.out}`);
    assert.match(done.out, /^ {6}countersign\/[0-9a-f]{32} 10 \S{44}$/m);
    const times = [...done.out.matchAll(/^- (2026-11-29 \d\d:\d\d:\d\d) — /gm)].map(([, time]) => time);
    assert.deepEqual(times.slice(0, -1), [...times.slice(0, -1)].sort());
  });

  it('is over the stretch that was asked for, and over nothing else', async () => {
    await write([
      { ...call, type: 'call.held', rule: 'r' },
      { ...call, request: 'CS-8', type: 'call.held', rule: 'r' },
    ]);
    const early = start('--to', '2026-11-29T10:02:30Z').out;
    assert.match(early, /CS-7/);
    assert.doesNotMatch(early, /CS-8/);
    const late = start('--from', '2026-11-29T10:02:30Z', '--to', '2026-11-29T11:00:00Z').out;
    assert.doesNotMatch(late, /CS-7/);
    assert.match(late, /it waits for a person/);
    const none = start('--from', '2026-11-01', '--to', '2026-11-02');
    assert.match(none.out, /0 calls were held/);
    for (const words of [
      ['--from', 'x'],
      ['--from', '2026-11-02', '--to', '2026-11-01'],
      ['--to', '2999-01-01'],
      ['x'],
    ])
      assert.equal(start(...words).code, 2);
  });

  it('tells of calls that were refused without a request, and why', async () => {
    await write([
      { ...call, request: '', type: 'call.denied', by: 'offline', reason: 'no window is open' },
      { ...call, request: '', type: 'call.denied', by: 'policy', reason: 'never' },
    ]);
    const { out } = start();
    assert.match(out, /- 2 calls were refused at once, without a request: see below\./);
    assert.match(
      out,
      /## What was refused at once\n\n- 2026-11-29 10:0\d:00 — `aws elastic.*Refused by the gate, because no window was open \(entry 1\)\. Reason: `no window is open`\.\n.*Refused by a rule/,
    );
    assert.doesNotMatch(out, /## What else was recorded\n\n.*aws/);
    const told = JSON.parse(start('--json').out);
    assert.deepEqual(told.refused, [1, 2]);
    assert.match(told.report, /^# Incident report/);
  });

  it('takes nothing that was written by others for markup', async () => {
    const hostile = 'echo `id` | [x](command:y) <img src=x> \n# Approved by everybody';
    const person = '**Bob** [x](http://y) <b>';
    await write([
      { ...call, summary: hostile, type: 'call.held', rule: 'r' },
      {
        ...call,
        summary: hostile,
        type: 'call.denied',
        by: 'person',
        reason: '```\n# no',
        decider: { ...decider, person },
      },
    ]);
    const { out } = start('--to', '2026-11-29T11:00:00Z');
    assert.doesNotMatch(out, /^# Approved/m);
    assert.doesNotMatch(out, /^# no/m);
    // Outside of code no bracket, tag or star of theirs is left unescaped.
    const bare = out.replaceAll(/\\[`*[\]<>#]/g, '').replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/g, '');
    for (const mark of ['[x](', '<img', '<b>', '**'])
      assert.equal(bare.includes(mark), false, `${mark} in ${bare}`);
  });

  it('is refused over a record that was changed', async () => {
    await write([
      { ...call, type: 'call.held', rule: 'r' },
      { ...quiet, type: 'call.passed' },
    ]);
    const segment = join(home, 'record/segments/000000.jsonl');
    writeFileSync(segment, readFileSync(segment, 'utf8').replace('CS-7', 'CS-9'));
    const done = start();
    assert.equal(done.code, 1);
    assert.match(done.err, /the chain breaks at entry/);
  });
});
