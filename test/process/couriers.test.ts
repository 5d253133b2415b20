import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { courierFor } from '../../src/node/couriers/courier-for.js';
import { homeAt } from '../../src/node/files/home.js';
import { type Courier, type MessageKey, messageLimitBytes } from '../../src/ports/courier.js';
import { bareRepository } from '../support/bare-repository.js';
import { without } from '../support/components.js';
import { gitOverHttp } from '../support/git-http.js';
import { gitOverSsh } from '../support/git-ssh.js';
import { Mailbox, MemoryCourier } from '../support/memory-courier.js';
import { natsServer } from '../support/nats-server.js';
import { until } from '../support/until.js';

/** A place that two persons reach, each with a home of their own. */
interface Place {
  readonly courier: (person: string) => Courier;
  close(): Promise<void>;
}

const places: Readonly<Record<string, (context: Mocha.Context, root: string) => Promise<Place>>> = {
  memory: async () => {
    const box = new Mailbox();
    return { courier: () => new MemoryCourier(box), close: async () => undefined };
  },
  folder: async (_context, root) => byUrl(root, `folder:${root}`),
  'git file://': async (_context, root) => byUrl(root, `git+file://${bareRepository(join(root, 'r.git'))}`),
  'git http://': async (_context, root) => {
    const server = await gitOverHttp(bareRepository(join(root, 'r.git')));
    return byUrl(root, `git+${server.url}`, server.close);
  },
  'git ssh://': async (context, root) => {
    const server = await gitOverSsh(root, bareRepository(join(root, 'r.git')), { isCurrent: true });
    if (server === undefined) return without('sshd (apt-get install openssh-server)', context);
    return byUrl(root, `git+${server.url}`, server.close);
  },
  'git ssh:// (a server that speaks the old protocol)': async (context, root) => {
    const server = await gitOverSsh(root, bareRepository(join(root, 'r.git')), { isCurrent: false });
    if (server === undefined) return without('sshd (apt-get install openssh-server)', context);
    return byUrl(root, `git+${server.url}`, server.close);
  },
  'git file://, a remote that takes only branches': async (_context, root) =>
    byUrl(
      root,
      `git+file://${bareRepository(join(root, 'r.git'), ['transfer.hideRefs', 'refs/countersign'])}`,
    ),
  'git file://, objects named by SHA-256': async (_context, root) => {
    const folder = join(root, 'r.git');
    execFileSync('git', ['init', '-q', '--bare', '--object-format=sha256', folder], { stdio: 'pipe' });
    return byUrl(root, `git+file://${folder}`);
  },
  nats: async (context, root) => {
    const server = await natsServer(join(root, 'nats'));
    if (server === undefined) return without('nats-server (apt-get install nats-server)', context);
    return byUrl(root, `${server.url}/team-a`, server.close);
  },
};

function byUrl(root: string, url: string, close: () => Promise<void> = async () => undefined): Place {
  return {
    courier: (person) => {
      const made = courierFor(url, { home: homeAt(join(root, person)) });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      return made.value;
    },
    close,
  };
}

const newId = (): string => randomBytes(16).toString('hex');
const request = (id = newId()): MessageKey => ({ kind: 'request', id, signer: '' });
const use = (id = newId()): MessageKey => ({ kind: 'use', id, signer: '' });
const answer = (id: string, signer = newId()): MessageKey => ({ kind: 'answer', id, signer });
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

