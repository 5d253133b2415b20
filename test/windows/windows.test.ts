/** The paths for Windows on Windows' own Node, on Windows itself or in Wine: launcher, gate over a named pipe, record, connecting, and the failures. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WindowsReport, windowsCases } from '../support/windows-cases.js';
import { windowsNode } from '../support/windows-node.js';

const wine = ['/usr/lib/wine/wine64', '/usr/bin/wine64'].find((path) => existsSync(path));

describe('Countersign on Windows', function () {
  this.timeout(900_000);
  let folder: string | undefined;
  let report: WindowsReport | undefined;
  let env: NodeJS.ProcessEnv = {};

  const inWine = (args: readonly string[], timeout: number): number | null => {
    const [program = '', at = ''] = [wine, folder];
    // Pipes of a Linux process are none that a program of Windows can write to.
    const streams = ['in', 'out', 'err'].map((name) => openSync(join(at, name), name === 'in' ? 'a+' : 'w'));
    try {
      return spawnSync(program, args, { env, stdio: [streams[0], streams[1], streams[2]], timeout }).status;
    } finally {
      for (const stream of streams) closeSync(stream);
    }
  };

  /** Windows itself needs no Wine, and no Node but the one that runs this. */
  const onWindows = (): void => {
    const at = realpathSync(mkdtempSync(join(tmpdir(), 'cs-windows-')));
    folder = at;
    const path = join(at, 'report.json');
    const driver = join(process.cwd(), 'out/support/windows-driver.mjs');
    const words = [driver, path, join(process.cwd(), 'dist')];
    const done = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 780_000 });
    assert.ok(existsSync(path), `expected a report, got ${done.stdout}${done.stderr}`);
    report = JSON.parse(readFileSync(path, 'utf8'));
  };

  before(async function () {
    if (process.platform === 'win32') return onWindows();
    // What CI could not install it has said; see .ci/run.
    if (wine === undefined && (process.env['CI'] === undefined || process.env['COUNTERSIGN_NO_WINE'] === '1'))
      return this.skip();
    assert.ok(wine, 'expected Wine, got none: apt-get install wine64 wine');
    const node = await windowsNode();
    if (node === undefined) return this.skip();
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-wine-')));
    env = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      WINEPREFIX: join(folder, 'prefix'),
      WINEDEBUG: '-all',
      DISPLAY: '',
    };
    inWine(['wineboot', '--init'], 180_000);
    inWine(['reg', 'add', 'HKEY_CURRENT_USER\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], 60_000);
    const z = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;
    const path = join(folder, 'report.json');
    const driver = join(process.cwd(), 'out/support/windows-driver.mjs');
    inWine([node, z(driver), z(path), z(join(process.cwd(), 'dist'))], 780_000);
    const said = (name: string): string => readFileSync(join(folder ?? '', name), 'utf8').slice(-2_000);
    assert.ok(existsSync(path), `expected a report, got ${said('out')}${said('err')}`);
    report = JSON.parse(readFileSync(path, 'utf8'));
  });

  after(() => {
    if (folder === undefined) return;
    if (process.platform !== 'win32') spawnSync('wineserver', ['-k', '-w'], { env, timeout: 30_000 });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it("is tried on Windows' own Node", () => {
    assert.equal(report?.platform, 'win32');
    assert.match(report?.version ?? '', /^v20\./);
  });

  for (const name of windowsCases)
    it(name, () => {
      const found = report?.cases[name];
      assert.notEqual(found, undefined, 'expected the case to have run, got none');
      assert.equal(found, null, found ?? '');
    });
});
