/** The record for others: exported by the command line, sent to a collector, and held against itself by a script of another language. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';

const cli = join(process.cwd(), 'dist/cli.js');
const run = promisify(execFile);

describe('export', function () {
  this.timeout(60_000);
  let home: string;

  const segment = (): string => join(home, 'record/segments/000000.jsonl');
  const environment = () => ({ PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: home });

  const start = (...words: readonly string[]) => {
    const done = spawnSync(process.execPath, [cli, 'export', ...words], {
      env: environment(),
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'cs-export-'));
    const record = new RecordFile({
      folder: join(home, 'record'),
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    for (let n = 0; n < 6; n += 1)
      assert.equal(
        (await record.append({ type: 'agent.connected', agent: 'codex', file: `/f ${n}` })).ok,
        true,
      );
    await record.checkpoint([]);
    record.close();
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('gives one event an entry, whose digests are those of the raw lines, as an auditor checks in a shell', () => {
    const done = start('--format', 'ocsf');
    assert.equal(done.code, 0, done.err);
    writeFileSync(join(home, 'export.jsonl'), done.out);
    // What an auditor has: the export, the segment, and a shell. Each event names its line's SHA-256 and that of the one before.
    const script = `
      n=0; previous=
      while IFS= read -r line; do
        n=$((n + 1)); sum=$(printf %s "$line" | sha256sum | cut -d' ' -f1)
        event=$(sed -n "$n"p export.jsonl)
        case $event in *"\\"original_event_uid\\":\\"$sum\\""*) ;; *) echo "event $n is not of its line"; exit 1 ;; esac
        [ -z "$previous" ] || case $event in *"\\"value\\":\\"$previous\\""*) ;; *) echo "event $n is not behind its line"; exit 1 ;; esac
        previous=$sum
      done < record/segments/000000.jsonl
      [ "$n" = "$(wc -l < export.jsonl)" ] && echo "$n events hold"`;
    const check = () => spawnSync('sh', ['-c', script], { cwd: home, encoding: 'utf8' });
    assert.equal(check().stdout, '7 events hold\n');
    writeFileSync(
      join(home, 'export.jsonl'),
      done.out.replace('"sequence":4', '"sequence":5').replace(/[0-9a-f]{64}/, '0'.repeat(64)),
    );
    assert.match(check().stdout, /event 1 is not of its line/);
  });

  it('goes on from a number or a time, and leaves out a line that is being written', () => {
    const numbers = (out: string): readonly number[] =>
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).metadata.sequence);
    assert.deepEqual(numbers(start('--since', '5').out), [5, 6]);
    assert.equal(start('--since', '7').out, '');
    assert.equal(start('--since', '2100-01-01').out, '');
    assert.equal(numbers(start('--since', '2020-01-01T00:00:00Z').out).length, 7);
    writeFileSync(segment(), `${readFileSync(segment(), 'utf8')}{"body":{"ty`);
    assert.equal(numbers(start().out).length, 7);
    const table = start('--format', 'csv');
    assert.equal(table.code, 0, table.err);
    assert.equal(table.out.split('\r\n').length, 9);
    assert.match(table.out, /^entry,time,type,agent,/);
  });

  it('ends where the chain breaks, and says where', () => {
    const changed = readFileSync(segment(), 'utf8').replace('/f 3', '/f 4');
    writeFileSync(segment(), changed);
    const done = start();
    assert.equal(done.code, 1);
    assert.match(done.err, /the chain breaks at entry 5 /);
    assert.equal(done.out.trimEnd().split('\n').length, 5);
  });

  for (const words of [
    ['--format', 'xml'],
    ['--since', 'yesterday'],
    ['--otlp', 'ftp://x'],
    ['--format', 'csv', '--otlp', 'http://x'],
    ['x'],
  ])
    it(`refuses ${words.join(' ')}`, () => assert.equal(start(...words).code, 2));

  it('sends to a collector, again where it asks for that, and says where to go on where it does not take it', async () => {
    const answers = [503, 200, 400];
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (data: Buffer) => {
        body += data.toString();
      });
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
        response.writeHead(answers.shift() ?? 500, { 'retry-after': '0' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const send = (...words: readonly string[]) =>
      run(process.execPath, [cli, 'export', '--otlp', `http://127.0.0.1:${address.port}`, ...words], {
        env: environment(),
      });
    try {
      const sent = await send();
      assert.equal(sent.stdout, '7 entries were taken; go on later with --since 7\n');
      assert.equal(bodies.length, 2);
      assert.equal(bodies[0], bodies[1]);
      const [, rest = ''] = /^POST \/v1\/logs application\/json (.*)$/s.exec(bodies[0] ?? '') ?? [];
      const [records] = JSON.parse(rest).resourceLogs[0].scopeLogs.map(
        (scope: { logRecords: unknown }) => scope.logRecords,
      );
      assert.equal(records.length, 7);
      assert.equal(JSON.parse(records[1].body.stringValue).metadata.event_code, 'agent.connected');
      assert.match(records[1].timeUnixNano, /^\d{13}000000$/);
      await assert.rejects(
        send('--since', '4'),
        /did not take entry 4 and those behind it \(HTTP 400\); go on with --since 4/,
      );
    } finally {
      server.close();
    }
  });
});
