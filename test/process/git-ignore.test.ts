import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { readIgnoreRules } from '../../src/core/git/ignore-rules.js';

const paths = [
  ...[
    'a',
    'b.log',
    'B.LOG',
    'keep.log',
    '.env',
    '#odd',
    '!odd',
    'x(1).txt',
    '[',
    'end ',
    'ab',
    'a b',
    'ä.md',
  ],
  ...[
    'build/out.js',
    'src/build/out.js',
    'src/a',
    'src/b.log',
    'src/deep/a',
    'src/deep/keep.log',
    'doc/x/y/z.pdf',
  ],
  ...['a2/a', 'a2/b/c', 'src/x(2).txt', 'doc/a', 'doc/x/a', 'vendor/lib/a.o', 'vendor/lib/keep/a.o'],
];

/** Lines as people write them, and as nobody would. */
const lines = [
  ...[
    '*.log',
    '!keep.log',
    '/a',
    'a',
    'a/',
    'build/',
    '/build',
    'src/*',
    'src/**',
    '**/a',
    'doc/**/*.pdf',
    '**',
  ],
  ...[
    '*',
    '!*/',
    '!/src/',
    '*.[oO]',
    '[a-c]',
    '[!a]',
    '[^a]',
    '?',
    'a?',
    '\\#odd',
    '#odd',
    '\\!odd',
    '!odd',
    'x(*).txt',
  ],
  ...[
    '*(1).txt',
    '[',
    '[a',
    '\\[',
    'end\\ ',
    'end ',
    ' a',
    'a b',
    'a b   ',
    '/src/deep/',
    'src/deep',
    '**/deep/**',
  ],
  ...[
    'a/**/b',
    'a2/**/c',
    '/**/a',
    'vendor/**',
    '!vendor/lib/keep/',
    '.*',
    '!.env',
    'a\r',
    '*.md',
    'ä.*',
    '/',
    '//',
    '',
    '\\',
  ],
  ...['a**', '**.log', 's*c/*', '***', 'src/**/', '**/x/**/z.pdf', '[[:alpha:]]', 'b[.]log'],
];

describe('ignore files', function () {
  this.timeout(120_000);
  const directory = mkdtempSync(join(tmpdir(), 'git-ignore-'));
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory, GIT_CONFIG_NOSYSTEM: '1' };

  before(() => {
    execFileSync('git', ['init', '-q'], { cwd: directory, env });
    for (const path of paths) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), '');
    }
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  function byGit(text: string): readonly string[] {
    writeFileSync(join(directory, '.gitignore'), text);
    const words = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard'];
    const told = execFileSync('git', words, { cwd: directory, env, encoding: 'utf8' });
    return told
      .split('\0')
      .filter((path) => paths.includes(path))
      .sort();
  }

  function byUs(text: string): readonly string[] {
    const rules = readIgnoreRules(text);
    return paths.filter((path) => rules.ignores(path)).sort();
  }

  for (const line of lines)
    it(`are read as git reads them: ${JSON.stringify(line)}`, () => {
      assert.deepEqual(byUs(line), byGit(line));
    });

  it('are read as git reads them, whatever lines stand together', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { minLength: 2, maxLength: 6 }), (several) => {
        const text = several.join('\n');
        assert.deepEqual(byUs(text), byGit(text));
      }),
      { numRuns: 300 },
    );
  });
});
