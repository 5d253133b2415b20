/** A real nats-server on loopback, with JetStream in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.js';

export interface NatsServer {
  /** `nats://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const places = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

/** Undefined on a machine that has no nats-server. `port` 0 is any that is free. */
export async function natsServer(
  folder: string,
  args: readonly string[] = [],
  port = 0,
): Promise<NatsServer | undefined> {
  const program = places.find((path) => existsSync(path));
  if (program === undefined) return undefined;
  mkdirSync(folder, { recursive: true });
  const portArgument = String(port === 0 ? -1 : port);
  const options = ['-a', '127.0.0.1', '-p', portArgument, '-js', '-sd', join(folder, 'store')];
  const server = spawn(program, [...options, '--ports_file_dir', folder, ...args], { stdio: 'ignore' });
  const kill = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', kill);
  const file = join(folder, `nats-server_${server.pid}.ports`);
  const url = await until('a nats-server', () => {
    if (!existsSync(file)) return undefined;
    const port = /(?:nats|tls):\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
    return port === undefined ? undefined : `nats://127.0.0.1:${port}`;
  });
  return {
    url,
    port: Number(url.split(':').at(-1)),
    close: async () => {
      process.removeListener('exit', kill);
      await ended(server);
    },
  };
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const over = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await over;
}
