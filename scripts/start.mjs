// Opens VS Code with Countersign: on the drill's workspace, or on the folder that is named.
//   npm start [-- DIR]
// A desktop editor where one is installed and can show itself; else VS Code's server, for the browser.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { cacheFolder, root, run, say, Unavailable } from './cache.mjs';
import { hasDisplay, onPath, provideHost } from './host.mjs';

/** Editors that run the extension, by the name of their command. */
const editors = ['code', 'code-insiders', 'codium', 'cursor', 'windsurf', 'kiro'];

/** Taken when it is free, so that a browser finds its own state again. */
const usualPort = 41780;

function isFolder(path) {
  return existsSync(path) && statSync(path).isDirectory();
}

async function layOutDemo(folder) {
  mkdirSync(folder, { recursive: true });
  await run([process.execPath, join('dist', 'drill.js'), '--lay-out', folder], { cwd: root });
  return folder;
}

function desktopEditor() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  return hasDisplay() ? editors.map(onPath).find(Boolean) : undefined;
}

/** What the demo looks like at first; a person's changes stay. */
function writeFirstSettings(userData, settings) {
  const file = join(userData, 'User', 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
};
const demoSettings = {
  ...calmSettings,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
};

function environment(demo) {
  return { ...process.env, ...(demo ? { COUNTERSIGN_DEMO: '1' } : {}) };
}

async function openDesktop(editor, profile, folder, demo) {
  const userData = join(profile, 'desktop');
  writeFirstSettings(userData, demo ? demoSettings : calmSettings);
  const flags = [
    '--new-window',
    '--wait',
    `--extensionDevelopmentPath=${root}`,
    ...['--user-data-dir', userData, '--extensions-dir', join(profile, 'desktop-extensions')],
    folder,
  ];
  say(`opening ${folder} in ${editor}. Ctrl-C closes it.`);
  const child = spawn(editor, flags, {
    env: environment(demo),
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  const closed = new Promise((settle) => child.once('close', settle));
  onInterrupt(() => {
    // The command only waits for the editor, which writes its own process id beside its data.
    endProcess(readIfThere(join(userData, 'code.lock')));
    child.kill();
  });
  process.exitCode = (await closed) ? 1 : 0;
}

async function openServer(profile, folder, demo) {
  const host = await provideHost({ serverOnly: true });
  const userData = join(profile, 'server-user');
  writeFirstSettings(userData, demo ? demoSettings : calmSettings);
  const [program, ...flags] = host.command;
  const places = [
    ...['--server-data-dir', join(profile, 'server'), '--user-data-dir', userData],
    ...['--extensions-dir', join(profile, 'server-extensions')],
  ];
  const vsix = join(profile, 'countersign.vsix');
  say('installing Countersign ...');
  await run([process.execPath, 'scripts/package.mjs', '--out', vsix], { cwd: root });
  await run([program, ...flags, ...places, '--install-extension', vsix, '--force'], { cwd: root });

  // Whoever can reach the port could run programs: only the address with the token opens the editor.
  const token = randomBytes(24).toString('hex');
  const tokenFile = join(profile, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const port = await freePort();
  const server = spawn(
    program,
    [...flags, ...places, '--port', String(port), '--connection-token-file', tokenFile],
    { env: environment(demo), stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  const closed = new Promise((settle) => server.once('close', settle));
  let log = '';
  const keep = (chunk) => {
    log = (log + chunk).slice(-4000);
  };
  server.stdout.on('data', keep);
  server.stderr.on('data', keep);
  onInterrupt(() => endGroup(server));
  if (!(await answers(`http://127.0.0.1:${port}/version`, server))) {
    endGroup(server);
    throw new Unavailable(`the VS Code server did not start:\n${log}`);
  }
  const address = `http://127.0.0.1:${port}/?tkn=${token}&folder=${encodeURIComponent(folder)}`;
  process.stdout.write(`\nVS Code with Countersign is open at\n\n  ${address}\n\nCtrl-C closes it.\n`);
  if (hasDisplay()) openBrowser(address);
  await closed;
}

function openBrowser(address) {
  const openers = {
    darwin: ['open', address],
    win32: ['cmd', '/c', 'start', '""', address.replaceAll('&', '^&')],
  };
  const [program, ...args] = openers[process.platform] ?? ['xdg-open', address];
  spawn(program, args, { stdio: 'ignore', detached: true }).once('error', () =>
    say('open that address in a browser'),
  );
}

async function freePort() {
  for (const wanted of [usualPort, 0]) {
    const port = await new Promise((settle) => {
      const server = createServer();
      server.once('error', () => settle(undefined));
      server.listen(wanted, '127.0.0.1', () => {
        const { port: given } = server.address();
        server.close(() => settle(given));
      });
    });
    if (port !== undefined) return port;
  }
  throw new Unavailable('no port is free on 127.0.0.1');
}

async function answers(url, server) {
  for (let attempt = 0; attempt < 150 && server.exitCode === null; attempt += 1) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return true;
    await new Promise((settle) => setTimeout(settle, 200));
  }
  return false;
}

function onInterrupt(end) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      end();
      process.exitCode = 0;
    });
  }
}

function endGroup(child) {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  // The server ends its own children; what is left after a while is ended for it.
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
  child.once('close', () => clearTimeout(late));
  signalGroup(child, 'SIGTERM');
}

function signalGroup(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group has ended by itself.
  }
}

function endProcess(text) {
  const pid = Number.parseInt(text ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 1) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

try {
  const own = process.argv[2];
  const demo = own === undefined;
  if (own !== undefined && !isFolder(resolve(own))) {
    throw new Unavailable(`npm start -- DIR: expected a folder, got ${resolve(own)}`);
  }
  say('building Countersign ...');
  await run([process.execPath, 'scripts/build.mjs'], { cwd: root });
  // Each kind of start has a profile of its own: the demo's settings are no business of a person's own folder.
  const profile = join(cacheFolder(), 'start', demo ? 'demo' : 'own');
  const folder = demo ? await layOutDemo(join(profile, 'cost-explorer')) : resolve(own);
  const editor = desktopEditor();
  await (editor === undefined
    ? openServer(profile, folder, demo)
    : openDesktop(editor, profile, folder, demo));
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  process.exitCode = 1;
}
