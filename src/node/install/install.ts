import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, sep } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import { refusalWords } from '../../messages/answers/refusal.js';
import { diskFailure, diskText, errorCode, privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { changedBytes, isNewer, noteBytes, notedVersion } from './bell-bytes.js';
import { posixCommandLauncher, windowsCommandLauncher } from './command-launcher.js';
import { posixGatewayLauncher, windowsGatewayLauncher } from './gateway-launcher.js';
import { judgePath } from './guard-launcher.js';
import { hookRelay } from './hook-relay.js';
import { posixLauncher, type Runtime, recordedRuntime, windowsLauncher } from './launcher.js';
import { bellBytes, installBell, nativeBellPath } from './native-bell.js';
import { isUsablePerl, perlSources, usualPerl } from './perl-program.js';

export interface InstallOptions {
  readonly home: Home;
  /** The folder of the bundles: `dist` of the extension. */
  readonly bundles: string;
  readonly runtime?: Runtime;
  /** The version of the bundles, `1.2.3`: what a newer one has installed stays. Always written over without one. */
  readonly version?: string;
  /** Where Perl is looked for; undefined for its usual place, empty for nowhere. */
  readonly perl?: string;
}

export interface InstallFailure {
  readonly code: 'bundle-missing' | 'full' | 'unwritable' | 'runtime-temporary';
  readonly detail: string;
}

/** The doorbell, the gateway, the terminal guard's judge, and what they need beside them, by name; what is packed stands in further files. */
const programs = [
  'hook.js',
  'gateway.js',
  'launch.js',
  'offline.js',
  'cli.js',
  'engine.js',
  'engine-worker.js',
  'couriers.js',
];

/** What the installed command line installs anew, or locks, from where it lies. */
const forCommands = ['alone.pl', 'digest.pl', 'hook.pl', 'relay.pl', 'locked.js'];

/**
 * Installs the doorbell, or refreshes what differs: each file is replaced as a whole, so that a call that rings
 * meanwhile finds the old one or the new one. Returns the names of the files that were written.
 */
export function install(options: InstallOptions): Result<readonly string[], InstallFailure> {
  const { home, bundles } = options;
  const missing = [...programs, ...forCommands].find((name) => !existsSync(join(bundles, name)));
  if (missing) return err({ code: 'bundle-missing', detail: join(bundles, missing) });
  const { executable } = options.runtime ?? thisRuntime();
  if (options.runtime === undefined && isTemporaryRuntime(executable))
    return err({ code: 'runtime-temporary', detail: executable });
  try {
    privateFolder(home.root);
    privateFolder(home.bin);
    // Whole files of a newer version stay; ones that somebody has changed are better ours.
    if (isNewer(notedVersion(home), options.version) && changedBytes(home).length === 0) return ok([]);
    const written = [...bundled(bundles), ...forCommands].filter((name) =>
      refresh(join(home.bin, name), readFileSync(join(bundles, name)), 0o700),
    );
    for (const [path, text] of launchers(options)) {
      if (refresh(path, Buffer.from(text), 0o755)) written.push(basename(path));
    }
    if (refreshBell(home, bundles)) written.push(basename(nativeBellPath(home)));
    noteBytes(home, installedNames(home, bundles), options.version);
    return ok(written);
  } catch (error) {
    return err(diskFailure(error));
  }
}

/** The doorbell in C, where there is one for this machine; one that nobody has proven is not left for agents to start. */
function refreshBell(home: Home, bundles: string): boolean {
  const path = nativeBellPath(home);
  const bytes = bellBytes(bundles);
  if (bytes !== undefined && isSame(path, bytes, 0o755)) return false;
  rmSync(path, { force: true });
  return installBell(path, bytes);
}

/** Absolute paths of everything that an install puts into the folder of programs. */
export function installedPaths(home: Home, bundles: string): readonly string[] {
  return installedNames(home, bundles).map((name) => join(home.bin, name));
}

/** The same by name. */
function installedNames(home: Home, bundles: string): readonly string[] {
  const judge = process.platform === 'win32' ? [] : [judgePath(home), nativeBellPath(home)];
  const started = [launcherPath(home), gatewayLauncherPath(home), commandLauncherPath(home), ...judge];
  return [...bundled(bundles), ...forCommands, ...started.map((path) => basename(path))];
}

/** How the installed files stand to what this build would install. */
export type InstalledState =
  | { readonly kind: 'same' }
  | { readonly kind: 'missing' }
  /** The very program that asks is the installed one: it has nothing to be compared with. */
  | { readonly kind: 'itself' }
  /** By name: files whose bytes or mode are others, or that are not there. */
  | { readonly kind: 'differs'; readonly files: readonly string[] };

/** Compares and writes nothing. The runtime that the launchers have recorded is taken as it stands. */
export function installedState(home: Home, bundles: string): InstalledState {
  if (!existsSync(home.bin)) return { kind: 'missing' };
  if (realpathSync(home.bin) === realpathSync(bundles)) {
    const files = changedBytes(home).map((path) => basename(path));
    return files.length === 0 ? { kind: 'itself' } : { kind: 'differs', files };
  }
  const same = [...bundled(bundles), ...forCommands].filter(
    (name) => !isSame(join(home.bin, name), readFileSync(join(bundles, name)), 0o700),
  );
  const runtime = recordedRuntime(diskText(launcherPath(home)) ?? '') ?? thisRuntime();
  const options = { home, bundles, runtime };
  const texts = [
    ...launchers(options),
    // Where no Perl has proven itself.
    [launcherPath(home), posixLauncher(home.root, runtime)] as const,
  ];
  const known = new Map<string, string[]>();
  for (const [path, text] of texts) known.set(path, [...(known.get(path) ?? []), text]);
  const others = [...known].filter(
    ([path, forms]) => !forms.some((text) => isSame(path, Buffer.from(text), 0o755)),
  );
  const bell = bellBytes(bundles);
  // Where it is absent, it did not prove itself here.
  const isForeign = existsSync(nativeBellPath(home)) && !(bell && isSame(nativeBellPath(home), bell, 0o755));
  const files = [
    ...same,
    ...others.map(([path]) => basename(path)),
    ...(isForeign ? [basename(nativeBellPath(home))] : []),
  ];
  return files.length === 0 ? { kind: 'same' } : { kind: 'differs', files };
}

/** The names of the bundles that a doorbell needs beside it. */
export function bundled(bundles: string): readonly string[] {
  const packed = readdirSync(bundles).filter((name) => name.endsWith('.br'));
  return [...programs, ...packed];
}

/** Removes the doorbell. Agents that still name it are blocked by the wrapper in their configuration. */
export function uninstall(home: Home): void {
  rmSync(home.bin, { recursive: true, force: true });
}

export function launcherPath(home: Home): string {
  return join(home.bin, process.platform === 'win32' ? 'countersign-hook.cmd' : 'countersign-hook');
}

/** What an MCP configuration names in place of a server. */
export function gatewayLauncherPath(home: Home): string {
  return join(home.bin, process.platform === 'win32' ? 'countersign-mcp.cmd' : 'countersign-mcp');
}

/** What starts the command line, by the same runtime as the doorbell. */
export function commandLauncherPath(home: Home): string {
  return join(home.bin, process.platform === 'win32' ? 'countersign.cmd' : 'countersign');
}

/** The runtime of this process: Node, or the editor's extension host. */
export function thisRuntime(): Runtime {
  return { executable: process.execPath, isEditor: 'electron' in process.versions };
}

/** True for a program below a folder that is emptied: an AppImage runs from one, another each time. Who fills it first has the doorbell. */
export function isTemporaryRuntime(executable: string): boolean {
  const folders = [
    tmpdir(),
    ...(process.platform === 'win32' ? [] : ['/tmp', '/var/tmp', '/dev/shm', '/run/user']),
  ];
  return folders.some((folder) => executable.startsWith(`${folder}${sep}`));
}

function launchers(options: InstallOptions): readonly (readonly [path: string, text: string])[] {
  const { home, runtime = thisRuntime() } = options;
  const isWindows = process.platform === 'win32';
  const gateway = isWindows ? windowsGatewayLauncher : posixGatewayLauncher;
  const command = isWindows ? windowsCommandLauncher : posixCommandLauncher;
  return [
    [launcherPath(home), doorbellText(options, runtime)],
    [gatewayLauncherPath(home), gateway(home.root, runtime)],
    [commandLauncherPath(home), command(home.root, runtime)],
    ...(isWindows ? [] : [[judgePath(home), posixLauncher(home.root, runtime, 'launch.js')] as const]),
  ];
}

/** The doorbell in Perl where there is one that has proven itself, else the one that starts Node. */
function doorbellText({ home, bundles, perl = usualPerl }: InstallOptions, runtime: Runtime): string {
  if (process.platform === 'win32') return windowsLauncher(home.root, runtime);
  const sources = perlSources('hook.pl', (name) => readFileSync(join(bundles, name), 'utf8'));
  const relay = hookRelay(perl, home.root, runtime, sources);
  const isInstalled = isSame(launcherPath(home), Buffer.from(relay), 0o755);
  return isInstalled || (perl !== '' && isProven(perl, relay)) ? relay : posixLauncher(home.root, runtime);
}

/** Read whole by a Perl that keeps foreign code out, and refusing, in words, what is no call. */
export function isProven(perl: string, relay: string): boolean {
  if (!isUsablePerl(perl)) return false;
  const tried = spawnSync(perl, ['-t', '-'], { input: relay, timeout: 5_000 });
  return tried.status === 2 && tried.stdout.length === 0 && String(tried.stderr) === refusalWords('usage');
}

/** Writes a file whole if it differs in content or mode; true when it was written. */
export function refresh(path: string, content: Buffer, mode: number): boolean {
  if (isSame(path, content, mode)) return false;
  writeWhole(path, content, mode);
  return true;
}

/** A file that lost its execute bit is not the same. */
function isSame(path: string, content: Buffer, mode: number): boolean {
  try {
    const isRunnable = process.platform === 'win32' || (statSync(path).mode & 0o777) === mode;
    return isRunnable && readFileSync(path).equals(content);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
