import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { digestOfCall } from '../../../src/core/approval/digest.js';
import { type Request, requestShape } from '../../../src/core/approval/request.js';
import { decodeRequest, encodeRequest } from '../../../src/node/requests/decode-request.js';
import { arbitraryOf, type Change, changed, changesOf, unknownCode } from '../../support/arbitrary.js';

/** Requests whose digest is that of their call, as every version writes them. */
const requests: fc.Arbitrary<Request> = arbitraryOf(requestShape).map((request) => {
  const digest = digestOfCall(request.call, request.assessment);
  return { ...request, digest: digest.ok ? digest.value : '' };
});

/** What a yes is about, and what it takes: more in it is for a newer version to decide. */
const decisive = new Set(['call', 'ceremony', 'state', 'basis', 'sent']);

const changedRequests = requests.chain((request) =>
  fc.tuple(fc.constantFrom(...changesOf(requestShape, request)), unknownCode).map(([change, word]) => ({
    request,
    change,
    word,
    later: JSON.stringify(changed(request, change, word)),
  })),
);

function isOursToDecide({ kind, path }: Change): boolean {
  return kind === 'field' && !decisive.has(String(path[0]));
}

describe('requests of every version', function () {
  this.timeout(60_000);

  it('of this one come back from their file as they were', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const text = JSON.stringify(request);
        assert.deepEqual(decodeRequest(text), { kind: 'request', request });
        assert.deepEqual(encodeRequest(request, text), { ok: true, value: text });
      }),
      { numRuns: 50 },
    );
  });

  it('of a newer one are shown and left alone, whatever stands in them that is not known here', () => {
    fc.assert(
      fc.property(changedRequests, ({ request, change, later }) => {
        const read = decodeRequest(later);
        assert.ok(read, later);
        assert.equal(read.request.id, change.path[0] === 'id' ? read.request.id : request.id);
        if (isOursToDecide(change)) return assert.equal(read.kind, 'request');
        assert.equal(read.kind, 'newer');
        const over = encodeRequest({ ...request, state: { kind: 'expired', at: 1 } }, later);
        assert.deepEqual(over, { ok: false, error: 'newer-version' });
      }),
      { numRuns: 120 },
    );
  });

  it('keep what a newer version put beside our fields, when this one saves them again', () => {
    fc.assert(
      fc.property(
        changedRequests.filter(({ change }) => isOursToDecide(change)),
        ({ request, change, word, later }) => {
          const read = decodeRequest(later);
          assert.ok(read?.kind === 'request');
          const saved = encodeRequest(
            { ...read.request, state: { kind: 'denied', at: 1, reason: 'no' } },
            later,
          );
          assert.ok(saved.ok);
          const expected = { ...JSON.parse(later), state: { kind: 'denied', at: 1, reason: 'no' } };
          assert.deepEqual(JSON.parse(saved.value), expected);
          if (change.path.length > 0) return;
          // Also where this window has it from before that version wrote.
          const again = encodeRequest(request, later);
          assert.deepEqual(again.ok && JSON.parse(again.value)[word], { made: 1 });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('of none are damaged: another type, a digest of another call, no JSON', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(...Object.keys(requestShape.entries)), (request, name) => {
        for (const value of [null, 7.5, [], 'x'.repeat(3)]) {
          const text = JSON.stringify({ ...request, [name]: value });
          const isFine =
            JSON.stringify(value) === JSON.stringify(Reflect.get(request, name)) || mayBe(name, value);
          if (!isFine) assert.equal(decodeRequest(text), undefined, `${name} ${text}`);
        }
        assert.equal(decodeRequest(JSON.stringify({ ...request, digest: 'f'.repeat(64) })), undefined);
        assert.equal(decodeRequest(JSON.stringify(request).slice(1)), undefined);
      }),
      { numRuns: 60 },
    );
  });
});

function mayBe(name: string, value: unknown): boolean {
  if (['createdAt', 'parkAt', 'expiresAt', 'asked'].includes(name)) return typeof value === 'number';
  if (name === 'window') return typeof value === 'string';
  return (
    ['rewriters', 'variables', 'moved', 'credentials'].includes(name) &&
    Array.isArray(value) &&
    value.length === 0
  );
}
