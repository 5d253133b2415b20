/** The rehearsal of a release: everything that the workflow calls, without a network, up to shops on loopback. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serverHost, without } from '../support/components.js';
import { field, items } from '../support/json.js';
import { openShops, type Shops } from '../support/shops.js';
import { fileInZip } from '../support/zip.js';

const project = process.cwd();
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

interface Facts {
  channelOf(tag: string, version: string): string;
  changelogSection(text: string, version: string, how?: { readonly dated: boolean }): string;
}

const loaded: unknown = await import(pathToFileURL(join(project, 'scripts/release/facts.mjs')).href);
const facts = factsOf(loaded);

function factsOf(module: unknown): Facts {
  const call = (name: string, ...args: readonly unknown[]): string => {
    const found = field(module, name);
    assert.ok(typeof found === 'function', name);
    return String(found(...args));
  };
  return {
    channelOf: (...args) => call('channelOf', ...args),
    changelogSection: (...args) => call('changelogSection', ...args),
  };
}

describe('what a tag says', () => {
  it('is a release or a pre-release of the version of package.json', () => {
    assert.equal(facts.channelOf('v1.2.3', '1.2.3'), 'release');
    assert.equal(facts.channelOf('v1.2.3-pre', '1.2.3'), 'pre-release');
  });

  for (const tag of [
    'v1.2.4',
    '1.2.3',
    'v1.2.3-beta',
    'v1.2',
    'v1.2.3 ',
    'v1.2.3-pre; id',
    'V1.2.3',
    'v01.2.3',
    '',
  ])
    it(`is nothing to publish: ${JSON.stringify(tag)}`, () => {
      assert.throws(() => facts.channelOf(tag, '1.2.3'), /expected .*1\.2\.3/);
    });
});

describe('the notes of a release', () => {
  const changelog =
    '# Changelog\n\n## 1.2.3 - 2026-11-30\n\n### Added\n\n- This.\n\n## 1.2.2 - 2026-11-01\n\n- That.\n';

  it("are the changelog's section of that version, and no other", () => {
    assert.equal(facts.changelogSection(changelog, '1.2.3'), '### Added\n\n- This.\n');
    assert.equal(facts.changelogSection(changelog, '1.2.2'), '- That.\n');
  });

  it('have to be there, with a day and something in them', () => {
    assert.throws(() => facts.changelogSection(changelog, '1.2.4'), /expected "## 1\.2\.4/);
    assert.throws(() => facts.changelogSection('## 1.2.3\n\n- This.\n', '1.2.3'), /add the day/);
    assert.equal(facts.changelogSection('## 1.2.3\n\n- This.\n', '1.2.3', { dated: false }), '- This.\n');
    assert.throws(
      () => facts.changelogSection('## 1.2.3 - 2026-11-30\n\n## 1.2.2\n', '1.2.3'),
      /got nothing/,
    );
  });
});

describe('a release, rehearsed', function () {
  this.timeout(300_000);
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-release-')));
  const release = join(copy, 'release');
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|GITHUB_|ACTIONS_|VSCE_|OVSX_|NPM_)/.test(name),
  );
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(clean),
    HOME: join(copy, 'home'),
    npm_config_offline: 'true',
  };
  let shops: Shops;
  let plan: unknown;

  before(async () => {
    // It builds for people, and other suites read the build for tests.
    const apart = new Set(['node_modules', 'out', '.git'].map((name) => join(project, name)));
    cpSync(project, copy, { recursive: true, filter: (from) => !apart.has(from) });
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
    mkdirSync(join(copy, 'home'));
    const words = ['scripts/release/prepare.mjs', '--tag', `v${version}-pre`, '--rehearse'];
    execFileSync(process.execPath, words, { cwd: copy, env, stdio: 'pipe' });
    plan = JSON.parse(readFileSync(join(release, 'plan.json'), 'utf8'));
    shops = await openShops();
  });

  after(async () => {
    await shops?.close();
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  });

  const publish = (place: string, more: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<Done> =>
    start(node, ['scripts/release/publish.mjs', place], { cwd: copy, env: { ...env, ...more } });

  it('has one .vsix, one npm package, an SBOM, notes, a plan and the checksums of all', () => {
    const files = readdirSync(release).sort();
    const named = readFileSync(join(release, 'SHA256SUMS'), 'utf8').trim().split('\n');
    assert.deepEqual([...named.map((line) => line.split('  ')[1] ?? ''), 'SHA256SUMS'].sort(), files);
    assert.equal(files.length, 6);
    for (const line of named) {
      const [sum, name = ''] = line.split('  ');
      assert.equal(digestOf(join(release, name)), sum, name);
    }
  });

  it('lists in its SBOM what the bundles hold, and no more', () => {
    const bom: unknown = JSON.parse(readFileSync(join(release, 'sbom.cdx.json'), 'utf8'));
    assert.equal(field(bom, 'bomFormat'), 'CycloneDX');
    assert.equal(field(field(field(bom, 'metadata'), 'component'), 'name'), 'countersign');
    const names = items(bom, 'components').map((one) => String(field(one, 'name')));
    for (const name of ['libpg-query', 'libpg_query', '@modelcontextprotocol/core', 'js-yaml', 'PostgreSQL'])
      assert.ok(names.includes(name), name);
    for (const name of ['mocha', 'typescript', 'esbuild', 'playwright-core'])
      assert.ok(!names.includes(name), name);
    const notices = readFileSync(join(copy, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of names) assert.ok(notices.includes(`\n${name} `), name);
    const unnamed = items(bom, 'components').filter((one) => items(one, 'licenses').length === 0);
    assert.deepEqual(unnamed, []);
  });

  it('says what would be published where, and by which proof', () => {
    const uploads = field(plan, 'uploads');
    const commandOf = (place: string): string =>
      [...items(field(uploads, place), 'command'), ...items(field(uploads, place), 'proof')].join(' ');
    assert.equal(
      commandOf('marketplace'),
      `vsce publish --pre-release --packagePath countersign-${version}.vsix --oidc`,
    );
    assert.equal(
      commandOf('open-vsx'),
      `ovsx publish --pre-release countersign-${version}.vsix --trusted-publishing`,
    );
    assert.equal(
      commandOf('npm'),
      `npm publish ./countersign-${version}.tgz --access public --tag next --provenance`,
    );
    assert.match(commandOf('github'), /^gh release create v[\d.]+-pre --verify-tag .* --prerelease /);
  });

  it('is packed as a pre-release where the tag says so', () => {
    const manifest = fileInZip(join(release, `countersign-${version}.vsix`), 'extension.vsixmanifest');
    assert.match(String(manifest), /Microsoft\.VisualStudio\.Code\.PreRelease" Value="true"/);
  });

  it('has an npm package that works where it is installed', () => {
    const words = ['scripts/release/try-npm.mjs', join(release, `countersign-${version}.tgz`)];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: copy, env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it("reaches the shops by the workflow's identity, byte for byte", async function () {
    const host = serverHost();
    if ('missing' in host) return without(host.missing, this);
    // What uploads wants a newer Node than the tests: that of the pinned server.
    const [node = ''] = host.command;
    const identity = {
      HOME: process.env['HOME'],
      GITHUB_ACTIONS: 'true',
      ACTIONS_ID_TOKEN_REQUEST_URL: `${shops.url}/identity?of=workflow`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'asked',
      VSCE_MARKETPLACE_URL: shops.url,
      OVSX_REGISTRY_URL: shops.url,
      // An environment without its secret gives an empty one.
      VSCE_PAT: '',
      OVSX_PAT: '',
      PATH: `${dirname(node)}${delimiter}${process.env['PATH']}`,
      npm_config_offline: '',
    };
    for (const place of ['marketplace', 'open-vsx']) {
      const done = await publish(place, identity, node);
      assert.equal(done.code, 0, done.said);
    }
    const digest = digestOf(join(release, `countersign-${version}.vsix`));
    assert.deepEqual(
      shops.uploads.map(({ shop, digest: arrived }) => ({ shop, arrived })),
      [
        { shop: 'marketplace', arrived: digest },
        { shop: 'open-vsx', arrived: digest },
      ],
    );
    assert.match(shops.uploads[0]?.token ?? '', /:session$/);
    assert.match(shops.uploads[1]?.token ?? '', /lent$/);
    assert.deepEqual(shops.audiences, ['marketplace.visualstudio.com', shops.url]);
  });

  it('would go to npm', async () => {
    const done = await publish('npm', { npm_config_dry_run: 'true' });
    assert.equal(done.code, 0, done.said);
    assert.match(done.said, new RegExp(`countersign@${version.replaceAll('.', '\\.')}`));
  });

  it("becomes a release of the repository, with the changelog's section", async () => {
    const programs = join(copy, 'programs');
    mkdirSync(programs);
    writeFileSync(
      join(programs, 'gh'),
      '#!/bin/sh\nprintf "%s\\n" "$@" >gh-was-told\ncat notes.md >gh-notes\n',
      { mode: 0o755 },
    );
    const done = await publish('github', { PATH: `${programs}${delimiter}${process.env['PATH']}` });
    assert.equal(done.code, 0, done.said);
    const told = readFileSync(join(release, 'gh-was-told'), 'utf8').trim().split('\n');
    assert.deepEqual(told.slice(-4), [
      `countersign-${version}.vsix`,
      `countersign-${version}.tgz`,
      'sbom.cdx.json',
      'SHA256SUMS',
    ]);
    assert.match(readFileSync(join(release, 'gh-notes'), 'utf8'), /^### /m);
  });

  it('uploads nothing that is not what was prepared', async () => {
    const file = join(release, `countersign-${version}.vsix`);
    const bytes = readFileSync(file);
    try {
      writeFileSync(file, Buffer.concat([bytes, Buffer.from([0])]));
      const before = shops.uploads.length;
      const done = await publish('marketplace', { VSCE_MARKETPLACE_URL: shops.url, VSCE_PAT: 'token' });
      assert.equal(done.code, 1);
      assert.match(done.said, /nothing was uploaded/);
      assert.equal(shops.uploads.length, before);
    } finally {
      writeFileSync(file, bytes);
    }
  });

  it('stops at a tag of another version, and says what to do', () => {
    const words = ['scripts/release/prepare.mjs', '--tag', 'v99.0.0'];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: copy, env, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /expected the tag of version .*, got v99\.0\.0: tag v/);
  });
});

describe('the pins of actions', () => {
  it('are held against the tags beside them, and put right', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-actions-'));
    try {
      const git = (...words: readonly string[]): string =>
        execFileSync('git', ['-C', join(folder, 'actions', 'one'), ...words], { encoding: 'utf8' }).trim();
      mkdirSync(join(folder, 'actions', 'one'), { recursive: true });
      git('init', '--quiet');
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
      git(...who, 'commit', '--quiet', '--allow-empty', '-m', 'one');
      git(...who, 'tag', '-a', 'v1.0.0', '-m', 'annotated');
      const commit = git('rev-parse', 'HEAD');
      const workflow = join(folder, 'w.yml');
      const write = (pin: string): void =>
        writeFileSync(workflow, `      - uses: actions/one@${pin} # v1.0.0\n`);
      const run = (...words: readonly string[]): number | null =>
        spawnSync(process.execPath, ['scripts/release/actions.mjs', ...words], {
          env: { ...process.env, ACTIONS_FROM: `file://${folder}/`, ACTIONS_IN: folder },
        }).status;
      write(commit);
      assert.equal(run(), 0);
      // The tag's own object is not the commit.
      write(git('rev-parse', 'v1.0.0'));
      assert.equal(run('--write'), 1);
      assert.ok(readFileSync(workflow, 'utf8').includes(`actions/one@${commit} # v1.0.0`));
      assert.equal(run(), 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

interface Done {
  readonly code: number | null;
  readonly said: string;
}

/** Not in this thread, which answers for the shops. */
function start(
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Done> {
  const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
