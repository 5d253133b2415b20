import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inertLine, inertPieces } from '../../../src/core/shared/inert.js';

describe('invariant 7: inert text', () => {
  it('names each kind of hidden character and leaves the others alone', () => {
    const samples: readonly (readonly [string, string])[] = [
      ['a\u202Eb', 'a\u27E8U+202E\u27E9b'],
      ['\u200B\u2060\uFEFF', '\u27E8U+200B\u27E9\u27E8U+2060\u27E9\u27E8U+FEFF\u27E9'],
      ['\u001B[31m', '\u27E8U+001B\u27E9[31m'],
      ['a\rb', 'a\u27E8U+000D\u27E9b'],
      ['\u00A0\u3000', '\u27E8U+00A0\u27E9\u27E8U+3000\u27E9'],
      ['\u{E0041}', '\u27E8U+E0041\u27E9'],
      ['\uD800', '\u27E8U+D800\u27E9'],
      ['\u3164\u2800', '\u27E8U+3164\u27E9\u27E8U+2800\u27E9'],
      ['caf\u00E9 \u{1F600} \u6771\u4EAC', 'caf\u00E9 \u{1F600} \u6771\u4EAC'],
      ['a\tb\n  c', 'a b \u23CE c'],
    ];
    assert.deepEqual(
      samples.map(([text]) => inertLine(text)),
      samples.map(([, shown]) => shown),
    );
  });

  it('covers the whole text, in order, and knows where each piece begins', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const pieces = inertPieces(text);
        let at = 0;
        for (const piece of pieces) {
          assert.equal(piece.start, at);
          if (piece.hidden) assert.match(piece.text, /^U\+[0-9A-F]{4,6}$/);
          else assert.equal(text.startsWith(piece.text, at), true);
          at += piece.hidden ? ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) : piece.text.length;
        }
        assert.equal(at, text.length);
      }),
    );
  });

  it('has nothing left to hide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(
          inertPieces(inertLine(text)).some((piece) => piece.hidden),
          false,
        );
      }),
    );
  });
});
