/** The table of what was tried, at the end of SECURITY.md, and the suites that it names. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/components.js';

const text = readFileSync(join(projectFolder, 'SECURITY.md'), 'utf8');

interface Row {
  readonly numbers: readonly number[];
  readonly promises: readonly number[];
  readonly now: string;
  readonly suites: readonly string[];
}

const rows: readonly Row[] = text
  .slice(text.indexOf('## What was tried'))
  .split('\n')
  .flatMap((line) => {
    const [, tried, , promise = '', now = '', suites = ''] = line.split('|').map((cell) => cell.trim());
    if (tried === undefined || !/^(?:\d[\d, -]*|Windows)$/.test(tried)) return [];
    const named = [...suites.matchAll(/`([\w/-]+)`/g)].map((match) => match[1] ?? '');
    return [{ numbers: numbersIn(tried), promises: numbersIn(promise), now, suites: named }];
  });

function numbersIn(cell: string): readonly number[] {
  return cell.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number);
    if (!first || !last) return [];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

describe('the table of what was tried', () => {
  it('has each of the 67 once, stopped or told of', () => {
    const all = rows.flatMap(({ numbers }) => numbers).sort((a, b) => a - b);
    assert.deepEqual(
      all,
      Array.from({ length: 67 }, (_, index) => index + 1),
    );
    assert.deepEqual(
      rows.filter(({ now }) => now !== 'S' && now !== 'D'),
      [],
    );
  });

  it('names suites that exist, and promises that are made', () => {
    const missing = rows
      .flatMap(({ suites }) => suites)
      .filter((suite) => !existsSync(join(projectFolder, `test/${suite}.test.ts`)));
    assert.deepEqual(missing, []);
    assert.deepEqual(
      rows.filter(({ suites }) => suites.length === 0),
      [],
    );
    const made = [...text.matchAll(/^(\d+)\. \*\*/gm)].map((match) => Number(match[1]));
    assert.deepEqual(
      rows.flatMap(({ promises }) => promises).filter((promise) => !made.includes(promise)),
      [],
    );
  });

  it('names the suite in which a test says that number', () => {
    const folders = ['attacks', 'process', 'unit/desk'];
    for (const folder of folders)
      for (const name of readdirSync(join(projectFolder, 'test', folder)).filter((one) =>
        one.endsWith('.test.ts'),
      )) {
        const said = readFileSync(join(projectFolder, 'test', folder, name), 'utf8').matchAll(
          /(?:describe|it)\((?:'|"|`)(?:rows? |tried )(\d+)/g,
        );
        const suite = `${folder}/${name.replace('.test.ts', '')}`;
        for (const [, number] of said) {
          const row = rows.find(({ numbers }) => numbers.includes(Number(number)));
          assert.ok(row?.suites.includes(suite), `expected row ${number} to name ${suite}`);
        }
      }
  });
});
