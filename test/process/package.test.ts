import assert from 'node:assert/strict';
import { isAscii } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { homeAt } from '../../src/node/files/home.js';
import { install } from '../../src/node/install/install.js';
import { fileInZip } from '../support/zip.js';

const project = process.cwd();

/** What the package may hold: built bundles, pictures and the drill's material, and what a marketplace shows. */
const allowed = [
  /^dist\/[\w.-]+\.(js|br|svg)$/,
  /^dist\/bell-linux-(x64|arm64)$/,
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
      'dist/libpg-query.wasm.br',
      'dist/mysql-grammar.js.br',
      'dist/nats-client.js.br',
      'dist/program-grammars.js.br',
      'dist/alone.pl',
      'dist/digest.pl',
      'dist/hook.pl',
      'dist/offline.js',
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
        'outbox-sender',
        'record-reader',
        'couriers',
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

  it('has the engine in ASCII, which is read at once', () => {
    assert.ok(isAscii(readFileSync(join(project, 'dist', 'engine.js'))));
  });

  it('names who wrote what its WebAssembly was compiled from', () => {
    const notices = readFileSync(join(project, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const packed = readFileSync(join(project, 'dist', 'libpg-query.wasm.br'));
    const wasm = brotliDecompressSync(packed).toString('latin1');
    const marks = { pg_query_: 'libpg_query', protobuf_c_: 'protobuf-c', 'src/postgres/': 'PostgreSQL' };
    for (const [mark, name] of Object.entries(marks)) {
      assert.ok(wasm.includes(mark), mark);
      assert.match(notices, new RegExp(`^${name} `, 'm'));
    }
    assert.match(notices, /^xxHash /m);
  });

  it('shows a page in the shop on which every picture and every link leads to a file of the repository', function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'cs-page-'));
    try {
      const archive = join(folder, 'x.vsix');
      const vsce = join(project, 'node_modules', '@vscode', 'vsce', 'vsce');
      execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', archive], {
        stdio: 'pipe',
      });
      const page = fileInZip(archive, 'extension/readme.md').toString('utf8');
      const prose = page.replace(/^ *```[\s\S]*?^ *```/gm, '');
      const leads = [...prose.matchAll(/(!?)\[(?:[^\][]|\[[^\]]*\])*\]\(([^)\s]+)\)/g)].map(
        ([, picture, to = '']) => ({
          isPicture: picture === '!',
          to,
        }),
      );
      assert.ok(leads.filter(({ isPicture }) => isPicture).length > 8, String(leads.length));
      const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
      const host = 'https://github.com/countersign/countersign';
      const broken = leads.filter(({ isPicture, to }) => {
        if (to.startsWith('#')) return isPicture || !headings.includes(to.slice(1));
        const way = isPicture ? `${host}/raw/HEAD/` : `${host}/blob/HEAD/`;
        if (!to.startsWith(way)) return isPicture || !to.startsWith('https://');
        return !existsSync(join(project, (to.slice(way.length).split('#')[0] ?? '').split('?')[0] ?? ''));
      });
      assert.deepEqual(broken, []);
      // The Marketplace shows no SVG.
      assert.deepEqual(
        leads.filter(({ isPicture, to }) => isPicture && !/\.(?:png|webp|gif|jpe?g)$/.test(to)),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
