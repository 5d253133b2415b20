import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { answerStatementShape, answerText } from '../../../src/core/countersign/answer-statement.js';
import { decodeEnvelope } from '../../../src/core/countersign/decode-envelope.js';
import { decodeReceipt } from '../../../src/core/countersign/decode-receipt.js';
import {
  decodeAnswerStatement,
  decodeRequestStatement,
} from '../../../src/core/countersign/decode-statement.js';
import { namespaces } from '../../../src/core/countersign/namespace.js';
import { receiptShape } from '../../../src/core/countersign/receipt.js';
import { requestStatementShape, requestText } from '../../../src/core/countersign/request-statement.js';
import { standing } from '../../../src/core/countersign/threshold.js';
import { canonical } from '../../../src/core/shared/canonical.js';
import { ok, type Result } from '../../../src/core/shared/result.js';
import { arbitraryOf, type Change, changed, changesOf, unknownCode } from '../../support/arbitrary.js';
import {
  answerBytes,
  asked,
  ben,
  signedBytesOf,
  softwareKeys,
  statement,
  trustOf,
} from '../../support/countersigners.js';

const answers = arbitraryOf(answerStatementShape);
const requests = arbitraryOf(requestStatementShape);

function textOf(text: Result<string, unknown>): string {
  assert.ok(text.ok);
  return text.value;
}

/** A statement's own subjects and type around another predicate. */
function withPredicate(text: string, predicate: unknown, type?: string): string {
  const outer = JSON.parse(text);
  return textOf(canonical({ ...outer, predicate, predicateType: type ?? outer.predicateType }));
}

const sides = [
  {
    name: 'a request',
    statements: requests.map((value) => ({ value: value as object, text: textOf(requestText(value)) })),
    shape: requestStatementShape,
    read: (text: string): Result<object, { readonly code: string }> => decodeRequestStatement(text),
    type: 'urn:countersign:request:v2',
  },
  {
    name: 'an answer',
    statements: answers.map((value) => ({ value: value as object, text: textOf(answerText(value)) })),
    shape: answerStatementShape,
    read: (text: string): Result<object, { readonly code: string }> => decodeAnswerStatement(text),
    type: 'urn:countersign:approval:v2',
  },
] as const;

describe('statements of every version', function () {
  this.timeout(60_000);

  for (const { name, statements, shape, read, type } of sides) {
    it(`of this one are read whole: ${name}`, () => {
      fc.assert(
        fc.property(statements, ({ value, text }) => assert.deepEqual(read(text), ok(value))),
        { numRuns: 40 },
      );
    });

    it(`of a newer one are neither read nor called forged: ${name}`, () => {
      const changes = statements.chain((statement) =>
        fc
          .tuple(fc.constantFrom(...changesOf(shape, statement.value)), unknownCode)
          .map(([change, word]) => ({ ...statement, change, word })),
      );
      fc.assert(
        fc.property(changes, ({ value, text, change, word }: Changed) => {
          const later = withPredicate(text, changed(value, change, word));
          assert.equal(codeOf(read(later)), 'newer-version', later);
        }),
        { numRuns: 80 },
      );
      fc.assert(
        fc.property(statements, fc.jsonValue(), ({ text }, predicate) => {
          assert.equal(codeOf(read(withPredicate(text, predicate, type))), 'newer-version');
          assert.equal(
            codeOf(read(withPredicate(text, predicate, 'urn:countersign:other:v1'))),
            'wrong-type',
          );
        }),
        { numRuns: 50 },
      );
    });
  }

  it('count for nothing, though the signature holds, and bear nobody ill', () => {
    const keys = softwareKeys();
    const request = statement(keys);
    const answer = answerBytes(request, ben, keys[ben]);
    const signed = decodeEnvelope(answer);
    assert.ok(signed.ok);
    const predicate = { ...JSON.parse(signed.value.statement).predicate, seenOn: 'paper' };
    const later = signedBytesOf(
      withPredicate(signed.value.statement, predicate),
      keys[ben],
      namespaces.approval,
    );
    const stands = standing(asked(request, trustOf(keys), [later]));
    assert.equal(stands.kind, 'waiting');
    assert.deepEqual(
      stands.refused.map(({ code }) => code),
      ['newer-version'],
    );
    assert.equal(standing(asked(request, trustOf(keys), [later, answer])).kind, 'approved');
  });

  it('a receipt of a newer version says so', () => {
    const receipts = arbitraryOf(receiptShape);
    fc.assert(
      fc.property(receipts, (receipt) => {
        const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(textOf(canonical(value)));
        assert.deepEqual(decodeReceipt(bytes(receipt)), ok(receipt));
        for (const later of [
          { ...receipt, v: 2 },
          { ...receipt, timestamps: [] },
        ])
          assert.equal(codeOf(decodeReceipt(bytes(later))), 'newer-version');
        assert.equal(codeOf(decodeReceipt(bytes({ ...receipt, decidedAt: -1 }))), 'not-a-receipt');
      }),
      { numRuns: 50 },
    );
  });
});

interface Changed {
  readonly value: object;
  readonly text: string;
  readonly change: Change;
  readonly word: string;
}

function codeOf(read: Result<object, { readonly code: string }>): string {
  return read.ok ? 'read' : read.error.code;
}
