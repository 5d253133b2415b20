import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { err, ok, type Result } from '../../core/shared/result.js';

/** Whom the locked doorbell runs as: a user that nobody logs in as, so that nothing of an agent's user can signal or trace it. */
export const lockedUser = 'countersign-bell';

/** Below it are a system's own users. */
const firstPerson = 1_000;

export type UserFailure = { readonly code: 'no-user' | 'user-taken'; readonly detail: string };

/** The user's number; undefined where there is none. */
export function lockedUserId(): number | undefined {
  const fields = listed();
  return fields === undefined ? undefined : Number(fields[2]);
}

/** True for a program that whoever starts it runs as that user, and that nobody else can write. */
export function isLockedUsers(path: string): boolean {
  const { uid, mode } = statSync(path, { throwIfNoEntry: false }) ?? { uid: 0, mode: 0 };
  return (mode & 0o4222) === 0o4000 && uid !== 0 && uid === lockedUserId();
}

/** Makes the user where there is none. Somebody else's of that name is left alone. */
export function makeLockedUser(): Result<number, UserFailure> {
  if (listed() === undefined) run(makers);
  const [, , number = '', , , , shell = ''] = listed() ?? [];
  if (number === '') return err({ code: 'no-user', detail: lockedUser });
  const id = Number(number);
  return id > 0 && id < firstPerson && shell.endsWith('nologin')
    ? ok(id)
    : err({ code: 'user-taken', detail: lockedUser });
}

export function removeLockedUser(): void {
  const id = lockedUserId();
  if (id !== undefined && id > 0 && id < firstPerson) run(removers);
}

const nowhere = '/nonexistent';

const makers = [
  [
    '/usr/sbin/useradd',
    '--system',
    '--no-create-home',
    '--home-dir',
    nowhere,
    '--shell',
    '/usr/sbin/nologin',
    '--comment',
    'Countersign doorbell',
    lockedUser,
  ],
  ['/usr/sbin/adduser', '-S', '-D', '-H', '-h', nowhere, '-s', '/sbin/nologin', lockedUser],
] as const;

const removers = [
  ['/usr/sbin/userdel', lockedUser],
  ['/usr/sbin/deluser', lockedUser],
] as const;

/** The first of them that is here: shadow's, else busybox's. */
function run(tools: readonly (readonly [string, ...string[]])[]): void {
  const found = tools.find(([program]) => existsSync(program));
  if (found === undefined) return;
  const [program, ...words] = found;
  spawnSync(program, words, {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: 'ignore',
    timeout: 30_000,
  });
}

/** The user's line. */
function listed(): readonly string[] | undefined {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    return lines.map((line) => line.split(':')).find(([name]) => name === lockedUser);
  } catch {
    return undefined;
  }
}
