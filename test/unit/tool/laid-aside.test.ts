import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asks, ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  files: {
    '/srv/app/.git/HEAD': 'ref: refs/heads/main\n',
    '/srv/app/a.txt': 'x',
    '/srv/app/data/a.csv': 'x',
    '/srv/app/src/a.ts': 'x',
    '/srv/app/build/a.js': 'x',
    '/srv/app/node_modules/a/index.js': 'x',
    '/srv/app/node_modules/.pnpm/b/index.js': 'x',
    '/srv/app/dist.tar.gz': 'x',
    '/home/ada/Documents/x/thesis.tex': 'x',
    '/tmp/old/a': 'x',
  },
  links: {
    '/srv/app/dist': '/srv/app/data',
    '/srv/app/out': '/srv/app/node_modules/a',
    '/srv/app/coverage': '/srv/app/src',
  },
});

const places = [
  '/tmp',
  '/tmp/',
  '/tmp/x',
  '/tmp/a/b/',
  '/var/tmp/y',
  '/dev/shm/z',
  'build',
  'build/',
  'target/x',
  'tmp/',
  'node_modules/.cache',
];
const somebodys = ['data', 'src', './src/', '/srv/app/data', '~/Documents/x', 'data/*', '.git', '/srv/app'];
const discarded = [
  'build',
  'node_modules',
  'node_modules/a',
  '/tmp/old',
  'dist.tar.gz',
  'a.txt',
  'data/a.csv',
  'absent',
];
const movers: readonly ((from: string, to: string) => string)[] = [
  (from, to) => `mv ${from} ${to}`,
  (from, to) => `mv -f -t ${to} ${from}`,
  (from, to) => `mv -- ${from} ${to} && rm -rf ${to}/x`,
  (from, to) => `T=${to}; mv ${from} "$T"`,
  (from, to) => `git mv -k ${from} ${to}`,
  (from, to) => `find . -maxdepth 0 -exec mv ${from} ${to} \\;`,
];

describe('a folder that is moved to where nobody misses it', () => {
  it('is held as its deletion would be', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...movers),
        fc.constantFrom(...somebodys),
        fc.constantFrom(...places),
        (move, from, to) => {
          assert.ok(asks(judged(move(from, to), world)), move(from, to));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is quiet where it is a file, what a build makes again, or comes from there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...movers.slice(0, 5)),
        fc.constantFrom(...discarded),
        fc.constantFrom(...places),
        (move, from, to) => {
          assert.ok(!asks(judged(move(from, to), world)), move(from, to));
        },
      ),
      { numRuns: 400 },
    );
    for (const command of [
      'mv data data2',
      'mv src lib',
      'git mv src lib',
      'mv /tmp/old .',
      'mv ~/Documents/x ~/Documents/y',
      'git mv a.txt docs/',
    ])
      assert.ok(!asks(judged(command, world)), command);
  });

  it('by a link that has a build’s name is judged by what it leads to', () => {
    for (const command of [
      'rm -rf dist/*',
      'rm -rf dist/',
      'rm -rf coverage/*',
      'ln -sfn data build && rm -rf build/*',
      'ln -s src tmp; rm -rf tmp/',
    ])
      assert.ok(asks(judged(command, world)), command);
    for (const command of [
      'rm -rf dist',
      'rm dist',
      'rm -rf out/*',
      'rm -rf out/',
      'rm -rf build/*',
      'rm -rf node_modules/a',
      'ln -sfn build dist2 && rm dist2',
    ])
      assert.ok(!asks(judged(command, world)), command);
  });
});

describe('a repository’s history', () => {
  it('is lost where what leads to it is written over or taken away', () => {
    for (const command of [
      '> .git/HEAD',
      'echo x > .git/refs/heads/main',
      'tee .git/packed-refs < /dev/null',
      'cp a.txt .git/HEAD',
      'dd if=/dev/zero of=.git/objects/ab/cd',
      'mv .git .git.bak',
      'mv .git /srv/other',
      'mv /srv/app /srv/app2',
    ])
      assert.ok(ids(judged(command, world)).includes('unsaved-loss'), command);
    for (const command of [
      'echo build >> .git/info/exclude',

      'cat .git/HEAD',
      'git commit -m x',
      'echo x > .git/COMMIT_EDITMSG',
    ])
      assert.ok(!asks(judged(command, world)), command);
  });
});

describe('memory that looks like a folder', () => {
  it('goes as one, and is no sink', () => {
    assert.ok(asks(judged('rm -rf /dev/shm', world)));
    for (const command of ['rm -rf /dev/shm/x', 'echo a > /dev/shm/x', 'cat a.txt > /dev/null'])
      assert.ok(!asks(judged(command, world)), command);
  });
});

describe('what is not tracked in folders that a build makes again', () => {
  it('is nobody’s work', () => {
    for (const command of ['git clean -fdx node_modules', 'git clean -fdx build node_modules'])
      assert.ok(!asks(judged(command, world)), command);
    for (const command of [
      'git clean -fdx',
      'git clean -fdx src',
      'git clean -fdx build src',
      'git clean -fdx "$DIR"',
      'git clean -fdx dist/',
    ])
      assert.ok(asks(judged(command, world)), command);
  });
});
