/** Every invariant of the design has a suite that is named after it, and the map names it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/components.js';

const map = readFileSync(join(projectFolder, 'src/README.md'), 'utf8');
const start = map.indexOf('## Invariants');
const rows = map
  .slice(start, map.indexOf('\n## ', start + 1))
  .split('\n')
  .flatMap((line) => {
    const [, number, where] = /^\| (\d+)\. [^|]*\| ([^|]*)\|$/.exec(line) ?? [];
    if (number === undefined || where === undefined) return [];
    const suites = [...where.matchAll(/`([\w-]+(?:\/[\w-]+)*)`/g)].map((match) => match[1] ?? '');
    return [{ number: Number(number), suites }];
  });

const fileOf = (suite: string): string => join(projectFolder, `test/${suite}.test.ts`);

describe('the invariants', () => {
  it('are all in the map', () => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
  });

  for (const { number, suites } of rows)
    it(`have a suite that is named after them: ${number}`, () => {
      const named = suites.filter((suite) => {
        const path = fileOf(suite);
        const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
        return new RegExp(`(?:describe|it)\\(['"\`]invariant ${number}: `).test(text);
      });
      assert.notDeepEqual(named, [], `expected a suite of invariant ${number}, got none that says so`);
      const missing = suites
        .filter((suite) => suite.includes('/') && !suite.startsWith('core/'))
        .filter((suite) => !existsSync(fileOf(suite)))
        .filter(
          (suite) => !statSync(join(projectFolder, 'test', suite), { throwIfNoEntry: false })?.isDirectory(),
        );
      assert.deepEqual(missing, []);
    });
});
