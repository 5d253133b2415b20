import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import { diskFailure, removeEmpty } from '../files/disk.js';
import { homeAt } from '../files/home.js';
import { hookRelay } from './hook-relay.js';
import { bundled, isProven, refresh } from './install.js';
import type { Runtime } from './launcher.js';
import {
  lockedBin,
  lockedFolder,
  lockedProgram,
  lockedRuntime,
  pinnedFolder,
  pinnedPolicy,
} from './locked-paths.js';
import { makeLockedUser, removeLockedUser, type UserFailure } from './locked-user.js';
import { bellBytes, installBell } from './native-bell.js';
import { perlSources, usualPerl } from './perl-program.js';
import { prepareOffline } from './prepare-offline.js';

export type LockFailure =
  | UserFailure
  | {
      readonly code: 'bundle-missing' | 'no-perl' | 'not-node' | 'full' | 'unwritable';
      readonly detail: string;
    };

/** Whom the doorbell runs as: a user of its own, or whoever starts it, because that was asked for or because a script cannot have one. */
export type BellUser = 'own' | 'left-out' | 'not-here';

export function bellUser(bundles: string, isLeftOut: boolean): BellUser {
  if (isLeftOut) return 'left-out';
  return bellBytes(bundles) === undefined ? 'not-here' : 'own';
}

/** Every file that would be put into the locked folder, by its path, with where it comes from. */
export function lockedPrograms(bundles: string): readonly (readonly [from: string, to: string])[] {
  return [
    ...[...bundled(bundles), 'locked.js'].map(
      (name) => [join(bundles, name), join(lockedBin, name)] as const,
    ),
    [process.execPath, lockedRuntime],
  ];
}

/** Puts doorbell, engine and a runtime into the locked folder. Each file is replaced as a whole. */
export async function installLocked(
  bundles: string,
  asked: BellUser,
): Promise<Result<BellUser, LockFailure>> {
  if ('electron' in process.versions) return err({ code: 'not-node', detail: process.execPath });
  const missing = lockedPrograms(bundles).find(([from]) => !existsSync(from));
  if (missing !== undefined) return err({ code: 'bundle-missing', detail: missing[0] });
  try {
    // Whoever may be an agent's user reads it, also where root's own files are private.
    process.umask(0o022);
    for (const folder of [pinnedFolder, lockedFolder, lockedBin, join(lockedFolder, 'runtime')]) {
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o755);
    }
    for (const [from, to] of lockedPrograms(bundles)) place(from, to);
    await prepareOffline({ ...homeAt(lockedFolder), bin: lockedBin }, runtime);
    // The code that V8 made is root's as the sources are, and for whoever judges.
    const cache = join(lockedBin, 'engine.cache');
    if (existsSync(cache)) chmodSync(cache, 0o644);
    return placeBell(bundles, asked);
  } catch (error) {
    return err(diskFailure(error));
  }
}

/** What an organisation has put into the pinned folder stays. */
export function removeLocked(): void {
  rmSync(lockedFolder, { recursive: true, force: true });
  removeEmpty([pinnedFolder, homeAt(pinnedFolder).backups]);
  removeLockedUser();
}

const runtime: Runtime = { executable: lockedRuntime, isEditor: false };

/** The doorbell in C, where this machine runs it, as its own user; else the one in Perl. */
function placeBell(bundles: string, asked: BellUser): Result<BellUser, LockFailure> {
  const user = asked === 'own' ? makeLockedUser() : undefined;
  if (user !== undefined && !user.ok) return user;
  const own = (path: string): void => {
    if (user === undefined) return;
    // A change of owner takes the bit away.
    chownSync(path, user.value, 0);
    chmodSync(path, 0o4555);
  };
  const isNative = installBell(lockedProgram, bellBytes(bundles), own);
  if (!isNative || user === undefined) removeLockedUser();
  if (isNative) return ok(asked);
  const perl = bellText(bundles);
  if (!perl.ok) return perl;
  refresh(lockedProgram, Buffer.from(perl.value), 0o755);
  return ok(asked === 'left-out' ? asked : 'not-here');
}

function place(from: string, to: string): void {
  if (to !== lockedRuntime) {
    refresh(to, readFileSync(from), 0o644);
    return;
  }
  if (!existsSync(to) || realpathSync(from) !== realpathSync(to)) {
    rmSync(to, { force: true });
    copyFileSync(realpathSync(from), to);
  }
  // Started by all and read by none but root: nobody attaches to a process of a program that cannot be read.
  chmodSync(to, 0o711);
}

/** The doorbell's whole text in Perl. It needs one that keeps the environment from loading code into it. */
function bellText(bundles: string): Result<string, LockFailure> {
  const sources = perlSources('hook.pl', (name) => readFileSync(join(bundles, name), 'utf8'));
  const text = hookRelay(usualPerl, '', runtime, sources, {
    bin: lockedBin,
    policy: pinnedPolicy,
  });
  return isProven(usualPerl, text) ? ok(text) : err({ code: 'no-perl', detail: usualPerl });
}
