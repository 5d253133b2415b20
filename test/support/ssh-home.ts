/** A home with keys that the real ssh-keygen made, and an ssh-agent of its own. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

export interface SshHome {
  readonly folder: string;
  /** What a program of this person sees: this home, this agent, the test's own PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes a key in `.ssh`; the text of its `.pub` file. */
  key(name: string, ...options: readonly string[]): string;
  addToAgent(name: string): void;
  path(name: string): string;
  stop(): void;
}

export async function sshHome(): Promise<SshHome> {
  // Sockets have short names.
  const folder = mkdtempSync(join(tmpdir(), 'ch-'));
  mkdirSync(join(folder, '.ssh'), { mode: 0o700 });
  const socket = join(folder, 'agent');
  const env = { HOME: folder, PATH: process.env['PATH'] ?? '', SSH_AUTH_SOCK: socket, LC_ALL: 'C' };
  const agent = await startAgent(socket);
  const path = (name: string): string => join(folder, '.ssh', name);
  return {
    folder,
    env,
    path,
    key: (name, ...options) => {
      const passphrase = options.includes('-N') ? [] : ['-N', ''];
      const args = ['-q', ...passphrase, '-C', name, '-f', path(name), ...options];
      execFileSync('ssh-keygen', args, { env, stdio: 'pipe' });
      return readFileSync(`${path(name)}.pub`, 'utf8').trim();
    },
    addToAgent: (name) => {
      execFileSync('ssh-add', ['-q', path(name)], { env, stdio: 'pipe' });
    },
    stop: () => {
      agent.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startAgent(socket: string): Promise<ChildProcess> {
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  process.once('exit', () => agent.kill());
  await until('an ssh-agent', () => existsSync(socket) || undefined);
  return agent;
}

export interface KeygenQuestion {
  readonly roster: string;
  readonly person: string;
  readonly namespace: string;
  readonly signature: string;
  readonly message: string | Uint8Array;
  readonly timeZone?: string;
}

/** What the stock `ssh-keygen -Y verify` says. */
export function keygenAccepts(home: SshHome, question: KeygenQuestion): boolean {
  const roster = join(home.folder, 'allowed_signers');
  const signature = join(home.folder, 'message.sig');
  writeFileSync(roster, question.roster);
  writeFileSync(signature, question.signature);
  const args = [
    '-Y',
    'verify',
    '-n',
    question.namespace,
    '-I',
    question.person,
    '-f',
    roster,
    '-s',
    signature,
  ];
  const zone = question.timeZone === undefined ? {} : { TZ: question.timeZone };
  return (
    spawnSync('ssh-keygen', args, { input: question.message, env: { ...home.env, ...zone } }).status === 0
  );
}

/** An armored SSHSIG by the stock `ssh-keygen -Y sign`. */
export function keygenSigns(
  home: SshHome,
  name: string,
  namespace: string,
  message: string | Uint8Array,
): string {
  const args = ['-Y', 'sign', '-q', '-n', namespace, '-f', home.path(name)];
  return execFileSync('ssh-keygen', args, { input: message, env: home.env, encoding: 'utf8', stdio: 'pipe' });
}
