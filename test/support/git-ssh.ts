/** A repository over a real sshd on loopback, with keys and hosts of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

export interface GitOverSsh {
  readonly url: string;
  close(): Promise<void>;
}

const sshd = '/usr/sbin/sshd';

/**
 * Undefined on a machine that has no sshd. `isCurrent` lets the client choose version 2 of git's protocol. The client's
 * configuration is put into the homes that `env` of the process points to, so that the process's HOME is changed until
 * it is closed.
 */
export async function gitOverSsh(
  root: string,
  folder: string,
  { isCurrent }: { readonly isCurrent: boolean },
): Promise<GitOverSsh | undefined> {
  if (!existsSync(sshd)) return undefined;
  const home = join(root, 'ssh');
  mkdirSync(home, { mode: 0o700 });
  const [host, key] = [join(home, 'host'), join(home, 'id')];
  for (const path of [host, key]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path], { stdio: 'pipe' });
  }
  const port = await freePort();
  const wrapper = join(home, 'git-ssh');
  const user = userInfo().username;
  writeFileSync(join(home, 'authorized'), readFileSync(`${key}.pub`));
  writeFileSync(join(home, 'known'), `[127.0.0.1]:${port} ${readFileSync(`${host}.pub`, 'utf8')}`);
  const lines = [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${host}`,
    `AuthorizedKeysFile ${join(home, 'authorized')}`,
    'StrictModes no',
    'PasswordAuthentication no',
    'UsePAM no',
    'PidFile none',
    ...(isCurrent ? ['AcceptEnv GIT_PROTOCOL'] : []),
  ];
  writeFileSync(join(home, 'config'), `${lines.join('\n')}\n`);
  const options = `-F none -i ${key} -o IdentitiesOnly=yes -o UserKnownHostsFile=${join(home, 'known')}`;
  writeFileSync(wrapper, `#!/bin/sh\nexec /usr/bin/ssh ${options} "$@"\n`);
  chmodSync(wrapper, 0o700);
  writeFileSync(join(home, '.gitconfig'), `[core]\n\tsshCommand = ${wrapper}\n[safe]\n\tdirectory = *\n`);
  // It wants this folder even where it needs none.
  mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(sshd, ['-D', '-e', '-f', join(home, 'config')], { stdio: 'ignore' });
  const kill = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', kill);
  const before = process.env['HOME'];
  process.env['HOME'] = home;
  const url = `ssh://${user}@127.0.0.1:${port}${folder}`;
  await until('an sshd', () => (answers(wrapper, `${user}@127.0.0.1`, port) ? true : undefined));
  return {
    url,
    close: async () => {
      process.env['HOME'] = before;
      process.removeListener('exit', kill);
      kill();
    },
  };
}

function answers(ssh: string, destination: string, port: number): boolean {
  try {
    execFileSync(ssh, ['-o', 'BatchMode=yes', '-p', String(port), destination, 'true'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