for (const [name, lay] of Object.entries(places)) {
  describe(`courier: ${name}`, function () {
    this.timeout(60_000);
    let root: string;
    let place: Place;
    let alice: Courier;
    let bob: Courier;

    before(async function () {
      root = mkdtempSync(join(tmpdir(), 'cs-courier-'));
      place = await lay(this, root);
      alice = place.courier('alice');
      bob = place.courier('bob');
    });

    after(async () => {
      alice?.dispose();
      bob?.dispose();
      await place?.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    });

    it('carries bytes as they are', async () => {
      const key = request();
      const bytes = new Uint8Array(randomBytes(5_000));
      assert.deepEqual(await alice.put(key, bytes), { ok: true, value: 'created' });
      assert.deepEqual(await bob.get(key), { ok: true, value: bytes });
    });

    it('knows nothing of what nobody put', async () => {
      assert.deepEqual(await bob.get(request()), { ok: true, value: undefined });
      assert.deepEqual(await bob.list('answer', newId()), { ok: true, value: [] });
    });

    it('creates and never replaces, not even with the same bytes', async () => {
      const key = request();
      assert.deepEqual(await alice.put(key, bytesOf('first')), { ok: true, value: 'created' });
      assert.deepEqual(await bob.put(key, bytesOf('second')), { ok: true, value: 'exists' });
      assert.deepEqual(await bob.put(key, bytesOf('first')), { ok: true, value: 'exists' });
      assert.deepEqual(await alice.get(key), { ok: true, value: bytesOf('first') });
    });

    it('has one winner of a race', async () => {
      const key = use();
      const tries = ['a', 'b', 'c', 'd'].map((one, index) =>
        (index % 2 ? alice : bob).put(key, bytesOf(one)),
      );
      const done = await Promise.all(tries);
      const created = done.filter((one) => one.ok && one.value === 'created');
      assert.equal(created.length, 1, JSON.stringify(done));
    });

    it('lists a kind, and the answers to one request', async () => {
      const key = request();
      const [one, other] = [answer(key.id), answer(newId())];
      await alice.put(key, bytesOf('r'));
      await bob.put(one, bytesOf('a'));
      await bob.put(other, bytesOf('b'));
      const requests = await bob.list('request');
      assert.ok(requests.ok && requests.value.some((found) => found.id === key.id));
      assert.deepEqual(await alice.list('answer', key.id), { ok: true, value: [one] });
      const answers = await alice.list('answer');
      assert.deepEqual(
        answers.ok &&
          answers.value.filter((found) => [one.signer, other.signer].includes(found.signer)).length,
        2,
      );
      assert.deepEqual(await alice.list('request', key.id), { ok: true, value: [key] });
    });

    it('lists what of one id lies side by side, of all ids too', async () => {
      for (const kind of ['entries', 'archived'] as const) {
        const key: MessageKey = { kind, id: newId(), signer: newId() };
        assert.ok((await alice.put(key, bytesOf('x'))).ok, kind);
        assert.deepEqual(await bob.list(kind), { ok: true, value: [key] });
        assert.deepEqual(await bob.list(kind, key.id), { ok: true, value: [key] });
      }
    });

    it('tells who watches, of one request and of all', async () => {
      const key = request();
      const seen: string[] = [];
      const told = (what: string) => (): void => {
        seen.push(what);
      };
      alice.attend?.(true);
      const stops = [
        alice.watch('request', undefined, told('requests')),
        alice.watch('answer', key.id, told('answers')),
      ];
      await bob.put(key, bytesOf('r'));
      await waitFor(() => seen.includes('requests'));
      await bob.put(answer(key.id), bytesOf('a'));
      await waitFor(() => seen.includes('answers'));
      for (const stop of stops) stop();
      assert.deepEqual([...new Set(seen)].sort(), ['answers', 'requests']);
    });

    it('says nothing to who has stopped watching', async () => {
      let [told, witnessed] = [0, 0];
      const key = request();
      const stop = alice.watch('answer', key.id, () => {
        told += 1;
      });
      const witness = alice.watch('answer', key.id, () => {
        witnessed += 1;
      });
      stop();
      await bob.put(answer(key.id), bytesOf('a'));
      await waitFor(() => witnessed > 0);
      witness();
      assert.equal(told, 0);
    });

    it('removes, and what is gone already is no failure', async () => {
      const [one, other] = [request(), request()];
      await alice.put(one, bytesOf('1'));
      assert.deepEqual(await alice.remove([one, other]), { ok: true, value: undefined });
      assert.deepEqual(await bob.get(one), { ok: true, value: undefined });
      assert.deepEqual(await alice.remove([]), { ok: true, value: undefined });
    });

    it('takes a message of the greatest size, and none above', async () => {
      const key = request();
      const whole = new Uint8Array(randomBytes(messageLimitBytes));
      assert.deepEqual(await alice.put(key, whole), { ok: true, value: 'created' });
      const read = await bob.get(key);
      assert.ok(read.ok && read.value && Buffer.compare(read.value, whole) === 0);
      const more = await alice.put(request(), new Uint8Array(messageLimitBytes + 1));
      assert.equal(!more.ok && more.error.code, 'too-large');
    });

    it('makes no path of a key that is none', async () => {
      for (const id of [
        '',
        '..',
        '../../etc/passwd',
        'A'.repeat(32),
        'a'.repeat(31),
        `${'a'.repeat(32)}/x`,
      ]) {
        const put = await alice.put(request(id), bytesOf('x'));
        assert.equal(!put.ok && put.error.code, 'unusable', id);
        const got = await alice.get(request(id));
        assert.equal(!got.ok && got.error.code, 'unusable', id);
      }
      const unsigned = await alice.put(answer(newId(), ''), bytesOf('x'));
      assert.equal(!unsigned.ok && unsigned.error.code, 'unusable');
    });

    it('tries itself out and leaves nothing behind', async () => {
      const found = await alice.probe();
      assert.ok(found.ok, JSON.stringify(found));
      assert.notEqual(found.value.place, '');
    });
  });
}

function waitFor(isTrue: () => boolean): Promise<true> {
  return until('being told', () => (isTrue() ? true : undefined), 20_000, 20);
}
