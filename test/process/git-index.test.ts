import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readIndex } from '../../src/core/git/index-file.js';

describe("git's own index", () => {
  const directory = mkdtempSync(join(tmpdir(), 'git-index-'));
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, {
      cwd: directory,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOME: directory, GIT_CONFIG_NOSYSTEM: '1' },
    });
  const index = (): readonly string[] | undefined => {
    const read = readIndex(new Uint8Array(readFileSync(join(directory, '.git/index'))));
    return read && [...read.entries.keys()];
  };

  before(() => {
    git('init', '-q');
    for (const path of [
      'a.txt',
      'src/one.ts',
      'src/one/two.ts',
      `deep/${'x'.repeat(200)}/y.ts`,
      'ä/ö.md',
      'ä/öl.md',
      'ä/über/ß.md',
      'ä/üben.md',
      'src/with blank.ts',
    ]) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), path);
    }
    git('add', '-A');
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const version of ['2', '3', '4']) {
    it(`of version ${version} says what git says`, () => {
      git('update-index', '--index-version', version);
      if (version !== '2') {
        writeFileSync(join(directory, 'later.txt'), 'x');
        git('add', '-N', 'later.txt');
      }
      const listed = git('-c', 'core.quotePath=false', 'ls-files')
        .split('\n')
        .filter((line) => line !== '');
      assert.deepEqual([...(index() ?? [])].sort(), listed.sort());
    });
  }

  it('that is split is not known', () => {
    git('update-index', '--split-index');
    assert.equal(index(), undefined);
  });
});
