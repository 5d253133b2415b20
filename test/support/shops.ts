/** The shops that a release goes to, on loopback, as far as their uploaders ask: who proves itself by the workflow's identity may upload. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Upload {
  readonly shop: 'marketplace' | 'open-vsx';
  /** SHA-256 of what arrived. */
  readonly digest: string;
  readonly token: string;
}

export interface Shops {
  readonly url: string;
  readonly uploads: readonly Upload[];
  /** What the identity was asked for. */
  readonly audiences: readonly string[];
  close(): Promise<void>;
}

/** How the client of the Marketplace finds its ways: the two that publishing takes. */
const ways = ['e11ea35a-16fe-4b80-ab11-c4cab88a0966', 'a41192c8-9525-4b58-bc86-179fa549d80d'].map((id) => ({
  id,
  area: 'gallery',
  resourceName: 'extensions',
  routeTemplate: '_apis/{area}/{resource}/{publisherName}/{extensionName}',
  resourceVersion: 2,
  minVersion: '1.0',
  maxVersion: '7.2',
  releasedVersion: '0.0',
}));

export async function openShops(): Promise<Shops> {
  const uploads: Upload[] = [];
  const audiences: string[] = [];
  /** What is answered; nothing is a 404. */
  function answer(request: IncomingMessage, body: Buffer): unknown {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const digest = createHash('sha256').update(body).digest('hex');
    const authorization = request.headers.authorization ?? '';
    if (pathname === '/identity') {
      audiences.push(searchParams.get('audience') ?? '');
      return authorization === 'Bearer asked' ? { value: 'identity' } : undefined;
    }
    if (pathname === '/_apis/gallery/token')
      return authorization === 'FederatedToken identity' ? { credential: 'session' } : undefined;
    if (request.method === 'OPTIONS') return { count: ways.length, value: ways };
    if (pathname.startsWith('/_apis/gallery/extensions')) {
      if (request.method !== 'POST') return undefined;
      const token = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
      uploads.push({ shop: 'marketplace', digest, token });
      return { extensionName: 'countersign' };
    }
    if (pathname === '/api/version') return { version: '1.4.0' };
    if (pathname === '/api/-/trusted-publishing/token')
      return body.includes('"token":"identity"') ? { value: 'lent' } : undefined;
    if (pathname === '/api/-/publish') {
      uploads.push({ shop: 'open-vsx', digest, token: authorization });
      return { namespace: 'countersign', name: 'countersign', version: '0' };
    }
    return undefined;
  }
  const server = createServer((request, response) => {
    void read(request).then((body) => say(response, answer(request, body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    uploads,
    audiences,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function say(response: ServerResponse, body: unknown): void {
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? { message: 'not here' }));
}
