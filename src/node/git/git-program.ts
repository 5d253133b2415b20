import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import { trustedFolders, trustedProgram } from '../trusted-program.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What git may know of this process: who the user is, their agent and proxy, and nothing else. */
const passedOn = [
  'HOME',
  'USER',
  'LOGNAME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SystemRoot',
  'ProgramFiles',
  'TEMP',
  'TMP',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'SSH_AUTH_SOCK',
  'HTTPS_PROXY',
  'https_proxy',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** Git's environment: nothing asks for a password, no configuration of a workspace is read. */
export function gitEnvironment(env: Env = process.env): Record<string, string> {
  const kept = passedOn.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const system = process.platform === 'win32' ? ['C:\\Windows\\System32', 'C:\\Windows'] : [];
  return {
    ...Object.fromEntries(kept),
    PATH: [...trustedFolders(), ...system].join(delimiter),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

export interface GitRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when it was ended from outside. */
  readonly code: number | null;
}

export interface GitRunError {
  readonly code: 'no-git' | 'timeout' | 'too-much' | 'not-started';
  readonly detail: string;
}

export interface GitRunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  /** Of stdout, in bytes. */
  readonly most?: number;
  readonly signal?: AbortSignal;
}

/** Runs git to its end, or ends it: with its children, by their own group. */
export function runGit(
  args: readonly string[],
  options: GitRunOptions,
): Promise<Result<GitRun, GitRunError>> {
  const git = trustedProgram('git');
  if (git === undefined) return Promise.resolve(err({ code: 'no-git', detail: '' }));
  return new Promise((resolve) => {
    const child = spawn(git, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const most = options.most ?? 1_000_000;
    let stdout = '';
    let stderr = '';
    const finish = (outcome: Result<GitRun, GitRunError>): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      if (!outcome.ok) endGroup(child);
      resolve(outcome);
    };
    const abort = (): void => finish(err({ code: 'timeout', detail: 'given up' }));
    const timer = setTimeout(
      () => finish(err({ code: 'timeout', detail: `no answer within ${options.timeoutMs} ms` })),
      options.timeoutMs,
    );
    options.signal?.addEventListener('abort', abort, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length > most) finish(err({ code: 'too-much', detail: `more than ${most} bytes` }));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = `${stderr}${text}`.slice(-4_000);
    });
    child.on('error', (error) => finish(err({ code: 'not-started', detail: error.message })));
    child.on('close', (code) => finish(ok({ stdout, stderr, code })));
  });
}

/** Ends a program that was started as the head of its own group, and what it started. */
export function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
