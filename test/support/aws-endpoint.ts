/** An endpoint that answers as AWS does where a test has laid an answer down, and records each request. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AwsEndpoint {
  readonly address: string;
  /** "DescribeInstances", "GET /bucket?versioning=", in their order. */
  readonly requests: readonly string[];
  forget(): void;
  close(): Promise<void>;
}

/** Answers by the operation's name or by the path of an object store: XML. What has none is refused as by missing rights. */
export async function awsEndpoint(answers: () => Readonly<Record<string, string>>): Promise<AwsEndpoint> {
  let requests: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const action = new URLSearchParams(body).get('Action');
      const url = new URL(request.url ?? '/', 'http://aws');
      const key = action ?? `${url.pathname}${url.searchParams.has('versioning') ? '?versioning' : ''}`;
      requests.push(action ?? `${request.method} ${url.pathname}${url.search}`);
      const answer = answers()[key];
      response.writeHead(answer === undefined ? 403 : 200, { 'content-type': 'text/xml' });
      response.end(
        answer ??
          '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed to look</Message></Error></ErrorResponse>',
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    forget: () => {
      requests = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
