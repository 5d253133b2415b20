import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as v from 'valibot';
import { type GuardMode, guardModes, strictestMode } from '../../core/policy/guard-mode.js';
import { parseJson } from '../../core/shared/json.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { diskFailure, diskText, errorCode, privateFolder } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { perlLauncher, shellLauncher } from './guard-launcher.js';
import { type InstallFailure, refresh, thisRuntime } from './install.js';
import type { Runtime } from './launcher.js';
import { isUsablePerl, perlSources, usualPerl } from './perl-program.js';

export interface GuardOptions {
  readonly home: Home;
  /** The folder of the bundles: `dist` of the extension. */
  readonly bundles: string;
  readonly mode: GuardMode;
  /** The PATH that terminals start with. */
  readonly path: string;
  /** Where Perl is looked for; undefined for none. */
  readonly perl?: string;
  /** What judges where no window is open; this process's own program if absent. */
  readonly runtime?: Runtime;
}

/** The guarded programs, one a line, as the build derives them from the engine's tables. */
const programList = 'guarded.txt';

const sources = ['alone.pl', 'digest.pl', 'relay.pl', 'terminal.pl'];

/** The folder that stands in front of PATH. */
export function guardBin(home: Home): string {
  return join(home.guard, 'bin');
}

/**
 * Puts the launcher in place, notes the mode, and links each guarded program that this machine has: a link for one that it
 * has not would tell scripts that it is installed. Links stay when the guard is switched off, since terminals that are open
 * still look here; their launcher then stays out of the way.
 */
export function installGuard(options: GuardOptions): Result<void, InstallFailure> {
  const { home, bundles, mode, perl = usualPerl, runtime = thisRuntime() } = options;
  const missing = [...sources, programList].find((name) => !existsSync(join(bundles, name)));
  if (missing) return err({ code: 'bundle-missing', detail: join(bundles, missing) });
  try {
    privateFolder(home.root);
    privateFolder(home.guard);
    privateFolder(guardBin(home));
    const read = (name: string): string => readFileSync(join(bundles, name), 'utf8');
    const text = isUsablePerl(perl)
      ? perlLauncher(perl, home.root, runtime, perlSources('terminal.pl', read))
      : shellLauncher(home.root);
    refresh(join(home.guard, 'launcher'), Buffer.from(text), 0o755);
    const strictest = wished(home, runtime.executable, mode);
    refresh(join(home.guard, 'mode'), Buffer.from(`${strictest}\n`), 0o600);
    if (strictest !== 'off') linkPrograms(options);
    return ok(undefined);
  } catch (error) {
    return err(diskFailure(error));
  }
}

const wishesShape = v.record(v.string(), v.picklist(guardModes));

/** The strictest mode that any editor on this machine asks for, this one's now `mode`. One that is gone asks no more. */
function wished(home: Home, editor: string, mode: GuardMode): GuardMode {
  const path = join(home.guard, 'wishes.json');
  const known = v.safeParse(wishesShape, parseJson(diskText(path) ?? ''));
  const others = Object.entries(known.success ? known.output : {}).filter(
    ([other]) => other !== editor && existsSync(other),
  );
  const wishes = Object.fromEntries([...others, [editor, mode] as const]);
  refresh(path, Buffer.from(`${JSON.stringify(wishes)}\n`), 0o600);
  return strictestMode(Object.values(wishes));
}

/** Links what has been installed since. Nothing is unlinked: another window may see another PATH. */
export function linkPrograms({ home, bundles, path }: Pick<GuardOptions, 'home' | 'bundles' | 'path'>): void {
  const own = guardBin(home);
  const linked = new Set(readdirSync(own));
  const folders = path.split(delimiter).filter((folder) => folder !== own);
  const present = new Set(folders.flatMap(namesIn));
  for (const program of readFileSync(join(bundles, programList), 'utf8').split('\n')) {
    if (present.has(program) && !linked.has(program)) link(join(own, program));
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Two windows may link at once; either's link is right. */
function link(path: string): void {
  try {
    symlinkSync('../launcher', path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Removes the launcher and its links. Terminals that are open find the real programs behind them. */
export function removeGuard(home: Home): void {
  rmSync(home.guard, { recursive: true, force: true });
}
