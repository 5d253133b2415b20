import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { without } from '../support/components.js';
import { emptyFolder, type RedisServer, redisServer } from '../support/database-servers.js';
import { type FalseServer, falseServer, hasty, patient, pour, rowsOf } from '../support/look-stage.js';
import { lookAt } from '../support/looking.js';

const password = 'r-Very-s3cret';

describe('a look at Redis', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let folder: string;

  before(async function () {
    const started = await redisServer(password);
    if (started === undefined) without('Redis', this);
    server = started;
    folder = emptyFolder();
    for (let at = 0; at < 40; at += 1) server.run('SET', `user:${at}`, 'x'.repeat(100));
    server.run('-n', '3', 'HSET', 'cart "one"\n', 'a', '1');
    server.run('-n', '3', 'RPUSH', 'jobs', 'a', 'b');
    server.run('ACL', 'SETUSER', 'narrow', 'on', `>${password}`, '~*', '-@all', '+echo', '+info|server');
  });

  after(async () => {
    await server?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** What counts of writes, and all that is there. */
  const state = (): string =>
    [
      server.run('INFO', 'persistence').match(/rdb_changes_since_last_save:\d+/)?.[0],
      server.run('DEBUG', 'DIGEST'),
      server.run('ACL', 'LIST'),
    ].join('\n');

  async function seen(words: string, given: Parameters<typeof lookAt>[1] = {}) {
    const before = state();
    const looked = await lookAt(`redis-cli -h 127.0.0.1 -p ${server.port} ${words}`, {
      cwd: folder,
      env: { REDISCLI_AUTH: password },
      ...given,
    });
    assert.equal(state(), before, `a look changed something: ${words}`);
    return looked;
  }

  const told: readonly (readonly [words: string, rows: readonly string[]])[] = [
    [
      'FLUSHALL',
      ['all keys of database 0 × 40, its data is lost', 'all keys of database 3 × 2, its data is lost'],
    ],
    ['-n 3 flushdb', ['all keys of database 3 × 2, its data is lost']],
    ['FLUSHDB', ['all keys of database 0 × 40, its data is lost']],
    ['DEL user:1 nobody', ['key user:1 (N B, type string), its data is lost']],
    ['-n 3 UNLINK jobs', ['key jobs (N B, type list), its data is lost']],
  ];
  for (const [words, rows] of told)
    it(`counts what goes: ${words}`, async () => {
      const { change, text, failures } = await seen(words);
      assert.deepEqual([failures, rowsOf(text)], [[], rows]);
      assert.doesNotMatch(text, /Not known/);
      const [looked] = change?.looked ?? [];
      assert.deepEqual([looked?.place, looked?.role], ['Redis 127.0.0.1', 'primary']);
      assert.match(looked?.server ?? '', /^Redis \d/);
    });

  it('a key is asked about byte by byte, whatever stands in it', async () => {
    const { text } = await seen(`-n 3 DEL $'cart "one"\\n'`);
    assert.match(text, /type hash/);
    const injected = await seen(`DEL $'x"\\nFLUSHALL\\n'`);
    assert.match(injected.text, /Nothing changes\./);
  });

  it('rights that are missing leave what they hide as it was', async () => {
    const { text, failures } = await seen('--user narrow FLUSHALL');
    assert.deepEqual(failures, []);
    assert.match(text, /Not known: what the server 127\.0\.0\.1 holds\./);
  });

  it('a wrong password sees nothing, and is not told on', async () => {
    const looked = await seen('-a not-the-Right-one FLUSHALL');
    assert.equal(looked.change, undefined);
    assert.doesNotMatch(JSON.stringify(looked), /not-the-Right-one|r-Very-s3cret/);
  });

  for (const words of [
    '-c FLUSHALL',
    '--cluster call 127.0.0.1:1 FLUSHALL',
    '-u "$URL" FLUSHALL',
    '-h "-x" FLUSHALL',
    'GET a',
  ])
    it(`no look is offered for ${words}`, async () => {
      assert.deepEqual((await lookAt(`redis-cli ${words}`, { cwd: folder })).places, []);
    });

  it('one is offered where the connection is kept secret, with its files', async () => {
    const { places } = await lookAt('redis-cli --tls --cacert ca.pem -h cache.example -n 2 FLUSHDB', {
      cwd: folder,
    });
    assert.deepEqual(places, ['Redis cache.example']);
  });

  describe('at a server that is none', () => {
    let server: FalseServer;

    before(async () => {
      server = await falseServer();
    });

    after(() => server.close());

    const command = (): string => `redis-cli -h 127.0.0.1 -p ${server.port} FLUSHALL`;

    it('that never answers is left at the deadline', async () => {
      server.behave(() => undefined);
      const { failures } = await lookAt(command(), { cwd: folder, limits: hasty });
      assert.deepEqual(failures, [{ code: 'timeout', detail: '2' }]);
    });

    it('that sends without end is cut off', async () => {
      server.behave((socket) => pour(socket, Buffer.from(`+${'x'.repeat(60_000)}\r\n`)));
      const limits = { ...patient, bytes: 256 * 1024 };
      const { failures, change } = await lookAt(command(), { cwd: folder, limits });
      assert.deepEqual([failures.length <= 1, change], [true, undefined]);
    });
  });
});
