import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { credentialDigests } from '../client/credential-digests.js';
import { askGate } from '../client/pass-or-stop.js';
import { redacted } from '../core/record/redact.js';
import { serverFailedText } from '../messages/answers/gateway.js';
import { sessionVariables } from '../protocol/agent-markers.js';
import { engineEnvironment } from '../protocol/environment.js';
import { doorbellBudgetMs, payloadLimitBytes } from '../protocol/limits.js';
import { Lines } from './lines.js';
import { Relay } from './relay.js';
import { ServerProcess } from './server-process.js';

/** Answers that a client sends, such as a picture for the server, can be larger than a call that is judged. */
const lineLimitBytes = 64 * 1024 * 1024;

const longestLaunch = 4_000;

/** How long calls that are being judged may take after the client has closed its end. */
const lastAnswersMs = 2_000;

export interface GatewayOptions {
  /** How the client's configuration names the server. */
  readonly name: string;
  /** The server's program and its arguments. */
  readonly command: readonly string[];
  /** Absolute path of Countersign's home. */
  readonly home: string;
  readonly cwd: string;
  /** The environment as the client gave it: the server has it untouched. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs an MCP server behind the gate on this process's standard streams. Resolves with the exit code. */
export function runGateway({ name, command, home, cwd, env }: GatewayOptions): Promise<number> {
  const { stdin, stdout, stderr } = process;
  // Several gateways of one session count their calls apart.
  const instance = randomBytes(8).toString('hex');
  const call = {
    agent: 'mcp-gateway',
    cwd,
    env: engineEnvironment(env),
    credentials: credentialDigests(env),
    budgetMs: doorbellBudgetMs('mcp-gateway'),
  };
  const offline = join(__dirname, 'offline.js');
  return new Promise((resolve) => {
    const server = new ServerProcess(command, env, {
      output: (chunk) => fromServer.push(chunk),
      ended: (code, failure) => {
        relay.hangUp();
        fromServer.end();
        if (failure !== undefined) stderr.write(serverFailedText(command[0] ?? '', failure));
        // What was written before is on its way out first.
        stdout.write('', () => {
          void Promise.race([relay.reported(), later(lastAnswersMs)]).then(() => resolve(code));
        });
      },
    });
    const relay = new Relay({
      server: name,
      launch: launchOf(command),
      session: sessionIn(env) ?? instance,
      instance,
      cwd,
      callLimit: payloadLimitBytes,
      toServer: (line) => {
        if (server.write(line)) return;
        stdin.pause();
        server.drained(() => stdin.resume());
      },
      toClient: (line) => {
        if (!stdout.write(line)) stdout.once('drain', server.pause());
      },
      ask: (payload, held) => askGate({ ...call, payload }, { home, offline, held }),
    });
    const fromServer = new Lines(
      Number.POSITIVE_INFINITY,
      (line) => relay.fromServer(line),
      () => undefined,
    );
    const fromClient = new Lines(
      lineLimitBytes,
      (line) => relay.fromClient(line),
      () => relay.clientLineTooLong(),
    );
    const clientGone = (): void => {
      fromClient.end();
      void Promise.race([relay.settled(), later(lastAnswersMs)]).then(() => {
        relay.hangUp();
        server.end();
      });
    };
    stdin.on('data', (chunk: Buffer) => fromClient.push(chunk));
    stdin.once('end', clientGone);
    stdin.once('error', clientGone);
    // A client that reads no more is gone too.
    stdout.on('error', () => server.end());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => server.end(signal));
  });
}

/** The agent's own session, where it names that to the programs that it starts. */
function sessionIn(env: GatewayOptions['env']): string | undefined {
  return sessionVariables.map((name) => env[name]).find((session) => session !== undefined && session !== '');
}

/** The words that start the server, as far as they may stand on a card: what looks like a secret is left out. */
function launchOf(command: readonly string[]): readonly string[] {
  // Joined, because a password can be the word after its option.
  return redacted(command.join(' ')).slice(0, longestLaunch).split(' ');
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
