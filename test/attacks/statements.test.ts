/** Every message that was touched on its way is refused, and nothing that arrives breaks the reader. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { openAnswer } from '../../src/core/countersign/answer.js';
import { decodeReceipt } from '../../src/core/countersign/decode-receipt.js';
import {
  decodeAnswerStatement,
  decodeRequestStatement,
} from '../../src/core/countersign/decode-statement.js';
import { openRequest } from '../../src/core/countersign/request.js';
import { measure } from '../../src/core/countersign/threshold.js';
import {
  answerBytes,
  asked,
  ben,
  mara,
  requestBytes,
  softwareKeys,
  statement,
  trustOf,
} from '../support/countersigners.js';
import { noon } from '../support/requests.js';

const keys = softwareKeys();
const trust = trustOf(keys);
const request = statement(keys);
const sent = requestBytes(request, keys[mara]);
const answer = answerBytes(request, ben, keys[ben]);

/** The bytes with one bit turned. */
function turned(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function isRead(bytes: Uint8Array): boolean {
  return openRequest(bytes, request.id, trust.roster, noon).ok;
}

function counts(bytes: Uint8Array): boolean {
  return measure(bytes, asked(request, trust, [])).ok;
}

describe('a request or an answer that was touched on its way', function () {
  this.timeout(60_000);

  it('is read as it was sent', () => {
    assert.equal(isRead(sent) && counts(answer), true);
  });

  it('is refused for any bit that is turned', () => {
    const bit = (bytes: Uint8Array) => fc.nat(bytes.length * 8 - 1);
    fc.assert(
      fc.property(bit(sent), (at) => !isRead(turned(sent, at))),
      { numRuns: 1_500 },
    );
    fc.assert(
      fc.property(bit(answer), (at) => !counts(turned(answer, at))),
      { numRuns: 1_500 },
    );
  });

  it('is refused for every place at which it is cut, and for what is put behind it', () => {
    for (let at = 0; at < answer.length; at += 7) assert.equal(counts(answer.subarray(0, at)), false);
    for (let at = 0; at < sent.length; at += 41) assert.equal(isRead(sent.subarray(0, at)), false);
    for (const tail of ['\n', ' ', '\0', '{}']) {
      const longer = Buffer.concat([answer, Buffer.from(tail)]);
      assert.equal(counts(longer), false);
    }
  });

  it('is refused in the place of the other', () => {
    assert.equal(isRead(answer), false);
    assert.equal(counts(sent), false);
  });
});

describe('whatever arrives', () => {
  it('is refused without breaking the reader', () => {
    const json = fc.json({ maxDepth: 6 }).map((text) => new TextEncoder().encode(text));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), json);
    fc.assert(
      fc.property(bytes, (given) => {
        const text = new TextDecoder().decode(given);
        return (
          !isRead(given) &&
          !openAnswer(given, trust.roster, noon).ok &&
          !decodeReceipt(given).ok &&
          !decodeRequestStatement(text).ok &&
          !decodeAnswerStatement(text).ok
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused when it is deeper or longer than anything that is signed', () => {
    for (const text of ['['.repeat(100_000), `{"a":`.repeat(50_000), `"${'x'.repeat(400_000)}"`]) {
      const bytes = new TextEncoder().encode(text);
      assert.equal(isRead(bytes), false);
      assert.equal(decodeRequestStatement(text).ok, false);
      assert.equal(decodeReceipt(bytes).ok, false);
    }
  });
});
