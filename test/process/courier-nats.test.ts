import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { courierFor } from '../../src/node/couriers/courier-for.js';
import type { NatsCredentials } from '../../src/node/couriers/nats-courier.js';
import { homeAt } from '../../src/node/files/home.js';
import type { Courier, MessageKey } from '../../src/ports/courier.js';
import { without } from '../support/components.js';
import { type NatsServer, natsServer } from '../support/nats-server.js';
import { until } from '../support/until.js';

const newId = (): string => randomBytes(16).toString('hex');
const request = (id = newId()): MessageKey => ({ kind: 'request', id, signer: '' });
const bytes = new Uint8Array(Buffer.from('{"a":1}'));

describe('the courier over NATS', function () {
  this.timeout(60_000);
  let folder: string;
  let server: NatsServer | undefined;
  const couriers: Courier[] = [];
  const courier = (url: string, nats: NatsCredentials = {}): Courier => {
    const made = courierFor(url, { home: homeAt(join(folder, 'home')), nats });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    couriers.push(made.value);
    return made.value;
  };
  const started = async (
    context: Mocha.Context,
    args: readonly string[] = [],
    port = 0,
  ): Promise<NatsServer> => {
    server = await natsServer(join(folder, 'nats'), args, port);
    return server ?? without('nats-server (apt-get install nats-server)', context);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-nats-'));
  });
  afterEach(async () => {
    for (const one of couriers.splice(0)) one.dispose();
    await server?.close();
    server = undefined;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is unreachable where no server is, in bounded time', async () => {
    const listed = await courier('nats://127.0.0.1:9').list('request');
    assert.equal(!listed.ok && listed.error.code, 'unreachable');
  });

  it('keeps teams of one server apart', async function () {
    const { url } = await started(this);
    const key = request();
    assert.deepEqual(await courier(`${url}/one`).put(key, bytes), { ok: true, value: 'created' });
    assert.deepEqual(await courier(`${url}/two`).get(key), { ok: true, value: undefined });
    assert.deepEqual(await courier(`${url}/one`).get(key), { ok: true, value: bytes });
  });

  it('goes on after the server was away: messages are there, and who watches is told', async function () {
    const { url, port } = await started(this);
    const one = courier(url);
    const key = request();
    await one.put(key, bytes);
    let told = 0;
    one.watch('request', undefined, () => {
      told += 1;
    });
    await until('the first news', () => (told > 0 ? true : undefined));
    await server?.close();
    const away = await one.get(key);
    assert.equal(away.ok, false);
    told = 0;
    await started(this, [], port);
    await until('news after the return', () => (told > 0 ? true : undefined), 20_000);
    assert.deepEqual(await one.get(key), { ok: true, value: bytes });
  });

  it('watches a server that comes later', async function () {
    const { url, port } = await started(this);
    await server?.close();
    const one = courier(url);
    let told = 0;
    one.watch('request', undefined, () => {
      told += 1;
    });
    await attempted(port);
    assert.equal(told, 0);
    await started(this, [], port);
    await until('the first news', () => (told > 0 ? true : undefined), 20_000);
  });

  it('refuses a stream that would replace messages', async function () {
    const { url, port } = await started(this);
    const connection = await connect({ servers: `127.0.0.1:${port}` });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({
      name: 'countersign-team',
      subjects: ['countersign.team.>'],
      discard: DiscardPolicy.Old,
    });
    await connection.close();
    const put = await courier(url).put(request(), bytes);
    assert.equal(!put.ok && put.error.code, 'unusable');
  });

  it('needs the credentials that the server wants, from a file or a variable, and says none of them', async function () {
    const config = join(folder, 'config');
    writeFileSync(config, 'authorization { user: ada, password: right }\n');
    const { url } = await started(this, ['-c', config]);
    const named = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const codes: string[] = [];
    for (const nats of [{}, { file: named('wrong', 'ada:wrong') }, { file: join(folder, 'missing') }]) {
      const listed = await courier(url, nats).list('request');
      codes.push(listed.ok ? 'ok' : listed.error.code);
      assert.doesNotMatch(JSON.stringify(listed), /right|wrong/);
    }
    assert.deepEqual(codes, ['refused', 'refused', 'unusable']);
    assert.deepEqual(await courier(url, { file: named('right', 'ada:right\n') }).list('request'), {
      ok: true,
      value: [],
    });
    const home = homeAt(join(folder, 'home'));
    mkdirSync(home.root, { recursive: true });
    writeFileSync(join(home.root, 'nats.creds'), 'ada:right');
    const made = courierFor(url, { home });
    assert.ok(made.ok);
    couriers.push(made.value);
    assert.equal((await made.value.list('request')).ok, true);
    process.env['COUNTERSIGN_TEST_NATS'] = 'ada:right';
    const byVariable = await courier(url, { variable: 'COUNTERSIGN_TEST_NATS' }).list('request');
    delete process.env['COUNTERSIGN_TEST_NATS'];
    assert.equal(byVariable.ok, true);
  });

  it('speaks TLS where the address says so, and to no server whose certificate it does not know', async function () {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        certificate,
        ...subject,
      ],
      { stdio: 'pipe' },
    );
    assert.match(readFileSync(certificate, 'utf8'), /BEGIN CERTIFICATE/);
    const { port } = await started(this, ['--tls', '--tlscert', certificate, '--tlskey', key]);
    const url = `tls://localhost:${port}`;
    const stranger = await courier(url).list('request');
    assert.equal(stranger.ok, false);
    assert.deepEqual(await courier(url, { caFile: certificate }).put(request(), bytes), {
      ok: true,
      value: 'created',
    });
  });
});

/** Resolves when somebody tried to reach this port, on which nothing answers. */
async function attempted(port: number): Promise<void> {
  let tried: () => void = () => undefined;
  const once = new Promise<void>((resolve) => {
    tried = resolve;
  });
  const deaf = createServer((socket) => {
    socket.destroy();
    tried();
  });
  await new Promise<void>((resolve) => deaf.listen(port, '127.0.0.1', resolve));
  await once;
  await new Promise((resolve) => deaf.close(resolve));
}
