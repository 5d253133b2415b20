/** A repository over smart HTTP on loopback: git's own CGI program behind a server of Node. */
import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface GitOverHttp {
  readonly url: string;
  /** Requests so far, and the bytes of their answers. */
  readonly counts: { requests: number; bytes: number };
  /** What stands between the client and git, when set: it answers and returns true. */
  trouble: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

export async function gitOverHttp(folder: string): Promise<GitOverHttp> {
  const program = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  const counts = { requests: 0, bytes: 0 };
  const server = createServer((request, response) => {
    counts.requests += 1;
    if (served.trouble?.(request, response) === true) return;
    answer(program, folder, request, response, counts);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const served: GitOverHttp = {
    url: `http://127.0.0.1:${address.port}/repository.git`,
    counts,
    trouble: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
}

function answer(
  program: string,
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
  counts: { bytes: number },
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const cgi = spawn(program, [], {
    env: {
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.replace(/^\/repository\.git/, ''),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'tester',
      REMOTE_ADDR: '127.0.0.1',
      PATH: process.env['PATH'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(cgi.stdin);
  cgi.stdin.on('error', () => undefined);
  response.on('close', () => cgi.kill());
  let head: Buffer | undefined = Buffer.alloc(0);
  cgi.stdout.on('data', (chunk: Buffer) => {
    counts.bytes += chunk.length;
    if (head === undefined) {
      if (!response.write(chunk)) {
        cgi.stdout.pause();
        response.once('drain', () => cgi.stdout.resume());
      }
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(/:\s*(.*)/s);
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  cgi.on('close', () => response.end());
}
