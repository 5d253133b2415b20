import assert from 'node:assert/strict';
import { strictestOf } from '../../../src/core/policy/stricter.js';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { assessment } from '../../support/requests.js';

const nobody = { readsPass: () => false };
const everybody = { readsPass: () => true };

/** From what passes to what no one may release. */
const rising: readonly (readonly [name: string, assessment: Assessment])[] = [
  ['quiet', assessment({ band: 'quiet', score: 0, effects: [], targets: [] })],
  ['note', assessment({ band: 'note', score: 30, effects: [], targets: [] })],
  ['ask', assessment({ band: 'ask', score: 50, effects: [], targets: [] })],
  ['production', assessment({ band: 'production', score: 90 })],
  ['forbidden', assessment({ band: 'forbidden', score: 100 })],
];

describe('one call that may mean several things', () => {
  it('is taken for the one that the rules are strictest on, in whatever order', () => {
    for (const [at, [strict, one]] of rising.entries()) {
      for (const [mild, other] of rising.slice(0, at)) {
        const [a, b] = [
          { name: strict, assessment: one },
          { name: mild, assessment: other },
        ];
        assert.equal(strictestOf([a, b], nobody).name, strict);
        assert.equal(strictestOf([b, a], nobody).name, strict);
      }
    }
  });

  it('is taken for the first of equals', () => {
    const same = rising[2]?.[1] ?? assert.fail();
    const [a, b] = [
      { name: 'a', assessment: same },
      { name: 'b', assessment: same },
    ];
    assert.equal(strictestOf([a, b], nobody).name, 'a');
  });

  it('counts what a person has let pass in the session', () => {
    const look = assessment({ band: 'quiet', score: 0 });
    const [read, note] = [
      { name: 'read', assessment: look },
      { name: 'note', assessment: rising[1]?.[1] ?? assert.fail() },
    ];
    assert.equal(strictestOf([note, read], nobody).name, 'read');
    assert.equal(strictestOf([note, read], everybody).name, 'note');
  });
});
