import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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
