import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/components.js';

const folder = join(projectFolder, 'test');
const rows = readFileSync(join(folder, 'attacks/README.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, , where] = /^\| (\d+) \| ([^|]*) \| ([^|]*) \|$/.exec(line) ?? [];
    return number === undefined || where === undefined ? [] : [{ number: Number(number), where }];
  });

function suitesIn(where: string): readonly string[] {
  return [...where.matchAll(/`([\w/-]+)`/g)].map((match) => match[1] ?? '');
}

describe('the list of attacks', () => {
  it('has every number once, and a suite or a reason for each', () => {
    assert.deepEqual(
      rows.map((row) => row.number),
      Array.from({ length: 52 }, (_, index) => index + 1),
    );
    const bare = rows.filter(({ where }) => suitesIn(where).length === 0 && !where.includes('waits'));
    assert.deepEqual(bare, []);
  });

  it('names suites that exist', () => {
    const missing = rows
      .flatMap(({ where }) => suitesIn(where))
      .filter((suite) => {
        const path = join(folder, suite);
        return !existsSync(`${path}.test.ts`) && !(existsSync(path) && statSync(path).isDirectory());
      });
    assert.deepEqual([...new Set(missing)], []);
  });

  it('finds each attack that a suite names under its number', () => {
    const names = readdirSync(join(folder, 'attacks')).filter((name) => name.endsWith('.test.ts'));
    for (const name of names) {
      const text = readFileSync(join(folder, 'attacks', name), 'utf8');
      for (const match of text.matchAll(/['"`]attack (\d+)(?: and (\d+))?:/g)) {
        for (const number of [match[1], match[2]].filter((one) => one !== undefined)) {
          const row = rows.find((one) => one.number === Number(number));
          const suite = `attacks/${name.replace('.test.ts', '')}`;
          assert.ok(row && suitesIn(row.where).includes(suite), `attack ${number} is tried in ${suite}`);
        }
      }
    }
  });
});
