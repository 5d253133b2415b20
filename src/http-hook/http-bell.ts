import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isAbsolute } from 'node:path';
import { bellText } from '../messages/answers/bell.js';
import { type Answer, answerIn } from '../protocol/answer.js';
import { eventInPath, type HttpBell } from '../protocol/http-bell.js';
import { doorbellBudgetMs, payloadLimitBytes } from '../protocol/limits.js';
import { directoriesIn, hasRun } from '../protocol/payload.js';
import type { Ring } from '../protocol/ring.js';
import { refusedWith } from './admission.js';
import { sessionIn } from './session-in.js';

const lookMs = 1_000;
const arrivalMs = 15_000;
const mostConnections = 256;

/** The part of a ring that HTTP does not bring. */
export type SessionEnvironment = Pick<Ring, 'env' | 'credentials'>;

export interface BellParts {
  /** The bell of this home as it stands now; undefined when nobody rings by HTTP. */
  bell(): HttpBell | undefined;
  /** The environment in which a session of Claude Code was started. */
  environmentOf(session: string): SessionEnvironment | undefined;
  /** Never rejects. */
  ring(ring: Ring, gone: AbortSignal): Promise<Answer>;
}

/**
 * Listens for Claude Code's HTTP hooks on loopback, in whichever window comes first; the next one takes over when it
 * closes. A ring is answered with one JSON object whatever happens, or with a status that Claude Code blocks on.
 */
export class HttpBellListener {
  private server: Server | undefined;
  private served: HttpBell | undefined;
  private readonly beat: NodeJS.Timeout;

  constructor(private readonly parts: BellParts) {
    this.look();
    this.beat = setInterval(() => this.look(), lookMs).unref();
  }

  dispose(): void {
    clearInterval(this.beat);
    this.close();
  }

  private look(): void {
    const bell = this.parts.bell();
    if (bell?.port === this.served?.port && bell?.token === this.served?.token) return;
    this.close();
    if (bell) this.listen(bell);
  }

  private listen(bell: HttpBell): void {
    const server = createServer((request, response) => {
      // Without an answer Claude Code blocks.
      this.serve(request, response, bell).catch(() => response.destroy());
    });
    server.requestTimeout = arrivalMs;
    // One that is closed after a while could be closed while the next ring is on its way in it.
    server.keepAliveTimeout = 0;
    server.maxConnections = mostConnections;
    this.server = server;
    this.served = bell;
    // Another window has the port: the next look tries again.
    server.on('error', () => {
      if (this.server === server) this.close();
    });
    server.listen({ port: bell.port, host: '127.0.0.1', exclusive: true }).unref();
  }

  private close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    this.server = undefined;
    this.served = undefined;
  }

  private async serve(request: IncomingMessage, response: ServerResponse, bell: HttpBell): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.on('error', () => gone.abort());
    const status = refusedWith(request, bell);
    if (status !== undefined) return refuse(response, status);
    const payload = await bodyOf(request);
    if (payload === undefined) return refuse(response, 413);
    const event = eventInPath(request.url) ?? undefined;
    const body = bodyOfAnswer(
      hasRun(payload, event) ? this.told(payload, event) : await this.answer(payload, event, gone.signal),
    );
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  }

  private async answer(payload: Buffer, event: string | undefined, gone: AbortSignal): Promise<Answer> {
    const environment = this.parts.environmentOf(sessionIn(payload));
    if (environment === undefined) return unknownSession;
    return this.parts.ring(ringOf(payload, event, environment), gone);
  }

  /** How a call ended: nothing can be blocked any more, so Claude Code does not wait for the window to hear of it. */
  private told(payload: Buffer, event: string | undefined): Answer {
    const environment = this.parts.environmentOf(sessionIn(payload));
    if (environment !== undefined)
      void this.parts.ring(ringOf(payload, event, environment), new AbortController().signal);
    return nothing;
  }
}

function ringOf(payload: Buffer, event: string | undefined, environment: SessionEnvironment): Ring {
  const cwd = directoriesIn(payload).find((one) => isAbsolute(one)) ?? process.cwd();
  const named = event === undefined ? {} : { event };
  return {
    agent: 'claude-code',
    ...named,
    payload,
    cwd,
    ...environment,
    budgetMs: Math.floor(doorbellBudgetMs('claude-code')),
  };
}

const nothing: Answer = { stdout: '{}\n', stderr: '', exitCode: 0 };
const unknownSession: Answer = { stdout: '', stderr: bellText.unknownSession, exitCode: 2 };

/** HTTP knows no exit code: a no in words is said as a decision. */
function bodyOfAnswer({ stdout, stderr, exitCode }: Answer): string {
  if (exitCode === 0) return stdout;
  return answerIn('claude-code', { kind: 'deny', reason: stderr.trim() }).stdout;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${bellText.noRing}\n`);
}

/** The whole body; undefined when it is too large. One that never ends is cut off by the server. */
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= payloadLimitBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve(undefined));
  });
}
