/** Whoever may publish something tries to get it into the archive, or to keep something of others out. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { batchBytes } from '../../src/core/record/archive/batch.js';
import type { BatchRefusal } from '../../src/core/record/archive/refusal.js';
import { tilePath } from '../../src/core/record/archive/tile-layout.js';
import { readCheckpoint } from '../../src/core/record/checkpoint/checkpoint.js';
import { noteKeyText } from '../../src/core/record/checkpoint/note.js';
import { lineOf } from '../../src/core/record/line.js';
import { CompactTree } from '../../src/core/record/tree/compact.js';
import { leafHash } from '../../src/core/record/tree/hashes.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { archivedOf } from '../../src/node/archive/outbox.js';
import { verifyArchive } from '../../src/node/archive/verify-archive.js';
import type { Home } from '../../src/node/files/home.js';
import { LogKey } from '../../src/node/record/log-key.js';
import { append, type CollectorProcess, collector, sender } from '../support/archives.js';
import { without } from '../support/components.js';
import { field } from '../support/json.js';
import { type NatsServer, natsServer } from '../support/nats-server.js';
import { until } from '../support/until.js';

const person = (name: string): string =>
  `{ user: ${name}, password: pw, permissions: { publish: ["cs.rec.acme.${name}.>"], subscribe: ["_INBOX_${name}.>", "cs.ack.acme.${name}.>"] } }`;

const users = `jetstream: {}
authorization { users: [
  { user: collector, password: pw }
  ${person('ada')}
  ${person('mallory')}
] }
`;

describe('attacks on an archive', function () {
  this.timeout(120_000);
  let folder: string;
  let server: NatsServer | undefined;
  let archive: CollectorProcess;
  let url: string;
  const closing: (() => Promise<void>)[] = [];

  const into = (): string => join(folder, 'archive');
  const linesOf = (home: Home): readonly string[] =>
    readFileSync(join(home.record, 'segments/000000.jsonl'), 'utf8').trimEnd().split('\n');

  const user = (name: string) => {
    const one = sender(folder, name, { url, key: archive.key }, `${name}:pw`);
    closing.push(() => one.outbox.close());
    return one;
  };
  const connected = async (name: string): Promise<NatsConnection> => {
    const connection = await connect({
      servers: url.replace(/\/acme$/, '').replace('nats://', ''),
      user: name,
      pass: 'pw',
      inboxPrefix: `_INBOX_${name}`,
    });
    closing.push(() => connection.close());
    return connection;
  };
  const sendAll = (one: ReturnType<typeof user>): Promise<true> =>
    until('the archive to have it', async () => {
      const sent = await one.outbox.send(10_000);
      return sent.ok && sent.value.archived === sent.value.size ? true : undefined;
    });
  /** Lines as a part of the record that a key names, signed as they are given. */
  const signed = (key: LogKey, from: number, all: readonly string[]): Uint8Array => {
    const tree = new CompactTree();
    for (const line of all) tree.add(leafHash(line));
    const checkpoint = readCheckpoint(key.checkpoint({ size: all.length, root: tree.root() }));
    assert.ok(checkpoint);
    return batchBytes({ key: noteKeyText(key.noteKey), from, checkpoint, lines: all.slice(from) });
  };
  const publish = async (connection: NatsConnection, subject: string, bytes: Uint8Array): Promise<void> => {
    await jetstream(connection).publish(subject, bytes, { msgID: sha256(bytes) });
  };
  const refusal = (code: BatchRefusal['code']): Promise<unknown> =>
    until(`a refusal: ${code}`, () =>
      archive.events.find((event) => field(field(event, 'refusal'), 'code') === code),
    ).then((event) => field(event, 'refusal'));
  const archived = (): Readonly<Record<string, number>> => {
    const checked = verifyArchive(into());
    assert.ok(checked.ok, JSON.stringify(checked));
    return Object.fromEntries(checked.value.records.map(({ person: who, entries }) => [who, entries]));
  };

  beforeEach(async function () {
    folder = mkdtempSync(join(tmpdir(), 'cs-archive-attack-'));
    writeFileSync(join(folder, 'nats.conf'), users);
    server = await natsServer(join(folder, 'nats'), ['-c', join(folder, 'nats.conf')]);
    if (server === undefined) without('nats-server (apt-get install nats-server)', this);
    url = `${server.url}/acme`;
    const home = join(folder, 'collector');
    mkdirSync(home);
    writeFileSync(join(home, 'nats.creds'), 'collector:pw');
    archive = await collector(home, ['--from', url, '--into', into()]);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await archive?.end('SIGKILL');
    await server?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('another subject, the stream and its messages are beyond a writer', async () => {
    const connection = await connected('mallory');
    await assert.rejects(publish(connection, 'cs.rec.acme.ada.x', Buffer.from('x')));
    for (const subject of [
      '$JS.API.STREAM.DELETE.countersign-records-acme',
      '$JS.API.STREAM.PURGE.countersign-records-acme',
      '$JS.API.STREAM.INFO.countersign-records-acme',
    ])
      await assert.rejects(connection.request(subject, '', { timeout: 1_000 }));
    await assert.rejects(publish(connection, 'cs.ack.acme.ada.x', Buffer.from('x')));
    const ada = user('ada');
    await append(ada.home, 3);
    await sendAll(ada);
    assert.deepEqual(archived(), { ada: 4 });
  });

  it('what is forged, forked, too long, out of order, somebody else\u2019s or junk is named, and nothing of it is archived', async () => {
    const [ada, mallory] = [user('ada'), user('mallory')];
    await append(ada.home, 3, 'ada');
    await append(mallory.home, 3, 'mallory');
    await sendAll(ada);
    await sendAll(mallory);
    const connection = await connected('mallory');
    const send = (bytes: Uint8Array): Promise<void> => publish(connection, 'cs.rec.acme.mallory.x', bytes);
    const adas = linesOf(ada.home);
    const own = linesOf(mallory.home);
    const keys = { ada: LogKey.existing(ada.home.root), mallory: LogKey.existing(mallory.home.root) };
    assert.ok(keys.ada && keys.mallory);
    const next = (file: string, seq: number, prev: string): string => {
      const body = { type: 'agent.connected', agent: 'codex', file } as const;
      const line = lineOf({ v: 1, seq, prev, ts: Date.now(), writer: 'ab', body });
      assert.ok(line.ok);
      return line.value;
    };
    const follow = next('fork', own.length, sha256(own.at(-1) ?? ''));

    await send(Buffer.from('junk\n'));
    await send(Buffer.alloc(100_000, 0xff));
    assert.equal(field(await refusal('no-batch'), 'person'), 'mallory');

    // Ada's record as it is, from another person; and continued under another key.
    // The very message that Ada sent would not even be stored: carriers know a digest that they have seen.
    await send(signed(keys.ada, 1, adas));
    assert.equal(field(await refusal('other-person'), 'expected'), 'ada');
    const forged = signed(keys.mallory, 0, adas).toString().replace(keys.mallory.origin, keys.ada.origin);
    await send(Buffer.from(forged));
    await refusal('not-signed');

    const longest = `${'x'.repeat(70_000)}`;
    await send(signed(keys.mallory, 4, [...own, longest]));
    assert.equal(field(await refusal('too-long'), 'seq'), 4);
    await send(signed(keys.mallory, 4, [...own, '{"no":"entry"}']));
    assert.equal(field(await refusal('not-an-entry'), 'seq'), 4);
    await send(signed(keys.mallory, 4, [...own, next('gap', 7, sha256(own.at(-1) ?? ''))]));
    assert.equal(field(await refusal('wrong-sequence'), 'got'), '7');
    await send(signed(keys.mallory, 4, [...own, next('loose', 4, 'f'.repeat(64))]));
    await refusal('wrong-previous');
    // Signed over something else than is sent.
    const other = readCheckpoint(keys.mallory.checkpoint({ size: 5, root: new Uint8Array(32) }));
    assert.ok(other);
    await send(
      batchBytes({ key: noteKeyText(keys.mallory.noteKey), from: 4, checkpoint: other, lines: [follow] }),
    );
    await refusal('root');

    // The machine's own key signs another past: the first entry that differs is named, and the note that proves it is kept.
    const rewritten = [...own.slice(0, 2), next('other', 2, sha256(own[1] ?? ''))];
    await send(signed(keys.mallory, 0, rewritten));
    assert.equal(field(await refusal('fork'), 'seq'), 2);
    const noted = readFileSync(join(into(), 'refused.jsonl'), 'utf8').trimEnd().split('\n');
    const fork = noted.find((line) => line.includes('"fork"')) ?? '';
    assert.match(String(field(JSON.parse(fork), 'checkpoint')), /^countersign\/[0-9a-f]{32}\n3\n/);
    await until('the refusal on the log', () =>
      /refused a fork: another entry stands there already/.test(archive.errors()) ? true : undefined,
    );

    // What is right still goes in, of both.
    await append(ada.home, 2, 'more');
    await sendAll(ada);
    await append(mallory.home, 1, 'more');
    await sendAll(mallory);
    assert.deepEqual(archived(), { ada: 6, mallory: 5 });
  });

  it('an outbox is not emptied by a checkpoint that somebody else has signed', async () => {
    const ada = user('ada');
    await append(ada.home, 3);
    const fake = sender(folder, 'fake', { url, key: archive.key });
    await append(fake.home, 30);
    const key = LogKey.at(ada.home.root);
    await archive.end('SIGKILL');
    const connection = await connected('collector');
    const name = key.origin.slice('countersign/'.length);
    const claim = key.checkpoint({ size: 4, root: new Uint8Array(32) });
    const sending = ada.outbox.send(3_000);
    const claims = setInterval(() => connection.publish(`cs.ack.acme.ada.${name}`, claim), 100);
    const sent = await sending;
    clearInterval(claims);
    await fake.outbox.close();
    assert.deepEqual(sent, { ok: true, value: { size: 4, archived: 0 } });
    assert.equal(archivedOf(ada.home), 0);
  });

  it('an archive that was changed afterwards does not hold, and says where', async () => {
    const ada = user('ada');
    await append(ada.home, 300);
    await sendAll(ada);
    assert.equal(await archive.end('SIGTERM'), 0);
    const checked = verifyArchive(into());
    assert.ok(checked.ok);
    const log = join(into(), 'logs', checked.value.records[0]?.log ?? '');
    const kept = join(folder, 'kept');
    cpSync(into(), kept, { recursive: true });
    const changed = (change: () => void): string => {
      change();
      const again = verifyArchive(into());
      rmSync(into(), { recursive: true });
      cpSync(kept, into(), { recursive: true });
      return again.ok ? 'holds' : again.error.code;
    };
    const edit = (path: string, how: (bytes: Buffer) => Buffer): void =>
      writeFileSync(path, how(readFileSync(path)));
    const flip = (bytes: Buffer): Buffer => {
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      return bytes;
    };
    assert.equal(
      changed(() => undefined),
      'holds',
    );
    assert.notEqual(
      changed(() => edit(join(log, tilePath('entries', 0)), flip)),
      'holds',
    );
    assert.equal(
      changed(() => edit(join(log, tilePath(0, 0)), flip)),
      'tile',
    );
    assert.equal(
      changed(() => rmSync(join(log, tilePath('entries', 1, 45)))),
      'unreadable',
    );
    assert.equal(
      changed(() => rmSync(log, { recursive: true })),
      'unreadable',
    );
    assert.equal(
      changed(() =>
        edit(join(log, 'checkpoint'), (bytes) => Buffer.from(bytes.toString().replace('\n301\n', '\n300\n'))),
      ),
      'unsigned',
    );
    assert.notEqual(
      changed(() => edit(join(into(), 'checkpoint'), flip)),
      'holds',
    );
  });

  it('a disk that is full loses nothing: it is said, and goes on when there is room', async function () {
    if (process.getuid?.() !== 0 || process.platform !== 'linux') return this.skip();
    await archive.end('SIGTERM');
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk]);
    try {
      archive = await collector(join(folder, 'collector'), ['--from', url, '--into', join(disk, 'archive')]);
      const ada = user('ada');
      await append(ada.home, 2_000, 'x'.repeat(400));
      let sent = await ada.outbox.send(1_000);
      await until('the disk to be full', () => (/ENOSPC/.test(archive.errors()) ? true : undefined));
      assert.ok(sent.ok && sent.value.archived < sent.value.size);
      execFileSync('mount', ['-o', 'remount,size=64m', disk]);
      await sendAll(ada);
      sent = await ada.outbox.send(0);
      assert.deepEqual(sent.ok && sent.value.archived, 2_001);
      assert.equal(await archive.end('SIGTERM'), 0);
      assert.equal(verifyArchive(join(disk, 'archive')).ok, true);
    } finally {
      await archive.end('SIGKILL');
      execFileSync('umount', [disk]);
    }
  });
});
