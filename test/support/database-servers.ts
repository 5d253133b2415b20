/** Real database servers on loopback, each in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

export interface DatabaseServer {
  readonly port: number;
  /** Runs statements as the owner of everything; what they print. */
  run(statements: string): string;
  close(): Promise<void>;
}

/** Ids of the account that a server runs under where the test itself is root: they refuse to be. */
function account(name: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  return uid === undefined || gid === undefined ? {} : { uid: Number(uid), gid: Number(gid) };
}

function folderFor(name: string): { readonly folder: string; readonly as: ReturnType<typeof account> } {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  const as = account(name);
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  return { folder, as };
}

export async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}

export function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function ended(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const over = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await over;
  }
  rmSync(folder, { recursive: true, force: true });
}

function postgresPrograms(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((folder) => existsSync(join(folder, 'postgres')));
}

/** PostgreSQL with the superuser `postgres`, trusted on its socket; by a password over TCP. Undefined where there is none. */
export async function postgresServer(password: string): Promise<DatabaseServer | undefined> {
  const programs = postgresPrograms();
  if (programs === undefined || !existsSync('/usr/bin/psql')) return undefined;
  const { folder, as } = folderFor('postgres');
  const data = join(folder, 'data');
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  execFileSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '--auth-local=trust',
      '--auth-host=scram-sha-256',
      '--no-sync',
      '-E',
      'UTF8',
    ],
    { ...as, env, cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  const settings = [
    'fsync=off',
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, env, cwd: folder, stdio: 'ignore' },
  );
  const kill = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', kill);
  const run = (statements: string): string =>
    execFileSync(
      '/usr/bin/psql',
      ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-p', String(port), '-U', 'postgres'],
      {
        env,
        input: statements,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    ).trim();
  await until('PostgreSQL', () => {
    try {
      return run('SELECT 1') === '1';
    } catch {
      return undefined;
    }
  });
  run(`ALTER ROLE postgres PASSWORD '${password}'`);
  return {
    port,
    run,
    close: async () => {
      process.removeListener('exit', kill);
      // A server that is killed leaves its children; this one is asked first.
      const over = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await over;
      await ended(server, folder);
    },
  };
}

/** MariaDB with `root`, by a password over TCP and without one on its socket. Undefined where there is none. */
export async function mariadbServer(password: string): Promise<DatabaseServer | undefined> {
  const programs = ['/usr/sbin/mariadbd', '/usr/bin/mariadb-install-db', '/usr/bin/mariadb'] as const;
  if (!programs.every((program) => existsSync(program))) return undefined;
  const [daemon, install, client] = programs;
  const { folder, as } = folderFor('mysql');
  const env = { PATH: '/usr/bin:/bin:/usr/sbin', LC_ALL: 'C', TZ: 'UTC' };
  const data = `--datadir=${join(folder, 'data')}`;
  const small = '--innodb-buffer-pool-size=16M';
  execFileSync(
    install,
    ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db', small],
    { ...as, env, cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  const socket = join(folder, 'socket');
  const server = spawn(
    daemon,
    ['--no-defaults', data, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', small],
    { ...as, env, cwd: folder, stdio: 'ignore' },
  );
  const kill = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', kill);
  const run = (statements: string): string =>
    execFileSync(
      client,
      ['--no-defaults', '-S', socket, '-u', 'root', '--batch', '--skip-column-names', '--raw'],
      { env, input: statements, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] },
    ).trim();
  await until('MariaDB', () => {
    try {
      return run('SELECT 1') === '1' || undefined;
    } catch {
      return undefined;
    }
  });
  run(`CREATE USER owner@'127.0.0.1' IDENTIFIED BY '${password}'; GRANT ALL ON *.* TO owner@'127.0.0.1';`);
  return {
    port,
    run,
    close: async () => {
      process.removeListener('exit', kill);
      await ended(server, folder);
    },
  };
}

export interface RedisServer {
  readonly port: number;
  /** One command as whoever may do everything; what it prints. */
  run(...words: readonly string[]): string;
  close(): Promise<void>;
}

/** Redis that keeps nothing on disk. Undefined where there is none. */
export async function redisServer(password: string): Promise<RedisServer | undefined> {
  if (!existsSync('/usr/bin/redis-server')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-redis-'));
  const port = await freePort();
  const env = { PATH: '/usr/bin:/bin', REDISCLI_AUTH: password };
  const words = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--requirepass',
    password,
  ];
  const server = spawn('/usr/bin/redis-server', [...words, '--enable-debug-command', 'yes'], {
    env,
    stdio: 'ignore',
  });
  const kill = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', kill);
  const run = (...command: readonly string[]): string =>
    execFileSync('/usr/bin/redis-cli', ['-p', String(port), '--no-auth-warning', ...command], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  await until('Redis', () => {
    try {
      return run('PING').startsWith('PONG') || undefined;
    } catch {
      return undefined;
    }
  });
  return {
    port,
    run,
    close: async () => {
      process.removeListener('exit', kill);
      await ended(server, folder);
    },
  };
}

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-look-'));
  mkdirSync(join(folder, 'home'));
  return folder;
}
