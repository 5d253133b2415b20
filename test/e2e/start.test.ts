import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { projectFolder, type ServerHost, serverHost, without } from '../support/components.js';
import { until } from '../support/until.js';

/** Runs `npm start` as on a machine where the host is installed already and nothing else is. */
describe('npm start', () => {
  let home = '';
  let host: ServerHost | undefined;
  let started: ChildProcess | undefined;
  let browser: Browser | undefined;
  let said = '';

  before(function () {
    const found = serverHost();
    if ('missing' in found) without(found.missing, this);
    host = found;
    home = mkdtempSync(join(tmpdir(), 'cs-'));
  });

  after(async () => {
    await browser?.close();
    started?.kill('SIGKILL');
    if (home !== '') rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });

  /** A cache of its own, whose only content is the installed host. */
  function ownCache(entry: string): string {
    const cache = join(home, 'cache');
    mkdirSync(cache);
    const installed = entry.slice(0, entry.indexOf(join('/', 'node_modules', 'code-server')));
    symlinkSync(installed, join(cache, basename(installed)));
    return cache;
  }

  it('opens the walkthrough at the drill, behind a token', async function () {
    this.timeout(120_000);
    assert.ok(host);
    const entry = host.command[1] ?? '';
    started = spawn(process.execPath, [join(projectFolder, 'scripts', 'start.mjs')], {
      cwd: projectFolder,
      env: { HOME: home, PATH: process.env['PATH'] ?? '', COUNTERSIGN_CACHE: ownCache(entry) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.stdout?.on('data', (chunk) => {
      said += String(chunk);
    });
    const address = await until('an address', () => /http:\/\/\S+/.exec(said)?.[0], 90_000);
    const refused = await fetch(new URL('/', address), { redirect: 'manual' });
    assert.equal(refused.status, 403);

    browser = await chromium.launch({
      executablePath: host.chromium,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const page = await browser.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole('button', { name: 'Run the Drill' }).first().waitFor({ timeout: 60_000 });
  });

  it('ends with everything that it started', async () => {
    assert.ok(started);
    const address = /http:\/\/\S+/.exec(said)?.[0] ?? '';
    const ended = new Promise<number | null>((resolve) => started?.once('close', resolve));
    started.kill('SIGINT');
    assert.equal(await ended, 0);
    await assert.rejects(fetch(new URL('/version', address)));
  });

  it('says what it expected instead of a folder that is not there', async () => {
    const child = spawn(
      process.execPath,
      [join(projectFolder, 'scripts', 'start.mjs'), join(home, 'nowhere')],
      {
        env: { HOME: home, PATH: process.env['PATH'] ?? '' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let words = '';
    child.stderr.on('data', (chunk) => {
      words += String(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 1);
    assert.match(words, /expected a folder, got .*nowhere/);
  });
});
