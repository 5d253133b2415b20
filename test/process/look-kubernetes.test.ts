import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiObject, type ApiServer, apiServer, selfSigned } from '../support/api-server.js';
import { without } from '../support/components.js';
import { emptyFolder } from '../support/database-servers.js';
import { type FalseServer, falseServer, hasty, patient, pour, rowsOf } from '../support/look-stage.js';
import { lookAt, lookupsFor } from '../support/looking.js';

const token = 'k-Very-s3cret-token';

function made(kind: string, name: string, by: string, labels = {}, spec = {}): ApiObject {
  const [ownerKind, owner] = by.split('/');
  return {
    kind,
    metadata: { name, namespace: 'shop', labels, ownerReferences: [{ kind: ownerKind, name: owner }] },
    spec,
  };
}

function laid(kind: string, name: string, spec = {}, more = {}): ApiObject {
  return { kind, metadata: { name, namespace: 'shop' }, spec, ...more };
}

function claim(name: string, volume: string, more = {}): readonly ApiObject[] {
  return [
    laid(
      'PersistentVolumeClaim',
      name,
      { volumeName: volume },
      { status: { capacity: { storage: '20Gi' } }, ...more },
    ),
  ];
}

function volume(name: string, of: string, policy: string): ApiObject {
  return {
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      persistentVolumeReclaimPolicy: policy,
      capacity: { storage: '20Gi' },
      claimRef: { namespace: 'shop', name: of },
    },
  };
}

const uses = (name: string): object => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }],
});

const objects: readonly ApiObject[] = [
  laid('Deployment', 'web', { replicas: 3 }),
  made('ReplicaSet', 'web-1', 'Deployment/web', {}, { replicas: 3 }),
  ...['a', 'b', 'c'].map((one) => made('Pod', `web-1-${one}`, 'ReplicaSet/web-1', { app: 'web' })),
  laid('StatefulSet', 'db', { replicas: 2 }),
  ...['0', '1'].map((one) =>
    made('Pod', `db-${one}`, 'StatefulSet/db', { app: 'db' }, uses(`data-db-${one}`)),
  ),
  ...claim('data-db-0', 'pv-0'),
  ...claim('data-db-1', 'pv-1'),
  ...claim('lost', 'pv-9'),
  volume('pv-0', 'data-db-0', 'Delete'),
  volume('pv-1', 'data-db-1', 'Retain'),
  laid('Service', 'web', { selector: { app: 'web' } }),
  laid('Service', 'db', { selector: { app: 'db' } }),
  laid('Service', 'outside', {}),
  laid('Pod', 'lonely', {}, { metadata: { name: 'lonely', namespace: 'shop', labels: { app: 'lonely' } } }),
  laid('Secret', 'never-asked', {}),
  { kind: 'Pod', metadata: { name: 'elsewhere', namespace: 'other' } },
];

