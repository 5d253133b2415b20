import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
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
  lockedRelay,
  pinnedFolder,
  pinnedPolicy,
} from './locked-paths.js';
import { bellBytes, installBell } from './native-bell.js';
import { perlSources, usualPerl } from './perl-program.js';
import { prepareOffline } from './prepare-offline.js';

export interface LockFailure {
  readonly code: 'bundle-missing' | 'no-perl' | 'not-node' | 'full' | 'unwritable';
  readonly detail: string;
}

/** What agents start, and what that starts. */
export function lockedDoorbells(bundles: string): readonly string[] {
  return bellBytes(bundles) === undefined ? [lockedProgram] : [lockedProgram, lockedRelay];
}

/** Every file that would be put into the locked folder, by its path, with where it comes from. */
export function lockedPrograms(bundles: string): readonly (readonly [from: string, to: string])[] {
  return [
    ...[...bundled(bundles), 'locked.js'].map(
      (name) => [join(bundles, name), join(lockedBin, name)] as const,
    ),
    [process.execPath, join(lockedFolder, 'runtime', 'node')],
  ];
}

/** Puts doorbell, engine and a runtime into the locked folder. Each file is replaced as a whole. */
export async function installLocked(bundles: string): Promise<Result<void, LockFailure>> {
  if ('electron' in process.versions) return err({ code: 'not-node', detail: process.execPath });
  const text = bellText(bundles);
  if (!text.ok) return text;
  try {
    // Whoever may be an agent's user reads it, also where root's own files are private.
    process.umask(0o022);
    for (const folder of [pinnedFolder, lockedFolder, lockedBin, join(lockedFolder, 'runtime')]) {
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o755);
    }
    for (const [from, to] of lockedPrograms(bundles)) place(from, to);
    placeBell(Buffer.from(text.value), bellBytes(bundles));
    await prepareOffline({ ...homeAt(lockedFolder), bin: lockedBin }, runtime);
    return ok(undefined);
  } catch (error) {
    return err(diskFailure(error));
  }
}

/** What an organisation has put into the pinned folder stays. */
export function removeLocked(): void {
  rmSync(lockedFolder, { recursive: true, force: true });
  removeEmpty([pinnedFolder, homeAt(pinnedFolder).backups]);
}

const runtime: Runtime = { executable: join(lockedFolder, 'runtime', 'node'), isEditor: false };

/** The doorbell in C with the one in Perl behind it, where this machine runs it; else the one in Perl alone. */
function placeBell(perl: Buffer, bell: Buffer | undefined): void {
  if (installBell(lockedProgram, bell)) {
    refresh(lockedRelay, perl, 0o755);
    return;
  }
  refresh(lockedProgram, perl, 0o755);
  rmSync(lockedRelay, { force: true });
}

function place(from: string, to: string): void {
  if (!to.endsWith('/runtime/node')) refresh(to, readFileSync(from), 0o644);
  else if (!existsSync(to) || realpathSync(from) !== realpathSync(to)) {
    rmSync(to, { force: true });
    copyFileSync(realpathSync(from), to);
    chmodSync(to, 0o755);
  }
}

/** The doorbell's whole text. It needs a Perl that keeps the environment from loading code into it. */
function bellText(bundles: string): Result<string, LockFailure> {
  const missing = lockedPrograms(bundles).find(([from]) => !existsSync(from));
  if (missing !== undefined) return err({ code: 'bundle-missing', detail: missing[0] });
  const sources = perlSources('hook.pl', (name) => readFileSync(join(bundles, name), 'utf8'));
  const text = hookRelay(usualPerl, '', runtime, sources, {
    bin: lockedBin,
    policy: pinnedPolicy,
  });
  return isProven(usualPerl, text) ? ok(text) : err({ code: 'no-perl', detail: usualPerl });
}
