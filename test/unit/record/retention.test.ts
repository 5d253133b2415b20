import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Entry } from '../../../src/core/record/entry.js';
import { RetentionFold } from '../../../src/core/record/retention.js';

/** A hold stands until an end that was written after it; an older end, written once more anywhere, ends nothing. */
describe('a legal hold', () => {
  const entry = (seq: number, type: 'hold.begun' | 'hold.ended'): Entry => ({
    v: 1,
    seq,
    ts: seq,
    prev: '0'.repeat(64),
    writer: 'w',
    body: { type, person: 'ada', reason: 'audit' },
  });
  const isHeld = (entries: readonly Entry[]): boolean => {
    const fold = new RetentionFold();
    for (const one of entries) fold.take(one);
    return fold.hold() !== undefined;
  };

  it('is not ended by entries that were copied behind it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (kinds, copied) => {
          const all = kinds.map((isEnd, seq) => entry(seq, isEnd ? 'hold.ended' : 'hold.begun'));
          const again = copied.flatMap((at) => all[at % all.length] ?? []);
          if (isHeld(all)) assert.equal(isHeld([...all, ...again]), true);
        },
      ),
    );
  });

  it('is ended by the end that was written after it', () => {
    assert.equal(isHeld([entry(0, 'hold.begun')]), true);
    assert.equal(isHeld([entry(0, 'hold.begun'), entry(1, 'hold.ended')]), false);
  });
});
