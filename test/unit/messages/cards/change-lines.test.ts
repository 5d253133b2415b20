import assert from 'node:assert/strict';
import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { LineComparison } from '../../../../src/messages/cards/change-lines.js';

const line = fc.constantFrom('', 'a', 'b', 'c', 'a\r', '  a', '-', '+a');
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));

describe('the changed lines of a file', () => {
  it('are as many as the whole comparison finds, and stand where they stood', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { counts, lines } = new LineComparison().of(before, after, 100);
        const whole = structuredPatch('', '', before, after, undefined, undefined, {
          context: 2,
        }).hunks.flatMap((hunk) => hunk.lines);
        assert.deepEqual(counts, {
          added: whole.filter((one) => one.startsWith('+')).length,
          removed: whole.filter((one) => one.startsWith('-')).length,
        });
        const shown = (sign: string): number => lines.filter((one) => one.sign === sign).length;
        assert.deepEqual([shown('created'), shown('deleted')], [counts?.added, counts?.removed]);
        if (counts?.added === 0 && counts.removed === 0) assert.deepEqual(lines, []);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stand between two lines on each side that stay', () => {
    const before = 'a\nb\nc\nd\ne\nf\n';
    const shown = new LineComparison()
      .of(before, before.replace('d\n', 'd\nnew\n'), 24)
      .lines.map(({ sign, text }) => [sign, text]);
    assert.deepEqual(shown, [
      ['same', 'c'],
      ['same', 'd'],
      ['created', 'new'],
      ['same', 'e'],
      ['same', 'f'],
    ]);
  });

  it('are counted of whole files however long they are', () => {
    const long = 'x\n'.repeat(100_000);
    const of = (before: string | null, after: string | null): unknown =>
      new LineComparison().of(before, after, 24).counts;
    assert.deepEqual(of(null, long), { added: 100_000, removed: 0 });
    assert.deepEqual(of(long, ''), { added: 0, removed: 100_000 });
    assert.deepEqual(of(long, `y\n${long}`), { added: 1, removed: 0 });
  });

  it('are not said where two texts have too little in common', () => {
    const of = (mark: string): string => Array.from({ length: 900 }, (_, at) => `${mark}${at}\n`).join('');
    assert.deepEqual(new LineComparison().of(of('a'), of('b'), 24), { counts: undefined, lines: [] });
  });

  it('end for all files of a change together', () => {
    const of = (mark: string): string => Array.from({ length: 200 }, (_, at) => `${mark}${at}\n`).join('');
    const comparison = new LineComparison();
    const counted = Array.from({ length: 1_000 }, () => comparison.of(of('a'), of('b'), 24).counts);
    assert.deepEqual(counted[0], { added: 200, removed: 200 });
    assert.equal(counted.at(-1), undefined);
  });
});
