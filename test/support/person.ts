/** A person of a team: a home, a key in an ssh-agent of their own, and a clone of the team's repository. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.js';

export interface Person {
  /** As the roster names them. */
  readonly name: string;
  readonly home: string;
  readonly workspace: string;
  /** `ssh-ed25519 AAAA…`, as the roster holds it. */
  readonly publicKey: string;
  readonly agentSocket: string;
  /** What this person's programs see, besides HOME. */
  readonly env: Readonly<Record<string, string>>;
  git(...args: readonly string[]): string;
  /** An armored signature by the stock ssh-keygen. */
  sign(namespace: string, text: string): string;
  /** Ends the ssh-agent. */
  leave(): void;
}

export interface PersonSetting {
  readonly name: string;
  readonly home: string;
  readonly remote: string;
  readonly folder: string;
}

export async function personAt(setting: PersonSetting): Promise<Person> {
  const { name, home, remote } = setting;
  const ssh = join(home, '.ssh');
  mkdirSync(ssh, { recursive: true, mode: 0o700 });
  const key = join(ssh, 'id_ed25519');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key], { stdio: 'pipe' });
  const agentSocket = join(home, 'agent');
  const agent = await startAgent(agentSocket);
  const env = { SSH_AUTH_SOCK: agentSocket };
  const whole = { HOME: home, PATH: process.env['PATH'] ?? '', ...env };
  execFileSync('ssh-add', ['-q', key], { env: whole, stdio: 'pipe' });
  writeFileSync(
    join(home, '.gitconfig'),
    `[user]\n\tname = ${name.split('@')[0]}\n\temail = ${name}\n\tsigningkey = ${key}.pub\n[gpg]\n\tformat = ssh\n[safe]\n\tdirectory = *\n[init]\n\tdefaultBranch = main\n`,
  );
  const workspace = join(home, setting.folder);
  if (!existsSync(workspace))
    execFileSync('git', ['clone', '-q', remote, workspace], { env: whole, stdio: 'pipe' });
  const publicKey = readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
  return {
    name,
    home,
    workspace,
    publicKey,
    agentSocket,
    env,
    git: (...args) =>
      execFileSync('git', args, { cwd: workspace, env: whole, encoding: 'utf8', stdio: 'pipe' }),
    sign: (namespace, text) =>
      execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', namespace], {
        input: text,
        encoding: 'utf8',
        env: whole,
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    leave: () => agent.kill(),
  };
}

async function startAgent(socket: string): Promise<ChildProcess> {
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  process.once('exit', () => agent.kill());
  await until('an ssh-agent', () => existsSync(socket) || undefined);
  return agent;
}
