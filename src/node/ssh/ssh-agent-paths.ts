import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/**
 * Where this user's ssh-agents listen: the one that `~/.ssh/config` names for every host (password managers put theirs
 * there), then the session's own. Windows has one place for it where the environment names none.
 */
export function agentPaths(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: string,
): readonly string[] {
  const session = env['SSH_AUTH_SOCK'];
  const usual = platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : undefined;
  const paths = [identityAgent(textOf(join(home, '.ssh', 'config')), home), session || usual];
  return [...new Set(paths.filter((path) => path !== undefined))];
}

const mostAgents = 64;

/**
 * Sockets of this user's at which other agents listen, as sshd, desktops and password managers place them. sshd puts the one
 * that somebody forwards below the temporary folder, or below `~/.ssh/agent`.
 */
export function otherAgentPaths(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: string,
): readonly string[] {
  if (platform === 'win32') return [];
  const runtime = env['XDG_RUNTIME_DIR'];
  const inRuntime =
    runtime !== undefined && isAbsolute(runtime)
      ? [
          ...inside(runtime, /ssh|agent/i),
          ...['keyring/ssh', 'gcr/ssh', 'gnupg/S.gpg-agent.ssh'].map((name) => join(runtime, name)),
        ]
      : [];
  const temporary = [...new Set(['/tmp', env['TMPDIR'] ?? '/tmp'])].filter(isAbsolute);
  const inTemporary = temporary.flatMap((folder) =>
    inside(folder, /^ssh-/).flatMap((one) => inside(one, /agent/)),
  );
  const inHome = [
    ...inside(join(home, '.ssh'), /sock|agent/i),
    ...inside(join(home, '.ssh', 'agent'), /./),
    ...['.1password/agent.sock', '.gnupg/S.gpg-agent.ssh', '.bitwarden-ssh-agent.sock'].map((name) =>
      join(home, name),
    ),
  ];
  const launchd = inside('/private/tmp', /^com\.apple\.launchd\./).map((folder) => join(folder, 'Listeners'));
  return [...new Set([...inHome, ...inRuntime, ...inTemporary, ...launchd])]
    .filter(isOwnSocket)
    .slice(0, mostAgents);
}

function inside(folder: string, name: RegExp): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((one) => name.test(one))
      .map((one) => join(folder, one));
  } catch {
    return [];
  }
}

function isOwnSocket(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isSocket() === true && found.uid === process.getuid?.();
}

/** `IdentityAgent` outside of every block or under `Host *`; what only some hosts use is not meant for signing. */
export function identityAgent(config: string, home: string): string | undefined {
  let isForAll = true;
  for (const line of config.split('\n').filter((one) => one.length < 1_000)) {
    const [, keyword, quoted, plain] =
      /^(\w+)(?:\s*=\s*|\s+)(?:"([^"\r]+)"?|([^"\r\s][^"\r]*)"?)$/.exec(line.trim()) ?? [];
    const value = quoted ?? plain;
    if (keyword === undefined || value === undefined) continue;
    if (/^(host|match)$/i.test(keyword)) isForAll = /^(\*|all)$/i.test(value);
    if (!isForAll || !/^identityagent$/i.test(keyword)) continue;
    // The session's own agent is asked anyway.
    if (value === 'none' || value === 'SSH_AUTH_SOCK' || value.startsWith('$')) return undefined;
    return value.replace(/^~(?=\/)/, home).replaceAll('%d', home);
  }
  return undefined;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, 64 * 1024);
  } catch {
    return '';
  }
}
