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

describe('what was let go', () => {
  const day = 24 * 3_600_000;
  const now = 1_000 * day;
  const entry = (seq: number, ts: number, to?: number): Entry => ({
    v: 1,
    seq,
    ts,
    prev: '0'.repeat(64),
    writer: 'w',
    body:
      to === undefined
        ? { type: 'genesis', machine: 'm' }
        : { type: 'retention.pruned', to, head: 'a'.repeat(64), root: 'b'.repeat(64), until: 0, months: 6 },
  });
  const aheadIn = (...entries: readonly Entry[]): readonly number[] => {
    const fold = new RetentionFold();
    for (const one of entries) fold.take(one);
    return fold.letGoAhead(now).map(({ to }) => to);
  };

  it('at a time that had not come is told, as long as the record stands', () => {
    assert.deepEqual(aheadIn(entry(0, now - day), entry(1, now + 400 * day, 64)), [64]);
    // That time has come meanwhile; the entries behind it say what it was then.
    assert.deepEqual(aheadIn(entry(0, 100 * day), entry(1, 600 * day, 64), entry(2, 101 * day)), [64]);
  });

  it('by a clock that was only set right is not', () => {
    assert.deepEqual(aheadIn(entry(0, now), entry(1, now, 64), entry(2, now - day / 2)), []);
    assert.deepEqual(aheadIn(entry(0, now), entry(1, now + day / 2, 64), entry(2, now)), []);
    assert.deepEqual(aheadIn(entry(0, now + 9 * day), entry(1, now, 64), entry(2, now)), []);
  });
});
