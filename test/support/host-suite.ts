/**
 * Runs the suites of test/host, or those given, in a real VS Code: a desktop one where there is one, else the server in a browser.
 * COUNTERSIGN_VSIX names a packed extension to take in the place of this folder; COUNTERSIGN_EDITOR the version of the desktop editor.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { projectFolder, serverHost } from './components.js';
import { field, items } from './json.js';
import { openWindow } from './window.js';

const minutes = 4;
const suites = join(projectFolder, 'out', 'host', 'index.js');

const home = mkdtempSync(join(tmpdir(), 'countersign-host-'));
const results = join(home, 'results.json');
const folder = join(home, 'workspace');
mkdirSync(folder);
const given = process.env['COUNTERSIGN_VSIX'];
/** A packed extension is installed as a person installs it; the editor then wants another one that is in development. */
const packed = given === undefined ? undefined : resolve(given);
const developed = packed === undefined ? projectFolder : putBystander();
// Loopback sockets and files only; a home of its own, so that nothing of the person's is read or written.
const named = process.argv.slice(2).map((file) => basename(file));
const env = {
  HOME: home,
  HOST_RESULTS: results,
  ...(named.length === 0 ? {} : { HOST_SUITES: named.join(delimiter) }),
};
putStandIn();

try {
  const executable = desktop();
  const problem = executable === undefined ? await inServer() : await inDesktop(executable);
  finish(problem);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** An `aws` that only notes that it ran, on the PATH that a login shell of this home makes: editors ask one for it. */
function putStandIn(): void {
  const programs = join(home, '.local', 'bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(home, '.profile'), 'PATH="$HOME/.local/bin:$PATH"\n');
  writeFileSync(join(programs, 'aws'), '#!/bin/sh\necho "$@" >>"$HOME/aws-ran"\n', { mode: 0o755 });
}

/** The desktop editor to run in, when there is one that can show itself. */
function desktop(): string | undefined {
  const output = spawnSync(process.execPath, [join(projectFolder, 'scripts', 'host.mjs')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).stdout;
  const executable = output === '' ? undefined : field(JSON.parse(output), 'executable');
  return typeof executable === 'string' ? executable : undefined;
}

/** An extension that does nothing. */
function putBystander(): string {
  const at = join(home, 'bystander');
  mkdirSync(at);
  const manifest = {
    name: 'bystander',
    publisher: 'countersign-tests',
    version: '0.0.1',
    engines: { vscode: '*' },
  };
  writeFileSync(join(at, 'package.json'), JSON.stringify(manifest));
  return at;
}

async function inDesktop(executable: string): Promise<string | undefined> {
  console.log(`in ${executable}`);
  const places = ['--user-data-dir', join(home, 'user'), '--extensions-dir', join(home, 'extensions')];
  if (packed !== undefined) {
    const [cli = '', ...own] = resolveCliArgsFromVSCodeExecutablePath(executable);
    const shell = process.platform === 'win32';
    const install = ['--install-extension', packed].map((word) => (shell ? `"${word}"` : word));
    const words = [
      ...own.filter((word) => !/^--(?:user-data|extensions)-dir=/.test(word)),
      ...places,
      ...install,
    ];
    const { status } = spawnSync(shell ? `"${cli}"` : cli, words, { stdio: 'inherit', shell });
    if (status !== 0) return `installing ${packed} ended with ${status}`;
  }
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: developed,
    extensionTestsPath: suites,
    launchArgs: [folder, ...(packed === undefined ? ['--disable-extensions'] : []), ...places],
    extensionTestsEnv: env,
  }).catch((error: unknown) => error);
  return code === 0 ? undefined : String(code);
}

async function inServer(): Promise<string | undefined> {
  const host = serverHost();
  if ('missing' in host) return missing(host.missing);
  console.log(`in VS Code's server`);
  let end: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    end = resolve;
  });
  const window = await openWindow({
    host,
    home,
    folder,
    env,
    install: packed === undefined ? [] : [packed],
    flags: ['--enable-smoke-test-driver'],
    payload: (server) => {
      const at = `vscode-remote://${server.authority}`;
      return [
        ['extensionDevelopmentPath', at + developed],
        ['extensionTestsPath', at + suites],
      ];
    },
    prepare: async (page) => {
      await page.exposeFunction('codeAutomationLog', () => undefined);
      await page.exposeFunction('codeAutomationExit', (code: number) => end(code));
    },
  });
  const late = new Promise<string>((resolve) =>
    setTimeout(() => resolve(`no end after ${minutes} minutes`), minutes * 60_000).unref(),
  );
  const outcome = await Promise.race([exit, late]);
  if (outcome !== 0) await window.keepFailure('host-suite');
  await window.close();
  return outcome === 0 ? undefined : String(outcome);
}

function missing(component: string): string | undefined {
  if (process.env['CI'] === 'true') return `missing on a machine that must have everything: ${component}`;
  console.log(`skipped, because this machine lacks ${component}`);
  writeFileSync(results, JSON.stringify({ counts: { passed: 0, failed: 0, skipped: 1 } }));
  return undefined;
}

function finish(problem: string | undefined): void {
  const outcome: unknown = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
  for (const title of items(outcome, 'passed')) console.log(`  ✔ ${String(title)}`);
  for (const failure of items(outcome, 'failures')) console.log(`  ✘ ${String(failure)}`);
  if (problem !== undefined) console.log(`the host ended with: ${problem}`);
  const counts = process.env['TEST_COUNTS'];
  if (counts !== undefined && outcome !== undefined)
    writeFileSync(
      counts,
      JSON.stringify(Object.assign({}, field(outcome, 'counts'), { failures: items(outcome, 'failures') })),
    );
  process.exitCode = problem === undefined && outcome !== undefined ? 0 : 1;
}