describe('a look at a cluster', function () {
  this.timeout(180_000);
  let server: ApiServer;
  let folder: string;

  before(async function () {
    if (!existsSync('/usr/bin/kubectl')) without('kubectl', this);
    folder = emptyFolder();
    server = await apiServer(objects);
    mkdirSync(join(folder, '.kube'));
    configure({ token });
  });

  after(async () => {
    await server?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  function configure(user: object, to = server.address, cluster: object = {}): void {
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'prod-eu',
      contexts: [{ name: 'prod-eu', context: { cluster: 'eu', user: 'ada', namespace: 'shop' } }],
      clusters: [{ name: 'eu', cluster: { server: to, ...cluster } }],
      users: [{ name: 'ada', user }],
    };
    writeFileSync(join(folder, '.kube', 'config'), JSON.stringify(config));
  }

  /** What the look says; all that was sent are reads, and nothing is left on this disk. */
  async function seen(words: string) {
    server.forget();
    const before = readdirSync(join(folder, '.kube'));
    const looked = await lookAt(`kubectl ${words}`, { cwd: folder, limits: patient });
    assert.ok(server.requests.length > 0);
    for (const request of server.requests) assert.match(request, /^GET /);
    assert.doesNotMatch(server.requests.join('\n'), /secrets|configmaps/);
    assert.deepEqual(readdirSync(join(folder, '.kube')), before);
    return looked;
  }

  const told: readonly (readonly [words: string, rows: readonly string[]])[] = [
    [
      'delete namespace shop',
      [
        'namespace shop, its data is lost',
        'deployment shop/web',
        'statefulset shop/db',
        'persistentvolumeclaim shop/data-db-0 (20Gi, policy Delete, mounted by db-0), its data is lost',
        'persistentvolumeclaim shop/lost (20Gi), its data is lost',
        'persistentvolumeclaim shop/data-db-1 (20Gi, policy Retain, mounted by db-1), can be brought back',
        'service shop/web',
        'service shop/db',
        'service shop/outside',
        'pods shop/web × 3',
        'pods shop/db × 2',
        'pod shop/lonely',
      ],
    ],
    [
      'delete deployment web',
      ['deployment shop/web', 'pods shop/web × 3', 'service shop/web (no pod answers it any more)'],
    ],
    ['delete deployment web --cascade=orphan', ['deployment shop/web']],
    ['delete pod web-1-a', ['pod shop/web-1-a (made anew by deployment web)']],
    [
      'delete pods -l app=db',
      ['pod shop/db-0 (made anew by statefulset db)', 'pod shop/db-1 (made anew by statefulset db)'],
    ],
    ['scale deploy/web --replicas=1', ['pods shop/web × 2', 'deployment shop/web (3 → 1)']],
    [
      'scale statefulset db --replicas=0',
      ['pods shop/db × 2', 'service shop/db (no pod answers it any more)', 'statefulset shop/db (2 → 0)'],
    ],
    ['rollout restart deployment/web', ['pods shop/web × 3', 'pods (new) × 3', 'deployment shop/web']],
    [
      'delete pvc data-db-0',
      ['persistentvolumeclaim shop/data-db-0 (20Gi, policy Delete, mounted by db-0), its data is lost'],
    ],
  ];
  for (const [words, rows] of told)
    it(`tells what goes: kubectl ${words}`, async () => {
      const { change, text, failures } = await seen(words);
      assert.deepEqual(failures, []);
      assert.deepEqual([...rowsOf(text)].sort(), [...rows].sort());
      assert.deepEqual(
        change?.looked?.map(({ place, server: by }) => [place, by]),
        [['cluster prod-eu', 'Kubernetes v1.32.4']],
      );
    });

  it('says what would bring a volume back, and what is not known of one', async () => {
    const kept = await seen('delete pvc data-db-1');
    assert.match(kept.text, /volume pv-1/);
    const lost = await seen('delete pvc lost');
    assert.match(lost.text, /Not known: what becomes of the volume of persistentvolumeclaim shop\/lost\./);
    const whole = await seen('delete namespace shop');
    assert.match(whole.text, /Not known: what else the namespace shop holds: secrets, settings/);
  });

  it('says that a thing is not there, but not where it was not shown it', async () => {
    assert.match((await seen('delete deployment nowhere')).text, /there is no deployment nowhere there/);
    server.refuse(/deployments$/);
    const { text, failures } = await seen('delete deployment web');
    server.refuse(undefined);
    assert.doesNotMatch(text, /there is no/);
    assert.match(text, /Not known: how the deployment web stands now/);
    assert.equal(failures[0]?.code, 'refused');
    assert.match(failures[0]?.detail ?? '', /forbidden/i);
  });

  it('rights that are missing for all of it leave the card as it was', async () => {
    server.refuse(/namespaces|persistentvolumes/);
    const { change, failures } = await seen('delete namespace shop');
    server.refuse(undefined);
    assert.ok(failures.length > 0);
    assert.equal(change, undefined);
  });

  it('uses the credentials of the context, and tells them to nobody', async function () {
    const identity = selfSigned(folder);
    if (identity === undefined) without('openssl', this);
    const secure = await apiServer(objects, identity);
    const trusted = { 'certificate-authority': 'ca.pem' };
    writeFileSync(join(folder, '.kube', 'ca.pem'), identity.cert);
    try {
      configure({ token }, secure.address, trusted);
      const looked = await lookAt('kubectl delete deployment web', { cwd: folder, limits: patient });
      assert.deepEqual(looked.failures, []);
      assert.match(looked.text, /pods shop\/web × 3/);
      assert.deepEqual([...new Set(secure.credentials)], [`Bearer ${token}`]);
      assert.doesNotMatch(JSON.stringify(looked), new RegExp(token));
    } finally {
      configure({ token });
      rmSync(join(folder, '.kube', 'ca.pem'));
      await secure.close();
    }
  });

  it('starts no program of a kubeconfig, and says so', async () => {
    const mark = join(folder, 'started');
    const program = join(folder, 'get-token');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(program, 0o755);
    configure({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: program, interactiveMode: 'Never' },
    });
    server.forget();
    const { failures, change, places } = await lookAt('kubectl delete deployment web', { cwd: folder });
    assert.deepEqual([places, change], [['cluster prod-eu'], undefined]);
    assert.deepEqual(failures, [{ code: 'own-credentials', detail: program }]);
    configure({ 'auth-provider': { name: 'gcp', config: { 'cmd-path': program } } });
    const older = await lookAt('kubectl delete deployment web', { cwd: folder });
    assert.deepEqual(older.failures, [{ code: 'own-credentials', detail: 'gcp' }]);
    assert.deepEqual([server.requests, existsSync(mark)], [[], false]);
    configure({ token });
  });

  it('gives the credentials of one file to no server that another names', async () => {
    const config = {
      contexts: [{ name: 'near', context: { cluster: 'near', user: 'ada', namespace: 'shop' } }],
      clusters: [{ name: 'near', cluster: { server: server.address } }],
      'current-context': 'near',
    };
    writeFileSync(join(folder, 'near'), JSON.stringify(config));
    server.forget();
    const { failures } = await lookAt('kubectl delete deployment web', {
      cwd: folder,
      env: { KUBECONFIG: `${join(folder, 'near')}:${join(folder, '.kube', 'config')}` },
    });
    assert.deepEqual(
      [failures, server.requests],
      [[{ code: 'own-credentials', detail: 'another file than the one that names the server' }], []],
    );
  });

  it('reads a flag of the cluster as the flag it is', async () => {
    configure({ token }, server.address, { 'insecure-skip-tls-verify': true });
    const { failures } = await lookAt('kubectl delete deployment web', { cwd: folder, limits: patient });
    configure({ token });
    assert.deepEqual(failures, []);
  });

  it('even where the file becomes another after it was read', async () => {
    // What is started has its own: the file of the context may be gone.
    const [look] = await lookupsFor('kubectl delete deployment web', { cwd: folder });
    assert.equal(look?.file?.variable, 'KUBECONFIG');
    assert.deepEqual(look?.env, { HOME: '/nonexistent' });
    assert.doesNotMatch(JSON.stringify(look?.runs), new RegExp(token));
  });

  for (const [why, user, cluster] of [
    ['any file as a token', { tokenFile: '/etc/shadow' }, {}],
    ['a field that is not known', { frobnicate: 'x' }, {}],
    ['a field of the cluster that is not known', { token }, { frobnicate: 'x' }],
  ] as const)
    it(`no look is offered where the kubeconfig has ${why}`, async () => {
      configure(user, server.address, cluster);
      assert.deepEqual((await lookAt('kubectl delete deployment web', { cwd: folder })).places, []);
      configure({ token });
    });

  for (const words of [
    '--server=http://elsewhere delete deployment web',
    '--token=x delete deployment web',
    '--user=other delete deployment web',
    '--as=admin delete deployment web',
    '--context="$C" delete deployment web',
    'delete -f app.yaml',
    'delete -k overlays/prod',
    'delete pods --all -A',
    'delete customthing one',
    'delete deployment "$NAME"',
    'scale deploy/web --replicas=many',
    'delete deployment web --dry-run=server',
    'get pods',
  ])
    it(`no look is offered for kubectl ${words}`, async () => {
      assert.deepEqual((await lookAt(`kubectl ${words}`, { cwd: folder })).places, []);
    });

  it('nor for one that runs elsewhere, or as somebody else', async () => {
    for (const command of ['ssh bastion kubectl delete deployment web', 'sudo kubectl delete deployment web'])
      assert.deepEqual((await lookAt(command, { cwd: folder })).places, []);
  });

  describe('at a server that is none', () => {
    let none: FalseServer;

    before(async () => {
      none = await falseServer();
      configure({ token }, `http://127.0.0.1:${none.port}`);
    });

    after(() => none.close());

    it('that never answers: it is left at the deadline', async () => {
      none.behave(() => undefined);
      const { failures } = await lookAt('kubectl delete deployment web', { cwd: folder, limits: hasty });
      assert.deepEqual(failures, [{ code: 'timeout', detail: '2' }]);
    });

    it('that sends without end, or hangs up', async () => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"kind":"';
      none.behave((socket) => {
        socket.write(head);
        pour(socket, Buffer.alloc(1024 * 1024, 'x'));
      });
      const flooded = await lookAt('kubectl delete deployment web', {
        cwd: folder,
        limits: { ...patient, milliseconds: 8_000 },
      });
      assert.equal(flooded.change, undefined);
      assert.ok(flooded.failures.every(({ code }) => /^(?:too-large|timeout|refused)$/.test(code)));
      none.behave((socket) => socket.destroy());
      const { failures, change } = await lookAt('kubectl delete deployment web', {
        cwd: folder,
        limits: { ...patient, milliseconds: 6_000 },
      });
      assert.equal(change, undefined);
      assert.match(failures[0]?.code ?? '', /^(?:refused|timeout)$/);
      assert.doesNotMatch(JSON.stringify([flooded, failures]), new RegExp(token));
    });
  });
});
