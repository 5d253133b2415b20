import { deepStrictEqual, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '../../src/core/command/read.js';
import { memoryWorld } from '../support/world.js';

/** Letters without `i`, `l`, `n`, `r` and `t`, which read a person's files or run nothing. */
const shells: Readonly<Record<string, readonly string[]>> = {
  bash: 'a b c c c e f h k m o o p u v x B C E O s +'.split(' '),
  dash: 'a b c c c e f m o o u v x C s +'.split(' '),
  zsh: 'a b c c c e f k m o u v x C +'.split(' '),
  fish: 'c c C d f N P v'.split(' '),
};
const values = ['errexit', 'extglob', 'pipefail', 'nounset', '-', '--'];

/** The same seed, the same words. */
function choices(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

/** Clusters of letters, values, codes and files, in any order. */
function words(letters: readonly string[], below: (count: number) => number): readonly string[] {
  const of = (items: readonly string[]): string => items[below(items.length)] ?? '';
  return Array.from({ length: 1 + below(4) }, (_, place) => {
    switch (below(place === 0 ? 2 : 5)) {
      case 2:
        return of(values);
      case 3:
        return of(['file1', 'file2']);
      case 4:
        return `echo W${place}`;
      default:
        return `-${Array.from({ length: 1 + below(3) }, () => of(letters)).join('')}`.replace(/^-\+/, '+');
    }
  }).concat(of(['echo W9', 'file1', 'errexit']), of(['echo W10', 'file2']));
}

describe('the options of a real shell', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-shell-options-'));
    for (const name of ['file1', 'file2']) writeFileSync(join(folder, name), `echo ${name}\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [shell, letters] of Object.entries(shells))
    it(`let ${shell} run nothing that the reading does not name`, function () {
      const program = ['/bin', '/usr/bin'].map((place) => join(place, shell)).find(existsSync);
      if (program === undefined) return this.skip();
      const files = { [`${folder}/file1`]: 'echo file1\n', [`${folder}/file2`]: 'echo file2\n' };
      const world = memoryWorld({ cwd: folder, home: folder, files });
      const missed: string[] = [];
      let ran = 0;
      for (let seed = 1; seed <= 110; seed += 1) {
        const given = words(letters, choices(seed * 7_919));
        const { stdout } = spawnSync(program, given, {
          cwd: folder,
          env: { PATH: '/usr/bin:/bin', HOME: folder },
          input: 'echo IN\n',
          encoding: 'utf8',
          timeout: 10_000,
        });
        const command = `echo 'echo IN' | ${[shell, ...given].map((word) => `'${word}'`).join(' ')}`;
        const { invocations } = readCommand(command, 'bash', world);
        for (const line of stdout.split('\n').filter((text) => /^(?:W\d+|file\d|IN)$/.test(text))) {
          ran += 1;
          if (!invocations.some(({ program: name, argv }) => name === 'echo' && argv[1]?.text === line))
            missed.push(`${line} in ${command}`);
        }
      }
      deepStrictEqual(missed, []);
      ok(ran > 20, `expected calls to compare, got ${ran}`);
    }).timeout(120_000);
});
