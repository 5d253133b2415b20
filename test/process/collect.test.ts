/** Records of many machines in one archive: what is archived, what is answered, and what dies on the way. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteKeyText } from '../../src/core/record/checkpoint/note.js';
import { hourMs } from '../../src/core/shared/durations.js';
import { sendRecord, tellOfLate } from '../../src/house/archive.js';
import { ArchiveKeys } from '../../src/node/archive/archive-keys.js';
import { chooseArchive } from '../../src/node/archive/chosen.js';
import { Collector, type CollectorEvent } from '../../src/node/archive/collector.js';
import { archivedOf } from '../../src/node/archive/outbox.js';
import { openSource } from '../../src/node/archive/routes.js';
import { type VerifiedArchive, verifyArchive } from '../../src/node/archive/verify-archive.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { retentionOf } from '../../src/node/record/retention.js';
import { append, type CollectorProcess, collector, layRecord, sender } from '../support/archives.js';
import { bareRepository } from '../support/bare-repository.js';
import { without } from '../support/components.js';
import { type NatsServer, natsServer } from '../support/nats-server.js';
import { TickingClock } from '../support/ticking-clock.js';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');

type Sender = ReturnType<typeof sender>;

describe('collect', function () {
  this.timeout(180_000);
  let folder: string;
  let server: NatsServer | undefined;
  let running: CollectorProcess | undefined;
  const senders: Sender[] = [];

  const into = (): string => join(folder, 'archive');
  const started = async (context: Mocha.Context, port = 0): Promise<NatsServer> => {
    server = await natsServer(join(folder, 'nats'), [], port);
    return server ?? without('nats-server (apt-get install nats-server)', context);
  };
  const collecting = async (...words: readonly string[]): Promise<CollectorProcess> => {
    running = await collector(join(folder, 'collector'), [...words, '--into', into()]);
    return running;
  };
  const sending = (name: string, archive: { readonly url: string; readonly key: string }): Sender => {
    const one = sender(folder, name, archive);
    senders.push(one);
    return one;
  };
  const verified = (): VerifiedArchive => {
    const checked = verifyArchive(into());
    assert.ok(checked.ok, JSON.stringify(checked));
    return checked.value;
  };
  const verify = ({ root }: Home, ...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: root };
    const done = spawnSync(process.execPath, [cli, 'verify', ...words], {
      env,
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };
  /** Sends until the archive says that it has everything. */
  const sendAll = (one: Sender): Promise<true> =>
    until(
      'the archive to have it all',
      async () => {
        const sent = await one.outbox.send(10_000);
        return sent.ok && sent.value.archived === sent.value.size ? true : undefined;
      },
      90_000,
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-collect-'));
  });
  afterEach(async function () {
    // What the collector said is why a test failed.
    if (this.currentTest?.state === 'failed') process.stderr.write(running?.errors() ?? '');
    await Promise.all(senders.splice(0).map(({ outbox }) => outbox.close()));
    await running?.end('SIGKILL');
    running = undefined;
    await server?.close();
    server = undefined;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('archives a record over NATS, answers with its cosigned checkpoint, and ends cleanly', async function () {
    const { url } = await started(this);
    const archive = await collecting('--from', url);
    const one = sending('ada', { url, key: archive.key });
    await append(one.home, 700);
    await sendAll(one);
    assert.equal(archivedOf(one.home), 701);
    await append(one.home, 5);
    assert.equal(archivedOf(one.home), 701);
    await sendAll(one);
    assert.equal(await archive.end('SIGTERM'), 0);
    const { records, checkpoints } = verified();
    assert.deepEqual(
      records.map(({ entries }) => entries),
      [706],
    );
    assert.ok(checkpoints >= 2);
    // One layout for every log: whole tiles and bundles, and of the last one what the last two checkpoints need.
    const log = join(into(), 'logs', records[0]?.log ?? '', 'tile');
    assert.equal(statSync(join(log, '0/000')).size, 8_192);
    assert.deepEqual(readdirSync(join(log, 'entries')).sort(), ['000', '001', '002.p']);
  });

  it('is a witness: verify names the archive, and what was rewritten or cut since it cosigned', async function () {
    const { url } = await started(this);
    const archive = await collecting('--from', url);
    const one = sending('ada', { url, key: archive.key });
    await append(one.home, 10);
    await sendAll(one);
    await append(one.home, 2);
    const held = verify(one.home);
    assert.equal(held.code, 0, held.err);
    assert.match(
      held.out,
      /the archive countersign-archive\/[0-9a-f]{32} saw 11 entries on .*: they are as they were/,
    );
    assert.match(held.out, /2 entries are not witnessed yet/);
    // The whole record anew, with the same key: its chain and its own checkpoint hold.
    rmSync(one.home.record, { recursive: true });
    rmSync(join(one.home.root, 'checkpoint'));
    await append(one.home, 12, 'another');
    const rewritten = verify(one.home);
    assert.equal(rewritten.code, 1);
    assert.match(
      rewritten.err,
      /the record was rewritten: the archive countersign-archive\/\w+ saw 11 entries/,
    );
    const sent = await one.outbox.send(1_000);
    assert.equal(!sent.ok && sent.error.code, 'differs');
    const archived = verify(one.home, into());
    assert.equal(archived.code, 0, archived.err);
    assert.match(archived.out, /holds: 11 entries of 1 record, /);
  });

  it('is sent to by an open window, on a thread of its own, once a person has chosen it', async function () {
    const { url } = await started(this);
    const archive = await collecting('--from', url);
    const home = homeAt(join(folder, 'window'));
    await append(home, 5);
    const clock = new TickingClock(Date.now());
    const window = sendRecord(home, clock, join(process.cwd(), 'dist'));
    clock.pass(30_000);
    assert.equal(archivedOf(home), 0);
    chooseArchive(home, { url, key: archive.key });
    clock.pass(30_000);
    await until('the first entries to be archived', () => (archivedOf(home) === 6 ? true : undefined));
    await append(home, 3);
    await until('the next', () => (archivedOf(home) === 9 ? true : undefined));
    window.dispose();
  });

  it('is told of when it has confirmed nothing for long, once a day, and only while entries wait', async () => {
    const home = homeAt(join(folder, 'late'));
    await append(home, 3);
    const { cosigner } = ArchiveKeys.at(join(folder, 'collector'));
    const clock = new TickingClock(Date.now());
    const record = new RecordFile({ folder: home.record, machine: 'm', clock, writer: 'ab' });
    const told: string[] = [];
    const telling = tellOfLate({
      home,
      clock,
      record,
      tellAfterMs: () => 3 * hourMs,
      tell: (url, { entries, forMs }) => told.push(`${url} ${entries} ${Math.floor(forMs / hourMs)}`),
    });
    const pass = (hours: number): void => {
      for (let minutes = 0; minutes < hours * 60; minutes += 10) clock.pass(10 * 60_000);
    };
    pass(1);
    assert.deepEqual(told, [], 'no archive is chosen');
    chooseArchive(home, { url: 'nats://127.0.0.1:9', key: noteKeyText(cosigner) });
    pass(1);
    assert.deepEqual(told, []);
    pass(20);
    assert.deepEqual(told, ['nats://127.0.0.1:9 4 3']);
    pass(12);
    assert.equal(told.length, 2);
    telling.dispose();
    record.close();
  });

  it('names, at the archive, a record of which nothing came for long, once', async () => {
    const url = `folder:${join(folder, 'share')}`;
    const home = homeAt(join(folder, 'collector'));
    for (const made of [home.root, join(folder, 'share')]) mkdirSync(made, { recursive: true });
    const keys = ArchiveKeys.at(home.root);
    const source = await openSource(url, home, keys.log.name);
    assert.ok(source.ok);
    const clock = new TickingClock(Date.now());
    const events: CollectorEvent[] = [];
    const opened = await Collector.open({
      folder: into(),
      keys,
      source: source.value,
      now: () => clock.now(),
      tell: (event) => events.push(event),
      tellAfterMs: 2 * hourMs,
    });
    assert.ok(opened.ok);
    const stop = new AbortController();
    const ran = opened.value.run(stop.signal);
    const one = sending('ada', { url, key: noteKeyText(keys.cosigner) });
    await append(one.home, 4);
    await sendAll(one);
    const silent = () => events.flatMap((event) => (event.kind === 'silent' ? [event] : []));
    clock.pass(hourMs);
    await until('a look', () => (events.length > 0 ? true : undefined));
    assert.deepEqual(silent(), []);
    clock.pass(2 * hourMs);
    const [named] = await until(
      'the silent record',
      () => (silent().length > 0 ? silent() : undefined),
      60_000,
    );
    assert.deepEqual([named?.size, named?.person], [5, '']);
    clock.pass(5 * hourMs);
    await append(one.home, 1);
    await sendAll(one);
    assert.equal(silent().length, 1);
    stop.abort();
    await ran;
    await source.value.close();
  });

  it('is waited for by retention: what it does not have yet does not go', async () => {
    const home = homeAt(join(folder, 'old'));
    layRecord(home, 65_600);
    const mayGo = async (): Promise<number> =>
      (await retentionOf(home.record, { months: 6, now: 1_900_000_000_000 })).mayGo;
    assert.equal(await mayGo(), 65_536);
    const { cosigner } = ArchiveKeys.at(join(folder, 'collector'));
    chooseArchive(home, { url: 'nats://127.0.0.1:9', key: noteKeyText(cosigner) });
    assert.equal(await mayGo(), 0);
    chooseArchive(home, { url: '', key: noteKeyText(cosigner) });
    assert.equal(await mayGo(), 65_536);
  });

  it('archives a record over a git remote, and takes away there what it has', async () => {
    const remote = bareRepository(join(folder, 'remote.git'));
    const url = `git+file://${remote}`;
    const archive = await collecting('--courier', url);
    const one = sending('ada', { url, key: archive.key });
    await append(one.home, 20);
    await sendAll(one);
    assert.equal(await archive.end('SIGINT'), 0);
    assert.deepEqual(
      verified().records.map(({ entries, person }) => ({ entries, person })),
      [{ entries: 21, person: '' }],
    );
    const refs = execFileSync('git', ['-C', remote, 'for-each-ref', '--format=%(refname)'], {
      encoding: 'utf8',
    });
    assert.doesNotMatch(refs, /entries/);
    assert.match(refs, /archived/);
  });

  it('keeps 20 machines whole while the server and the collector die again and again', async function () {
    const { url, port } = await started(this);
    const first = await collecting('--from', url);
    const { key } = first;
    const all = Array.from({ length: 20 }, (_, n) => sending(`machine-${n}`, { url, key }));
    for (const { home } of all) layRecord(home, 2_000, 200);
    let isOver = false;
    const sent = Promise.all(all.map(sendAll)).finally(() => {
      isOver = true;
    });
    for (let round = 0; round < 3; round += 1) {
      const before = all.reduce((sum, { home }) => sum + archivedOf(home), 0);
      await until('some to be archived', () =>
        isOver || all.reduce((sum, { home }) => sum + archivedOf(home), 0) > before ? true : undefined,
      );
      await server?.close();
      await running?.end('SIGKILL');
      await started(this, port);
      await collecting('--from', url);
    }
    await sent;
    assert.equal(await running?.end('SIGTERM'), 0);
    // Each entry stands in its record's chain and tree, once.
    assert.deepEqual(
      verified().records.map(({ entries }) => entries),
      all.map(() => 2_000),
    );
  });
});
