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

interface Single {
  readonly tried: string;
  readonly now: string;
  readonly suite: string;
  readonly title: string;
}

/** The same one by one, each with its test. */
const singles: readonly Single[] = readFileSync(join(projectFolder, 'test/attacks/tried.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, tried = '', , now = '', suite = '', title = ''] = line.split('|').map((cell) => cell.trim());
    return /^(?:\d+|Windows)$/.test(tried) ? [{ tried, now, suite: suite.replaceAll('`', ''), title }] : [];
  });

/** The names of tests in a suite's text, and those that its tables give them; of transcripts the commands. */
function titlesIn(suite: string): readonly string[] {
  const path = join(projectFolder, 'test', suite);
  if (existsSync(`${path}.txt`)) return readFileSync(`${path}.txt`, 'utf8').split('\n');
  const text = readFileSync(`${path}.test.ts`, 'utf8');
  return [
    ...text.matchAll(/(?:(?:describe|it)\(\s*|name: )(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g),
  ].map(([, single, double, pattern]) => single ?? double ?? pattern ?? '');
}

describe('what was tried, one by one', () => {
  it('is each of the 67 and Windows, once, as the table of SECURITY.md says', () => {
    assert.deepEqual(
      singles.map(({ tried }) => tried),
      [...Array.from({ length: 67 }, (_, index) => `${index + 1}`), 'Windows'],
    );
    for (const { tried, now } of singles.filter((one) => one.tried !== 'Windows'))
      assert.equal(rows.find(({ numbers }) => numbers.includes(Number(tried)))?.now, now, `row ${tried}`);
  });

  for (const { tried, suite, title } of singles)
    it(`has a test for ${tried}`, () => {
      assert.ok(title.length > 3);
      assert.ok(
        titlesIn(suite).some((one) => one.startsWith(title)),
        `expected ${suite} to have a test that begins with: ${title}`,
      );
    });
});

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
