/** What the record says of one request, taken out of it and checked elsewhere: by verify, and by Perl alone. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '../../src/core/record/entry.js';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { graveFacts } from '../support/call-facts.js';

const cli = join(process.cwd(), 'dist/cli.js');

const call = { ...graveFacts, request: 'CS-7' } as const;

const decider = { person: 'Ada <ada@example.com>', known: 'git', account: 'ada' } as const;

describe('the receipt of a request that one person decided', function () {
  this.timeout(60_000);
  let home: string;

  const start = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: join(home, 'cs') };
    const done = spawnSync(process.execPath, [cli, ...words], { env, cwd: home, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'cs-receipt-'));
    const folder = join(home, 'cs/record');
    const record = new RecordFile({ folder, machine: 'm', clock: systemClock, writer: 'ab' });
    const other: EntryBody = { type: 'agent.connected', agent: 'codex', file: '/x' };
    const bodies: readonly EntryBody[] = [
      other,
      { ...call, type: 'call.held', rule: 'built-in/production' },
      other,
      { ...call, type: 'call.approved', by: 'person', typed: true, decider },
      { ...call, type: 'call.released' },
      { ...call, type: 'call.held', request: 'CS-8', rule: 'r' },
      other,
    ];
    for (const body of bodies) assert.equal((await record.append(body)).ok, true);
    record.close();
  });

  after(() => rmSync(home, { recursive: true, force: true }));

  it('holds by verify, on a machine that has no record', () => {
    const receipt = start('receipt', 'CS-7');
    assert.equal(receipt.code, 0, receipt.err);
    writeFileSync(join(home, 'receipt.json'), receipt.out);
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: join(home, 'elsewhere') };
    const verify = (file: string, ...words: readonly string[]) =>
      spawnSync(process.execPath, [cli, 'verify', file, ...words], { env, cwd: home, encoding: 'utf8' });
    const done = verify('receipt.json');
    assert.equal(done.status, 0, done.stderr);
    assert.match(
      done.stdout,
      /The receipt holds: CS-7: 3 entries stand in the record countersign\/[0-9a-f]{32} of 8/,
    );
    assert.match(
      done.stdout,
      /CS-7 approved by Ada <ada@example\.com> \(by git’s own name for them\), name typed/,
    );
    const told = JSON.parse(verify('receipt.json', '--json').stdout);
    assert.deepEqual([told.ok, told.name, told.size, told.entries.length], [true, 'CS-7', 8, 3]);
    const whole = JSON.parse(receipt.out);
    const [held, approved, released] = whole.entries;
    for (const [forged, words] of [
      [{ ...whole, request: 'CS-8' }, /is about another request \(1 in the receipt/],
      [{ ...whole, entries: [] }, /is no entry \(0 in the receipt\)/],
      [
        { ...whole, entries: [{ ...held, line: approved.line }] },
        /has no proof of its own \(1 in the receipt/,
      ],
      [
        { ...whole, entries: [held, { ...approved, line: approved.line.replace('Ada <', 'Bob <') }] },
        /does not stand in the record \(2 in the receipt/,
      ],
      [
        { ...whole, entries: [{ ...held, proof: held.proof.replace(/\n8\n/, '\n9\n') }] },
        /is not signed by the record's own key \(1 in the receipt/,
      ],
      [
        { ...whole, key: `${whole.key.slice(0, -4)}AAA=` },
        /is not signed by the record's own key \(1 in the receipt/,
      ],
      [
        { ...whole, entries: [{ ...released, proof: released.proof.replace('index 5', 'index 4') }] },
        /has no proof of its own \(1 in the receipt/,
      ],
      [{ ...whole, later: 1 }, /made by a newer version/],
    ] as const) {
      writeFileSync(join(home, 'forged.json'), JSON.stringify(forged));
      const refused = verify('forged.json');
      assert.equal(refused.status, 1, refused.stdout);
      assert.match(refused.stderr, words);
    }
    // What is no receipt at all is read as a part of a record.
    writeFileSync(join(home, 'forged.json'), JSON.stringify({ ...whole, kind: 'letter' }));
    assert.match(verify('forged.json').stderr, /the chain breaks at entry 0/);
  });

  it('holds by a script of another language that lies beside it, and by nothing that was changed', () => {
    const written = start('receipt', 'CS-7', '--dir', 'out');
    assert.equal(written.code, 0, written.err);
    const out = join(home, 'out');
    const perl = (...words: readonly string[]) =>
      spawnSync('perl', ['check-entry.pl', ...words], { cwd: out, encoding: 'utf8' });
    const commands = [
      ...readFileSync(join(out, 'CHECK-RECORD.md'), 'utf8').matchAll(
        /^ {4}perl check-entry\.pl (\S+) (\S+)$/gm,
      ),
    ];
    assert.equal(commands.length, 3);
    for (const [, entry = '', proof = ''] of commands) {
      const done = perl(entry, proof);
      assert.equal(done.status, 0, done.stderr);
      assert.match(done.stdout, /^entry \d stands in the record: countersign\/[0-9a-f]{32} 8 \S+$/m);
      // The checkpoint that it prints is the line that a witness keeps.
      const line = done.stdout.slice(done.stdout.indexOf('countersign/')).trim();
      assert.equal(start('verify', '--checkpoint', line).code, 0);
    }
    const [[, entry = '', proof = ''] = []] = commands;
    cpSync(join(out, entry), join(out, 'other.json'));
    writeFileSync(
      join(out, 'other.json'),
      readFileSync(join(out, entry), 'utf8').replace('destroy', 'apply'),
    );
    assert.match(perl('other.json', proof).stderr, /does not stand in the record/);
    assert.match(perl(entry, commands[1]?.[2] ?? '').stderr, /does not stand in the record/);
    assert.ok(readdirSync(out).includes('record-receipt.json'));
    assert.equal(start('receipt', 'CS-7', '--dir', 'out').code, 1);
  });

  it('is refused for a request that nobody knows, and by a record that was changed', () => {
    assert.match(
      start('receipt', 'CS-9').err,
      /expected a request that this machine's record knows, got CS-9/,
    );
    const segment = join(home, 'cs/record/segments/000000.jsonl');
    const good = readFileSync(segment, 'utf8');
    writeFileSync(segment, good.replace('Ada <ada', 'Bob <bob'));
    assert.match(start('receipt', 'CS-7').err, /the chain breaks at entry/);
    writeFileSync(segment, good);
    assert.equal(start('receipt', 'CS-7').code, 0);
  });
});
