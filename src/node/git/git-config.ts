import { join } from 'node:path';
import { privateFolder, writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { trustedProgram } from '../trusted-program.js';
import { gitEnvironment, runGit } from './git-program.js';

/** What of the user's own configuration is needed to reach a remote. Nothing that redirects, and no hooks. */
const wanted = /^(?:credential\.|http\.|safe\.directory$|core\.sshcommand$|ssh\.variant$)/;

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** The environment in which git reaches remotes: with the user's credentials and without `insteadOf`. */
export async function reachingEnvironment(home: Home): Promise<Record<string, string>> {
  const kept = (await userSettings(home)).filter(({ key }) => wanted.test(key));
  const path = join(home.root, 'git-config');
  writeForNow(path, configText(kept.filter(({ key }) => key !== 'core.sshcommand')));
  return {
    ...gitEnvironment(),
    GIT_CONFIG_GLOBAL: path,
    GIT_SSH_COMMAND: sshCommand(kept.findLast(({ key }) => key === 'core.sshcommand')?.value),
  };
}

/** A remote's address as the user's own `insteadOf` has it; the longest prefix counts. A workspace's has no say. */
export async function addressOfUser(url: string, home: Home): Promise<string> {
  const rules = (await userSettings(home)).flatMap(({ key, value }) => {
    const base = /^url\.(.+)\.insteadof$/.exec(key)?.[1];
    return base !== undefined && value !== '' && url.startsWith(value) ? [{ base, value }] : [];
  });
  const [best] = rules.sort((a, b) => b.value.length - a.value.length);
  return best === undefined ? url : `${best.base}${url.slice(best.value.length)}`;
}

/** The system's and the user's configuration, in the order in which later lines win. */
async function userSettings(home: Home): Promise<readonly Setting[]> {
  privateFolder(home.root);
  const read = async (scope: string): Promise<readonly Setting[]> => {
    const run = await runGit(['config', scope, '--includes', '--list', '-z'], {
      env: { ...gitEnvironment(), GIT_CONFIG_NOSYSTEM: '0' },
      cwd: home.root,
      timeoutMs: 5_000,
    });
    return run.ok && run.value.code === 0 ? settingsIn(run.value.stdout) : [];
  };
  return [...(await read('--system')), ...(await read('--global'))];
}

/** Never asks: an unknown host and a missing key are refusals. */
function sshCommand(configured: string | undefined): string {
  const ssh = configured ?? `'${trustedProgram('ssh') ?? 'ssh'}'`;
  return `${ssh} -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=2`;
}

function settingsIn(listed: string): readonly Setting[] {
  return listed.split('\0').flatMap((item) => {
    const at = item.indexOf('\n');
    return at <= 0 ? [] : [{ key: item.slice(0, at), value: item.slice(at + 1) }];
  });
}

/** Settings as git reads them: `a.b.c.d` is `[a "b.c"] d`. */
function configText(settings: readonly Setting[]): string {
  return settings
    .map(({ key, value }) => {
      const first = key.indexOf('.');
      const last = key.lastIndexOf('.');
      const sub = first === last ? '' : ` "${key.slice(first + 1, last).replace(/[\\"]/g, '\\$&')}"`;
      const quoted = value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t');
      return `[${key.slice(0, first)}${sub}]\n\t${key.slice(last + 1)} = "${quoted}"\n`;
    })
    .join('');
}
