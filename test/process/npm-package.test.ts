import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { field, items } from '../support/json.js';

const mostBytes = 3_000_000;

describe('the command line as an npm package', function () {
  this.timeout(120_000);
  let folder: string;
  let packed: unknown;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-npm-')));
    mkdirSync(join(folder, 'work'));
    // What it runs before packing would build anew what other suites read.
    const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const told: unknown = JSON.parse(
      execFileSync('npm', words, { encoding: 'utf8', env: { ...process.env, HOME: folder } }),
    );
    [packed] = items({ told }, 'told');
    const tarball = join(folder, String(field(packed, 'filename')));
    const install = ['install', '--global', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', [...install, '--prefix', join(folder, 'npm'), tarball], {
      env: { ...process.env, HOME: folder },
      stdio: 'pipe',
    });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...words: readonly string[]): { code: number | null; out: string; err: string } => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: join(folder, 'cs') };
    const done = spawnSync(join(folder, 'npm', 'bin', 'countersign'), words, {
      cwd: join(folder, 'work'),
      env,
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  it('holds programs and documents, no sources, tests or maps, in less than 3 MB', () => {
    const paths = items(packed, 'files').map((file) => String(field(file, 'path')));
    assert.ok(paths.includes('dist/cli.js') && paths.includes('dist/engine.js'), paths.join(' '));
    const odd = paths.filter(
      (path) =>
        !/^(?:dist\/[\w.-]+\.(?:js|pl|br|txt)|dist\/bell-linux-(?:x64|arm64)|(?:README|CHANGELOG)\.md|LICENSE|package\.json)$/.test(
          path,
        ),
    );
    assert.deepEqual(odd, []);
    assert.ok(Number(field(packed, 'size')) < mostBytes, String(field(packed, 'size')));
  });

  it('holds whatever its programs load, and what a lock puts in place', () => {
    const paths = items(packed, 'files').map((file) => String(field(file, 'path')));
    const missing = paths
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) =>
        [
          ...readFileSync(path, 'utf8').matchAll(/require\("\.\/([\w-]+\.js)"\)|["'`/]([\w.-]+\.br)["'`]/g),
        ].map(([, script, packed = '']) => script ?? packed),
      )
      .filter((name) => !paths.includes(`dist/${name}`));
    assert.deepEqual([...new Set(missing)], []);
    const locked = run('lock', '--dry-run');
    assert.equal(locked.code, 0, locked.err);
    for (const [, name = ''] of locked.out.matchAll(/^program: \S+\/([\w.-]+\.(?:js|br))$/gm))
      assert.ok(paths.includes(`dist/${name}`), name);
  });

  it('says its version and its build', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const told = run('--version');
    assert.match(told.out, /^countersign \S+, build [0-9a-f]{12}\n$/);
    const object: unknown = JSON.parse(run('--version', '--json').out);
    assert.equal(field(object, 'version'), version);
    assert.equal(told.out, `countersign ${version}, build ${field(object, 'build')}\n`);
  });

  it('judges, with its grammars', () => {
    assert.equal(run('check', '--', 'git status').code, 0);
    const held = run('check', '--json', '--', `psql -h db.example.com -c 'DELETE FROM orders'`);
    assert.notEqual(held.code, 0);
    assert.notEqual(held.code, 1);
  });

  it('connects an agent, and uninstalls', () => {
    const connected = run('connect', 'claude-code');
    assert.equal(connected.code, 0, connected.err);
    assert.match(readFileSync(join(folder, '.claude/settings.json'), 'utf8'), /countersign-hook/);
    assert.equal(run('uninstall').code, 0);
  });

  it('says what is wrong as an object where objects are asked for', () => {
    const wrong = run('verify', '--json', '--no-such-option');
    assert.equal(wrong.code, 2);
    assert.match(String(field(JSON.parse(wrong.err), 'error')), /^countersign: .*no-such-option/);
  });
});
