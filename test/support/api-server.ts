/** As much of a Kubernetes API server as kubectl asks, over objects that a test lays down. It records each request. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface ApiObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface ApiServer {
  readonly address: string;
  /** "GET /api/v1/namespaces/shop/pods", in their order. */
  readonly requests: readonly string[];
  /** What each was allowed to be by: the headers that hold credentials. */
  readonly credentials: readonly string[];
  forget(): void;
  /** Paths that it refuses. */
  refuse(path: RegExp | undefined): void;
  close(): Promise<void>;
}

type Kind = readonly [group: string, plural: string, kind: string, namespaced: boolean];

const kinds: readonly Kind[] = [
  ['v1', 'pods', 'Pod', true],
  ['v1', 'services', 'Service', true],
  ['v1', 'namespaces', 'Namespace', false],
  ['v1', 'replicationcontrollers', 'ReplicationController', true],
  ['v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', true],
  ['v1', 'persistentvolumes', 'PersistentVolume', false],
  ['apps/v1', 'deployments', 'Deployment', true],
  ['apps/v1', 'replicasets', 'ReplicaSet', true],
  ['apps/v1', 'statefulsets', 'StatefulSet', true],
  ['apps/v1', 'daemonsets', 'DaemonSet', true],
  ['batch/v1', 'jobs', 'Job', true],
  ['batch/v1', 'cronjobs', 'CronJob', true],
  ['networking.k8s.io/v1', 'ingresses', 'Ingress', true],
];

function discovery(path: string): object | undefined {
  if (path === '/version')
    return { major: '1', minor: '32', gitVersion: 'v1.32.4', gitCommit: '', goVersion: '', platform: '' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  const groups = [...new Set(kinds.map(([group]) => group))];
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups
        .filter((group) => group.includes('/'))
        .map((groupVersion) => {
          const [name, version] = groupVersion.split('/');
          return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
        }),
    };
  const asked = groups.find((group) => path === (group === 'v1' ? '/api/v1' : `/apis/${group}`));
  if (asked === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    groupVersion: asked,
    resources: kinds
      .filter(([group]) => group === asked)
      .map(([, name, kind, namespaced]) => ({
        name,
        kind,
        namespaced,
        singularName: '',
        verbs: ['get', 'list'],
      })),
  };
}

function status(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message };
}

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for loopback that vouches for itself. Undefined where nothing here can make one. */
export function selfSigned(folder: string): Identity | undefined {
  if (!existsSync('/usr/bin/openssl')) return undefined;
  const [key, cert] = [join(folder, 'server.key'), join(folder, 'server.pem')] as const;
  const about = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  execFileSync(
    '/usr/bin/openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...about],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

export async function apiServer(objects: readonly ApiObject[], identity?: Identity): Promise<ApiServer> {
  let requests: string[] = [];
  let credentials: string[] = [];
  let refused: RegExp | undefined;
  const answer = (url: URL): readonly [code: number, body: object] => {
    const { pathname } = url;
    if (refused?.test(pathname)) return [403, status(403, 'Forbidden', `${pathname} is forbidden`)];
    const known = discovery(pathname);
    if (known !== undefined) return [200, known];
    const match = /^\/(?:api|apis)\/(v1|[\w.]+\/v1)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/.exec(pathname);
    const [, group, namespace, plural] = match ?? [];
    const kind = kinds.find(([of, name]) => of === group && name === plural);
    if (kind === undefined) return [404, status(404, 'NotFound', `no ${pathname}`)];
    const selector = url.searchParams.get('labelSelector') ?? '';
    const items = objects.filter(
      (one) =>
        one.kind === kind[2] &&
        (namespace === undefined || one.metadata.namespace === namespace) &&
        selector
          .split(',')
          .filter((pair) => pair !== '')
          .every((pair) => one.metadata.labels?.[pair.split('=')[0] ?? ''] === pair.split('=')[1]),
    );
    return [
      200,
      {
        kind: `${kind[2]}List`,
        apiVersion: group,
        metadata: {},
        items: items.map((one) => ({ apiVersion: group, ...one })),
      },
    ];
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://server');
    requests.push(`${request.method} ${url.pathname}${url.searchParams.has('labelSelector') ? '?l' : ''}`);
    credentials.push(request.headers.authorization ?? '');
    const [code, body] = answer(url);
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const server = identity === undefined ? createServer(listener) : createSecureServer(identity, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    get credentials() {
      return credentials;
    },
    forget: () => {
      requests = [];
      credentials = [];
    },
    refuse: (path) => {
      refused = path;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
