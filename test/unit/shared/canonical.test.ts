import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { canonical } from '../../../src/core/shared/canonical.js';
import { digestOfValue, sha256 } from '../../../src/core/shared/digest.js';

const text = (value: unknown): string => {
  const written = canonical(value);
  return written.ok ? written.value : `${written.error.code} ${written.error.at}`;
};

describe('canonical JSON', () => {
  it('sorts keys by UTF-16 code units, as RFC 8785 shows', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const names = [...text(value).matchAll(/:"([^":]+)/g)].map((found) => found[1]);
    assert.deepEqual(names, [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('writes numbers, literals and strings as RFC 8785 shows', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    assert.equal(
      text(value),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('has no text for what is not JSON', () => {
    const deep = Array.from({ length: 70 }).reduce<unknown>((inner) => [inner], 1);
    assert.deepEqual(
      [
        undefined,
        () => 1,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1n,
        { a: [new Date(0)] },
        '\ud800',
        { '\udc00': 1 },
      ].map(text),
      [
        'not-json $',
        'not-json $',
        'not-finite $',
        'not-finite $',
        'not-json $',
        'not-json $.a[0]',
        'ill-formed-text $',
        'ill-formed-text $',
      ],
    );
    assert.match(text(deep), /^too-deep/);
  });

  it('is one text for equal values, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const written = canonical(value);
        if (!written.ok) return;
        assert.equal(text(JSON.parse(written.value)), written.value);
        assert.deepEqual(JSON.parse(written.value), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('hashes its UTF-8 bytes', () => {
    assert.deepEqual(digestOfValue({ b: 1, a: 'ö' }), {
      ok: true,
      value: sha256(Buffer.from('{"a":"ö","b":1}')),
    });
    assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
