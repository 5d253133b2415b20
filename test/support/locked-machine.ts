/** A machine of a test's own: its /etc and /opt are copies that only the processes of one mount namespace see. */
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from './components.js';
import { until } from './until.js';

/** A user of no name, whom nobody else on a machine is. */
export const strangerId = 47_118;

export interface LockedMachine {
  /** A folder that the unprivileged user owns. */
  readonly home: string;
  /** Gives what was put into the home to the user. */
  give(): void;
  /** Words in front of a command: it runs in the machine, as the user or as root, in a directory. */
  into(who: 'user' | 'root', cwd: string): readonly string[];
  /** Runs a command to its end. */
  run(who: 'user' | 'root', words: readonly string[], more?: RunOptions): Ran;
  /** The same while this process goes on. */
  begin(who: 'user' | 'root', words: readonly string[], more?: RunOptions): Promise<Ran>;
  remove(): void;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What lacks for it; undefined where nothing does. */
export function missingForLock(): string | undefined {
  if (process.getuid?.() !== 0) return 'root';
  const tried = spawnSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
  return tried.status === 0 ? undefined : 'mount namespaces';
}

/** `agents`: a folder that is to be seen as /opt/agents. */
export async function lockedMachine(agents?: string): Promise<LockedMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'cs-lock-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  execFileSync('chmod', ['755', folder]);
  chownSync(home, strangerId, strangerId);
  const script = `set -e
cp -a /etc "$1/etc"
mount --bind "$1/etc" /etc
mount -t tmpfs -o mode=755 none /opt
if [ -n "$2" ]; then mkdir /opt/agents; mount --bind "$2" /opt/agents; fi
touch "$1/ready"
exec cat`;
  const held = ['-m', '--propagation', 'private', 'sh', '-c', script, 'sh', folder, agents ?? ''];
  const holder: ChildProcess = spawn('unshare', held, { stdio: ['pipe', 'ignore', 'ignore'] });
  await until('the machine', () => existsSync(join(folder, 'ready')) || undefined, 60_000);
  const into: LockedMachine['into'] = (who, cwd) => [
    '/usr/bin/nsenter',
    `--mount=/proc/${holder.pid}/ns/mnt`,
    ...(who === 'root'
      ? []
      : ['/usr/bin/setpriv', `--reuid=${strangerId}`, `--regid=${strangerId}`, '--clear-groups', '--']),
    '/bin/sh',
    '-c',
    'cd "$0" && exec "$@"',
    cwd,
  ];
  const words = (
    who: 'user' | 'root',
    command: readonly string[],
    { cwd = home, env = {} }: RunOptions,
  ): readonly [string, ...string[]] => {
    const all = { PATH: process.env['PATH'] ?? '', HOME: who === 'root' ? '/root' : home, ...env };
    const given = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const [first = '', ...rest] = into(who, cwd);
    return [first, ...rest, '/usr/bin/env', '-i', ...given, ...command];
  };
  return {
    home,
    into,
    give: () => void execFileSync('chown', ['-R', `${strangerId}:${strangerId}`, home]),
    run(who, command, more = {}) {
      const [first, ...rest] = words(who, command, more);
      const done = spawnSync(first, rest, { input: more.input ?? '', encoding: 'utf8', timeout: 120_000 });
      return { code: done.status, out: done.stdout, err: done.stderr };
    },
    begin(who, command, more = {}) {
      const [first, ...rest] = words(who, command, more);
      return new Promise((resolve) => {
        const child = execFile(first, rest, { timeout: 120_000 }, (_, out, err) =>
          resolve({ code: child.exitCode, out, err }),
        );
        // Who ends without having read has said what there was to say.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(more.input ?? '');
      });
    },
    remove() {
      holder.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The command line of this build, for `run`. */
export function cliWords(...args: readonly string[]): readonly string[] {
  return [process.execPath, join(projectFolder, 'dist', 'cli.js'), ...args];
}
