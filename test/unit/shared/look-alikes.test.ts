import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isTypeable, lookAlikes } from '../../../src/core/shared/look-alikes.js';

const found = (text: string): string =>
  lookAlikes(text)
    .map(({ like }) => like)
    .join('');

describe('look-alikes', () => {
  for (const [text, like] of [
    ['pr\u043Ed', 'o'],
    ['\u0440r\u043Ed-\u0435u', 'poe'],
    ['\u0441\u043E\u0440\u0443', 'copy'],
    ['shop\u2010eu', '-'],
    ['\uFF4D\uFF41\uFF49\uFF4E', 'main'],
    ['\u{1D5C6}ain', 'm'],
  ] as const)
    it(`are seen in ${JSON.stringify(text)}`, () => {
      assert.equal(found(text), like);
      assert.equal(isTypeable(text), false);
    });

  for (const text of [
    'main',
    'prod-eu/shop',
    'caf\u00E9',
    '\u043F\u0440\u0438\u0432\u0435\u0442 \u043C\u0438\u0440',
    '\u03BA\u03CC\u03C3\u03BC\u03BF\u03C2',
    '\u6771\u4EAC',
    '\u2014 a dash \u2014',
  ])
    it(`are none in ${JSON.stringify(text)}`, () => {
      assert.equal(found(text), '');
    });

  it('are characters of the text, in its order, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let last = -1;
        for (const { start, character } of lookAlikes(text)) {
          assert.ok(start > last && text.startsWith(character, start));
          last = start;
        }
      }),
    );
  });
});
