import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { KnownTexts } from '../../../../src/core/record/secrets/known-texts.js';
import { manifestSecrets } from '../../../../src/core/record/secrets/secret-manifests.js';
import { isReference, valueAt } from '../../../../src/core/record/secrets/value.js';

/** The value behind the first `=`. */
function valueIn(text: string): string {
  const { span } = valueAt(text, text.indexOf('=') + 1);
  return text.slice(...span);
}

describe('a value', () => {
  for (const [text, value] of [
    ['a=b c', 'b'],
    ['a="b c" d', 'b c'],
    ["a='b c' d", 'b c'],
    ['a=`cat f` d', 'cat f'],
    ['a="""b\nc""" d', 'b\nc'],
    ['a="b\\"c" d', 'b\\"c'],
    ['a="open', 'open'],
    ['{\\"a=\\"b c\\"}', 'b c'],
    ['a=b;c', 'b'],
    ['a=b\\ c d', 'b\\ c'],
    ['a=b"c"d e', 'b"c"d'],
    ['a=b"c d" e', 'b'],
    ['a={x} y', '{x}'],
    ['f(a=b)', 'b'],
    ['a=b,c=d', 'b'],
    ["a='x'yz w", "x'yz"],
    ['a=\'x\'"y"z w', 'x\'"y"z'],
    ["a='x'\"y", 'x\'"y'],
  ] as const)
    it(`of ${text}`, () => assert.equal(valueIn(text), value));

  it('ends in its text, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', "'", '`', '\\', ' ', '{', '}', ',', '=', '$') }),
        (text) => {
          for (let from = 0; from <= text.length; from += 1) {
            const { span, end } = valueAt(text, from);
            assert.ok(
              from <= span[0] &&
                span[0] <= Math.max(span[0], span[1]) &&
                end <= text.length &&
                span[1] <= text.length,
            );
          }
        },
      ),
    );
  });
});

describe('what only names a secret', () => {
  const isOne = (value: string, quote: '"' | "'" | '' = ''): boolean =>
    isReference(value, { span: [0, value.length], quote, end: value.length });

  for (const value of [
    '$TOKEN',
    '\u0024{a.b}',
    '%TOKEN%',
    '$env:TOKEN',
    '{{ .token }}',
    '<your token>',
    '****',
    'none',
    'op://v/i',
    'secretref:db',
    'process.env.X',
    'var.token',
    '/run/secrets/db',
    'db-credentials',
    '$(pass show x)',
  ])
    it(value, () => assert.equal(isOne(value), true));

  for (const value of ['hunter2', '$hunter2', '\u0024{a}hunter2', 'op:/v', 'a'.repeat(301)])
    it(`is not ${value.slice(0, 20)}`, () => assert.equal(isOne(value, "'"), false));
});

describe('a Secret of Kubernetes', () => {
  const found = (text: string): readonly string[] => manifestSecrets(text).map((span) => text.slice(...span));

  it('gives every value of its data, in YAML', () => {
    const text = 'kind: Secret\nmetadata:\n  name: db\ndata:\n  user: YWRh\n  pass: "eHl6"\ntype: Opaque\n';
    assert.deepEqual(found(text), ['YWRh', '"eHl6"']);
  });

  it('gives the lines of a block, and no mark of one', () => {
    assert.deepEqual(found('kind: Secret\nstringData:\n  key: |\n    one\n    two\n'), ['one', 'two']);
  });

  it('gives every value of its data, in JSON on one line', () => {
    assert.deepEqual(found('{"kind": "Secret", "data": {"a": "b", "c": "d"}, "type": "Opaque"}'), ['b', 'd']);
    assert.deepEqual(found('{"kind":"Secret","data":{"a":"b"'), ['b']);
  });

  it('is only the document that is one', () => {
    assert.deepEqual(found('kind: ConfigMap\ndata:\n  a: b\n'), []);
    assert.deepEqual(found('kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\ndata:\n  c: d\n'), ['d']);
  });
});

describe('texts that are known to be secrets', () => {
  const hidden = (known: readonly string[], text: string): string =>
    new KnownTexts(known).replacedIn(text, () => '*');

  it('are found in any other text, the longest first', () => {
    assert.equal(hidden(['hunter2', 'hunter22'], 'a hunter22, hunter2!'), 'a *, *!');
  });

  it('are found alone where they are short', () => {
    assert.equal(hidden(['abc'], 'abc'), '*');
    assert.equal(hidden(['abc'], 'xabcx'), 'xabcx');
  });

  it('take with them what follows where only their beginning is compared', () => {
    const long = `${'k'.repeat(70)}end`;
    assert.equal(hidden([long], `a ${long} b`), 'a * b');
    assert.equal(hidden([long], `a ${'k'.repeat(80)} b`), 'a * b');
  });

  it('leave a mark as it is', () => {
    assert.equal(hidden(['secret'], 'a ‹secret› b'), 'a ‹secret› b');
    assert.equal(hidden(['secret', 'hunter2'], '‹secret 1a› ‹secret hunter2›'), '‹secret 1a› ‹secret *›');
    assert.equal(hidden([' '], 'a b'), 'a b');
  });
});
