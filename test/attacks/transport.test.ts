import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { courierFor } from '../../src/node/couriers/courier-for.js';
import { GitCourier } from '../../src/node/couriers/git-courier.js';
import { OwnRefs } from '../../src/node/couriers/own-refs.js';
import { homeAt } from '../../src/node/files/home.js';
import { readGitAddress } from '../../src/node/git/git-address.js';
import { GitRemote } from '../../src/node/git/git-remote.js';
import { type Courier, type MessageKey, mostListed } from '../../src/ports/courier.js';
import { bareRepository } from '../support/bare-repository.js';
import { type GitOverHttp, gitOverHttp } from '../support/git-http.js';
import { until } from '../support/until.js';

const newId = (): string => randomBytes(16).toString('hex');
const request = (id = newId()): MessageKey => ({ kind: 'request', id, signer: '' });
const use = (id = newId()): MessageKey => ({ kind: 'use', id, signer: '' });
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const refOf = (key: MessageKey): string => `refs/countersign/v1/${key.kind}/${key.id}`;

/** How often others had their turn while `work` ran. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const take = (): void => {
    turns += 1;
    if (!isOver) setImmediate(take);
  };
  setImmediate(take);
  await work();
  isOver = true;
  return turns;
}

describe('attacks on the transport', function () {
  this.timeout(120_000);
  let root: string;
  let bare: string;
  let server: GitOverHttp;
  const couriers: Courier[] = [];

  const git = (args: readonly string[], input?: string | Buffer): string =>
    execFileSync('git', ['-C', bare, ...args], {
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    }).trim();
  const courier = (person: string, url = server.url): Courier => {
    const made = courierFor(`git+${url}`, { home: homeAt(join(root, person)) });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    couriers.push(made.value);
    return made.value;
  };
  /** Gives up soon. */
  const hasty = (url: string): Courier => {
    const home = homeAt(join(root, 'hasty'));
    const remote = GitRemote.at(url, home, 1_500);
    if (!remote.ok) throw new Error(remote.error.detail);
    const made = new GitCourier({ remote: remote.value, own: new OwnRefs(home, url), now: Date.now });
    couriers.push(made);
    return made;
  };

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'cs-transport-'));
    bare = bareRepository(join(root, 'r.git'));
    server = await gitOverHttp(bare);
  });
  afterEach(async () => {
    for (const one of couriers.splice(0)) one.dispose();
    await server.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  });

  it('attack 37: 10,000 junk refs freeze nothing, and hide nothing that was known', async () => {
    const alice = courier('alice');
    const key = request('f'.repeat(32));
    await alice.put(key, bytesOf('request'));
    const junk = git(['hash-object', '-w', '--stdin'], 'junk');
    const lines = Array.from({ length: 10_000 }, () => `create ${refOf(request())} ${junk}\n`);
    git(['update-ref', '--stdin'], lines.join(''));
    let listed: readonly MessageKey[] = [];
    const turns = await turnsDuring(async () => {
      const list = await alice.list('request');
      assert.ok(list.ok, JSON.stringify(list));
      listed = list.value;
    });
    assert.equal(listed.length, mostListed);
    assert.ok(listed.some((one) => one.id === key.id));
    assert.ok(turns > 20, `others had ${turns} turns`);
    const mine = use();
    assert.deepEqual(await alice.put(mine, bytesOf('u')), { ok: true, value: 'created' });
    assert.deepEqual(await alice.get(key), { ok: true, value: bytesOf('request') });
    // Junk under other requests costs who watches one nothing.
    server.counts.bytes = 0;
    assert.deepEqual(await alice.list('answer', key.id), { ok: true, value: [] });
    assert.ok(server.counts.bytes < 1_500, `${server.counts.bytes} bytes`);
  });

  it('attack 37: names that are no keys are nobody', async () => {
    const junk = git(['hash-object', '-w', '--stdin'], 'junk');
    for (const name of [
      'request/x',
      'request/ABCDEF',
      `request/${'a'.repeat(33)}`,
      `answer/${'a'.repeat(32)}/b`,
      'other/x',
    ]) {
      git(['update-ref', `refs/countersign/v1/${name}`, junk]);
    }
    const bob = courier('bob');
    assert.deepEqual(await bob.list('request'), { ok: true, value: [] });
    assert.deepEqual(await bob.list('answer'), { ok: true, value: [] });
  });

  it('attack 37: of a blob of 300 MB no more than its first bytes is sent', async () => {
    const path = join(root, 'large');
    const file = openSync(path, 'w');
    for (let count = 0; count < 300; count += 1) writeSync(file, randomBytes(1_000_000));
    closeSync(file);
    const key = request();
    const large = git(['-c', 'core.compression=0', 'hash-object', '-w', path]);
    rmSync(path);
    git(['update-ref', refOf(key), large]);
    const bob = courier('bob');
    server.counts.bytes = 0;
    const before = process.memoryUsage().rss;
    const read = await bob.get(key);
    assert.equal(!read.ok && read.error.code, 'too-large');
    assert.ok(server.counts.bytes < 3_000_000, `${server.counts.bytes} bytes were sent`);
    assert.ok(process.memoryUsage().rss - before < 100_000_000);
  });

  it('attack 37: a small pack that unpacks to 300 MB is not unpacked', async () => {
    const path = join(root, 'zeros');
    writeFileSync(path, '');
    truncateSync(path, 300_000_000);
    const key = request();
    git(['update-ref', refOf(key), git(['hash-object', '-w', path])]);
    const read = await courier('bob').get(key);
    assert.equal(!read.ok && read.error.code, 'too-large');
  });

  it('attack 37: a name that points to a commit, a tree or a tag is no message', async () => {
    const bob = courier('bob');
    const tree = git(['hash-object', '-w', '-t', 'tree', '--stdin'], '');
    const who = 'a <a@x.example> 0 +0000';
    const commit = git(
      ['hash-object', '-w', '-t', 'commit', '--stdin'],
      `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nhello\n`,
    );
    const tag = git(
      ['hash-object', '-w', '-t', 'tag', '--stdin'],
      `object ${commit}\ntype commit\ntag t\ntagger ${who}\n\nhello\n`,
    );
    for (const id of [tree, commit, tag]) {
      const key = request();
      git(['update-ref', refOf(key), id]);
      const read = await bob.get(key);
      assert.equal(!read.ok && read.error.code, 'unusable', id);
    }
  });

  it('attack 37: what is deleted, delayed and repeated is absent, late and the same', async () => {
    const [alice, bob] = [courier('alice'), courier('bob')];
    const key = request();
    await alice.put(key, bytesOf('r'));
    let told = 0;
    bob.attend?.(true);
    const stop = bob.watch('request', key.id, () => {
      told += 1;
    });
    await until('the request', () => (told >= 1 ? true : undefined));
    git(['update-ref', '-d', refOf(key)]);
    assert.deepEqual(await bob.get(key), { ok: true, value: undefined });
    await until('its end', () => (told >= 2 ? true : undefined));
    await alice.put(key, bytesOf('r'));
    await until('it again', () => (told >= 3 ? true : undefined));
    stop();
    assert.deepEqual(await bob.get(key), { ok: true, value: bytesOf('r') });
  });

  it('attack 38: a message that another member overwrote is read as it now is, and watchers are told', async () => {
    const [alice, bob] = [courier('alice'), courier('bob')];
    const key = request();
    await alice.put(key, bytesOf('true'));
    let told = 0;
    const stop = alice.watch('request', key.id, () => {
      told += 1;
    });
    await until('the request', () => (told >= 1 ? true : undefined));
    git(['update-ref', refOf(key), git(['hash-object', '-w', '--stdin'], 'forged')]);
    await until('the change', () => (told >= 2 ? true : undefined));
    stop();
    assert.deepEqual(await bob.get(key), { ok: true, value: bytesOf('forged') });
    assert.deepEqual(await alice.put(key, bytesOf('true')), { ok: true, value: 'exists' });
  });

  it('attack 39: of eight who begin a use at once, one begins', async () => {
    const key = use();
    const all = Array.from({ length: 8 }, (_, index) => courier(`person-${index}`));
    const done = await Promise.all(all.map((one, index) => one.put(key, bytesOf(`machine ${index}`))));
    assert.equal(done.filter((one) => one.ok && one.value === 'created').length, 1, JSON.stringify(done));
  });

  it('attack 39: a use on a branch beside one of a name of its own is nobody’s', async () => {
    const key = use();
    const who = 'a <a@x.example> 0 +0000';
    const tree = git(['hash-object', '-w', '-t', 'tree', '--stdin'], '');
    const commit = git(
      ['hash-object', '-w', '-t', 'commit', '--stdin'],
      `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nx\n`,
    );
    git(['update-ref', `refs/heads/countersign/v1/use/${key.id}`, commit]);
    assert.deepEqual(await courier('alice').put(key, bytesOf('u')), { ok: true, value: 'exists' });
  });

  it('names a remote that is down, one that never answers, and one that wants a password', async () => {
    const codes: string[] = [];
    const told = async (one: Courier): Promise<void> => {
      const results = [
        await one.list('request'),
        await one.get(request()),
        await one.put(request(), bytesOf('r')),
      ];
      for (const result of results) codes.push(result.ok ? 'ok' : result.error.code);
    };
    await told(hasty('http://127.0.0.1:9/r.git'));
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await told(hasty(`http://127.0.0.1:${port}/r.git`));
    silent.close();
    server.trouble = (_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      return true;
    };
    await told(hasty(server.url));
    server.trouble = undefined;
    await told(hasty(`file://${root}/not-there.git`));
    assert.deepEqual(codes, [
      ...['unreachable', 'unreachable', 'unreachable'],
      ...['timeout', 'timeout', 'timeout'],
      ...['refused', 'refused', 'refused'],
      ...['refused', 'refused', 'refused'],
    ]);
  });

  it('answers where its own home folder cannot be written', async () => {
    writeFileSync(join(root, 'blocked'), 'a file in the place of the folder');
    const one = courier('blocked');
    for (const result of [
      await one.list('request'),
      await one.get(request()),
      await one.put(request(), bytesOf('r')),
    ]) {
      assert.equal(!result.ok && result.error.code, 'unusable');
    }
    const stop = one.watch('answer', newId(), () => undefined);
    assert.equal((await one.list('request')).ok, false);
    stop();
    rmSync(join(root, 'blocked'));
    assert.deepEqual(await one.list('request'), { ok: true, value: [] });
  });

  it('takes garbage in the place of git’s protocol as a failure', async () => {
    const garbage = [
      Buffer.from('0000'),
      Buffer.from('<html>hello</html>'),
      Buffer.from('ffff'),
      randomBytes(10_000),
    ];
    for (const body of garbage) {
      server.trouble = (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/x-git-upload-pack-advertisement' }).end(body);
        return true;
      };
      const one = hasty(server.url);
      for (const result of [await one.list('request'), await one.get(request())]) {
        assert.equal(result.ok, false, body.toString('latin1').slice(0, 20));
      }
    }
  });

  it('says nothing of a password that stands in an address', async () => {
    const one = hasty('http://ada:secret-token@127.0.0.1:9/r.git');
    const results = [await one.list('request'), await one.put(request(), bytesOf('x'))];
    assert.doesNotMatch(JSON.stringify(results), /secret-token/);
  });

  it('asks a watched remote again and again, by one small request each time', async () => {
    const one = courier('alice');
    const stop = one.watch('request', undefined, () => undefined);
    await until('the first look', () => (server.counts.requests >= 2 ? true : undefined));
    assert.deepEqual(await one.list('request'), { ok: true, value: [] });
    const { requests, bytes } = server.counts;
    assert.ok(bytes < 3_000, `${bytes} bytes`);
    const stopOne = one.watch('answer', newId(), () => undefined);
    const more = (): number => server.counts.requests - requests;
    await until('three looks', () => (more() >= 3 ? true : undefined));
    assert.ok(server.counts.bytes - bytes < 1_000 * more(), `${server.counts.bytes - bytes} bytes`);
    stop();
    stopOne();
  });

  it('cleans up what its user put a day ago, in batches, and nothing else', async () => {
    const home = homeAt(join(root, 'tidy'));
    const url = `file://${bare}`;
    const remote = GitRemote.at(url, home);
    assert.ok(remote.ok);
    let now = Date.now();
    const own = new OwnRefs(home, url);
    const one = new GitCourier({ remote: remote.value, own, now: () => now });
    couriers.push(one);
    const mine = Array.from({ length: 3 }, () => request());
    for (const key of mine) await one.put(key, bytesOf('m'));
    const theirs = request();
    await courier('bob').put(theirs, bytesOf('t'));
    assert.deepEqual(await one.cleanUp(), { ok: true, value: 0 });
    now += 25 * 3_600_000;
    assert.deepEqual(await one.cleanUp(), { ok: true, value: 3 });
    assert.deepEqual(await one.cleanUp(), { ok: true, value: 0 });
    assert.deepEqual(await one.list('request'), { ok: true, value: [theirs] });
  });

  it('asks nothing of addresses that run commands or are options', () => {
    const refused = [
      'ext::sh -c "touch /tmp/x"',
      'ext::sh',
      '--upload-pack=touch',
      '-oProxyCommand=touch',
      'ssh://-oProxyCommand=touch/x',
      'ssh://a@-oProxyCommand=touch/x',
      'ssh://host/ x',
      'host:-x',
      'git://host/x',
      'fd::3',
      'https://host/a\nb',
      '../relative',
      'file://other-host/x',
      '',
    ];
    for (const url of refused) assert.equal(readGitAddress(url).ok, false, url);
    const taken = {
      'https://ada:token@host/x.git': 'https://host/x.git',
      'ssh://git@host:2222/team/app.git': 'ssh://git@host:2222/team/app.git',
      'git@host:team/app.git': 'git@host:team/app.git',
      'ssh://git@[::1]/x': 'ssh://git@[::1]/x',
      '/srv/git/app.git': '/srv/git/app.git',
    };
    for (const [url, shown] of Object.entries(taken)) {
      const address = readGitAddress(url);
      assert.equal(address.ok && address.value.shown, shown);
    }
  });

  it('attack 37: a shared folder with links, pipes and endless files in it', async () => {
    const shared = join(root, 'shared');
    mkdirSync(join(shared, 'countersign-v1/request'), { recursive: true });
    const made = courierFor(`folder:${shared}`, { home: homeAt(join(root, 'home')) });
    assert.ok(made.ok);
    couriers.push(made.value);
    const place = (key: MessageKey): string => join(shared, 'countersign-v1/request', key.id);
    const [link, pipe, large, folder] = [request(), request(), request(), request()];
    symlinkSync('/etc/passwd', place(link));
    execFileSync('mkfifo', [place(pipe)]);
    writeFileSync(place(large), '');
    truncateSync(place(large), 300_000_000);
    mkdirSync(place(folder));
    for (const [key, code] of [
      [link, 'unusable'],
      [pipe, 'unusable'],
      [large, 'too-large'],
      [folder, 'unusable'],
    ] as const) {
      const read = await made.value.get(key);
      assert.equal(!read.ok && read.error.code, code);
    }
    rmSync(shared, { recursive: true });
    for (const result of [await made.value.list('request'), await made.value.put(request(), bytesOf('x'))]) {
      assert.equal(!result.ok && result.error.code, 'unreachable');
    }
    assert.equal(existsSync(shared), false);
  });
});
