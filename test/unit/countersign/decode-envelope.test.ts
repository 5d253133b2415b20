import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  decodeEnvelope,
  encodeEnvelope,
  mostSignatures,
} from '../../../src/core/countersign/decode-envelope.js';
import { envelopeLimitBytes } from '../../../src/core/countersign/envelope.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function codeOf(text: string | Uint8Array): string {
  const read = decodeEnvelope(typeof text === 'string' ? bytes(text) : text);
  return read.ok ? 'ok' : read.error.code;
}

describe('an envelope', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
        (statement, signatures) => {
          const written = encodeEnvelope({ statement, signatures });
          assert.ok(written.ok);
          assert.deepEqual(decodeEnvelope(written.value), { ok: true, value: { statement, signatures } });
        },
      ),
    );
  });

  it('has one spelling', () => {
    const codes = {
      good: codeOf('{"signatures":["a"],"statement":"s"}'),
      order: codeOf('{"statement":"s","signatures":["a"]}'),
      space: codeOf('{"signatures":["a"], "statement":"s"}'),
      lineFeed: codeOf('{"signatures":["a"],"statement":"s"}\n'),
      mark: codeOf('\uFEFF{"signatures":["a"],"statement":"s"}'),
      escape: codeOf('{"signatures":["a"],"statement":"\\u0073"}'),
      twice: codeOf('{"signatures":["a"],"statement":"t","statement":"s"}'),
      surrogate: codeOf('{"signatures":["a"],"statement":"\\ud800"}'),
    };
    assert.deepEqual(codes, {
      good: 'ok',
      order: 'not-canonical',
      space: 'not-canonical',
      lineFeed: 'not-canonical',
      mark: 'not-json',
      escape: 'not-canonical',
      twice: 'not-canonical',
      surrogate: 'not-canonical',
    });
  });

  it('is closed', () => {
    const many = JSON.stringify({ signatures: new Array(mostSignatures + 1).fill('a'), statement: 's' });
    const codes = {
      unknown: codeOf('{"more":1,"signatures":["a"],"statement":"s"}'),
      prototype: codeOf('{"__proto__":{},"signatures":["a"],"statement":"s"}'),
      array: codeOf('[]'),
      null: codeOf('null'),
      number: codeOf('{"signatures":["a"],"statement":1}'),
      signature: codeOf('{"signatures":[1],"statement":"s"}'),
      missing: codeOf('{"statement":"s"}'),
      none: codeOf('{"signatures":[],"statement":"s"}'),
      many: codeOf(many),
      empty: codeOf(''),
      deep: codeOf('['.repeat(200_000)),
      bytes: codeOf(Uint8Array.of(0x22, 0xff, 0x22)),
      large: codeOf(new Uint8Array(envelopeLimitBytes + 1)),
    };
    assert.deepEqual(codes, {
      unknown: 'wrong-fields',
      prototype: 'wrong-fields',
      array: 'wrong-fields',
      null: 'wrong-fields',
      number: 'wrong-fields',
      signature: 'wrong-fields',
      missing: 'wrong-fields',
      none: 'no-signatures',
      many: 'too-many-signatures',
      empty: 'not-json',
      deep: 'not-json',
      bytes: 'not-utf8',
      large: 'too-large',
    });
  });

  it('is not written when nobody would read it', () => {
    const written = [
      encodeEnvelope({ statement: '\ud800', signatures: ['a'] }),
      encodeEnvelope({ statement: 's', signatures: [] }),
      encodeEnvelope({ statement: 's'.repeat(envelopeLimitBytes), signatures: ['a'] }),
    ].map((one) => (one.ok ? 'ok' : one.error.code));
    assert.deepEqual(written, ['not-canonical', 'no-signatures', 'too-large']);
  });
});
