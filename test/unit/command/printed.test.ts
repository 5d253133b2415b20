import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { read } from './reading.js';

/** `$ script`, then what bash prints, each line behind two blanks. */
const rows = readFileSync('test/unit/command/printed.txt', 'utf8')
  .split(/^\$ /m)
  .slice(1)
  .map((row) => row.replace(/\n+$/, '').split('\n'));

describe('what a script prints', () => {
  it('is a table', () => ok(rows.length > 200));

  for (const [script = '', ...printed] of rows) {
    it(`is known exactly: ${script}`, () => {
      const removed = read(`rm "$(${script}\n)"`).invocations.find(({ program }) => program === 'rm');
      deepEqual(removed?.argv[1]?.opaque, []);
      deepEqual(
        removed.argv[1].text.split('\n'),
        printed.length === 0 ? [''] : printed.map((line) => line.slice(2)),
      );
    });
  }
});
