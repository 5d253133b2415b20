import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt } from '../../src/node/files/home.js';
import { install } from '../../src/node/install/install.js';

const project = process.cwd();

/** What the package may hold: built bundles, pictures and the drill's material, and what a marketplace shows. */
const allowed = [
  /^dist\/[\w.-]+\.(js|wasm|svg)$/,
  /^dist\/(guarded\.txt|(alone|digest|hook|relay|terminal)\.pl)$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^media\//,
  /^package(\.nls)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^(LICENSE|NOTICE)$/,
];

describe('the package', () => {
  let files: readonly string[] = [];

  before(() => {
    const vsce = join(project, 'node_modules', '@vscode', 'vsce', 'vsce');
    const output = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { encoding: 'utf8' });
    files = output.split('\n').filter((line) => line !== '');
  });

  it('holds nothing that it need not hold', () => {
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it('holds what the product loads', () => {
    const needed = [
      'package.json',
      'package.nls.json',
      'README.md',
      'dist/libpg-query.wasm',
      'dist/alone.pl',
      'dist/digest.pl',
      'dist/hook.pl',
      'dist/offline.js',
      'dist/offline-judge.js',
      'dist/relay.pl',
      'dist/terminal.pl',
      'dist/guarded.txt',
      'LICENSE',
      'media/icon.png',
      'media/card.css',
      'media/drill/bin/stand-in',
      'media/drill/home/.aws/config',
      'media/drill/workspace/infra/terraform.tfstate',
      ...[
        'extension',
        'house',
        'hook',
        'launch',
        'cli',
        'engine',
        'engine-worker',
        'record-writer',
        'record-reader',
        'mysql-grammar',
        'couriers',
        'program-grammars',
        'nats-client',
        'askpass',
        'later',
        'shared',
        'drill',
        'webview',
      ].map((name) => `dist/${name}.js`),
    ];
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
  });

  it('names who wrote what its WebAssembly was compiled from', () => {
    const notices = readFileSync(join(project, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const wasm = readFileSync(join(project, 'dist', 'libpg-query.wasm'), 'latin1');
    const marks = { pg_query_: 'libpg_query', protobuf_c_: 'protobuf-c', 'src/postgres/': 'PostgreSQL' };
    for (const [mark, name] of Object.entries(marks)) {
      assert.ok(wasm.includes(mark), mark);
      assert.match(notices, new RegExp(`^${name} `, 'm'));
    }
    assert.match(notices, /^xxHash /m);
  });

  it('installs beside each program what it loads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cs-installed-'));
    try {
      const home = homeAt(folder);
      const done = install({ home, bundles: join(project, 'dist') });
      assert.equal(done.ok, true, JSON.stringify(done));
      const there = readdirSync(home.bin);
      const loaded = there
        .filter((name) => name.endsWith('.js'))
        .flatMap((name) => [
          ...readFileSync(join(home.bin, name), 'utf8').matchAll(/\brequire\("\.\/([\w-]+\.js)"\)/g),
        ])
        .map(([, name = '']) => name);
      assert.ok(loaded.includes('engine.js'));
      assert.deepEqual(
        loaded.filter((name) => !there.includes(name)),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
