import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { assignSigners, meetsNeed } from '../../../src/core/countersign/assignment.js';
import { unreachable } from '../../../src/core/countersign/reachable.js';
import { standing } from '../../../src/core/countersign/threshold.js';
import { coversNeeds } from '../../../src/core/policy/covers.js';
import type { Need, Presence } from '../../../src/core/policy/verdict.js';
import { presences } from '../../../src/core/policy/verdict.js';
import {
  answerBytes,
  asked,
  ben,
  cleo,
  dan,
  mara,
  oneOfPeers,
  softwareKeys,
  statement,
  trustOf,
} from '../../support/countersigners.js';

const keys = softwareKeys();
const trust = trustOf(keys);
const need = (change: Partial<Need>): Need => ({ ...oneOfPeers, ...change });

describe('invariant 5: where a request stands', () => {
  it('waits, and says what is lacking', () => {
    const request = statement(keys);
    const stands = standing(asked(request, trust, []));
    assert.deepEqual(stands, {
      kind: 'waiting',
      needs: [{ need: oneOfPeers, by: [], lacking: 1 }],
      refused: [],
    });
  });

  it('is approved by one of those who are asked', () => {
    const request = statement(keys);
    const stands = standing(asked(request, trust, [answerBytes(request, ben, keys[ben])]));
    assert.deepEqual(stands, {
      kind: 'approved',
      needs: [{ need: oneOfPeers, by: [ben], lacking: 0 }],
      refused: [],
    });
  });

  it('is denied by anyone of the roster, with their reason', () => {
    const request = statement(keys);
    const no = answerBytes(request, dan, keys[dan], {
      decision: 'denial',
      comment: 'the backup is not done',
    });
    assert.deepEqual(standing(asked(request, trust, [answerBytes(request, ben, keys[ben]), no])), {
      kind: 'denied',
      by: dan,
      reason: 'the backup is not done',
      refused: [],
    });
  });

  it('needs somebody for each need: an owner and one of security', () => {
    const request = statement(keys, {
      needs: [need({ group: 'owners', from: [ben, cleo] }), need({ group: 'security', from: [ben] })],
    });
    const one = standing(asked(request, trust, [answerBytes(request, ben, keys[ben])]));
    assert.equal(one.kind, 'waiting');
    const both = [answerBytes(request, ben, keys[ben]), answerBytes(request, cleo, keys[cleo])];
    for (const answers of [both, [...both].reverse()]) {
      const stands = standing(asked(request, trust, answers));
      assert.deepEqual(stands.kind === 'approved' && stands.needs.map((met) => met.by), [[cleo], [ben]]);
    }
  });

  it('is never approved where nothing is needed', () => {
    const request = statement(keys, { needs: [] });
    assert.equal(standing(asked(request, trust, [answerBytes(request, ben, keys[ben])])).kind, 'waiting');
  });
});

describe('who could countersign', () => {
  it('is nobody in a team of one', () => {
    const alone = need({ group: 'anyone', from: [mara] });
    assert.deepEqual(unreachable([alone], mara), [alone]);
    assert.deepEqual(unreachable([oneOfPeers], mara), []);
  });

  it('counts nobody for two needs', () => {
    const needs = [need({ group: 'owners', from: [ben] }), need({ group: 'security', from: [ben, mara] })];
    assert.equal(unreachable(needs, mara).length, 1);
  });
});

const names = ['a', 'b', 'c', 'd'];
const anyNeed: fc.Arbitrary<Need> = fc.record({
  group: fc.constantFrom('x', 'y', 'z'),
  from: fc.uniqueArray(fc.constantFrom(...names)),
  count: fc.integer({ min: 1, max: 2 }),
  presence: fc.constantFrom(...presences),
});
const anySigners = fc.array(
  fc.record({ person: fc.constantFrom(...names), presence: fc.constantFrom<Presence>(...presences) }),
  { maxLength: 6 },
);

/** The most places that can be taken, by trying every way. */
function most(needs: readonly Need[], persons: readonly (readonly [string, Presence])[]): number {
  const [first, ...rest] = persons;
  if (first === undefined) return 0;
  const [person, presence] = first;
  const without = most(needs, rest);
  const withPerson = needs
    .filter((one) => one.count > 0 && meetsNeed({ person, presence }, one))
    .map(
      (one) =>
        1 +
        most(
          needs.map((other) => (other === one ? { ...one, count: one.count - 1 } : other)),
          rest,
        ),
    );
  return Math.max(without, ...withPerson);
}

describe('giving signatures to needs', () => {
  it('takes as many places as can be taken, each by another person who fits', () => {
    fc.assert(
      fc.property(fc.array(anyNeed, { maxLength: 3 }), anySigners, (needs, signers) => {
        const met = assignSigners(needs, signers);
        const by = met.flatMap((one) => one.by);
        assert.equal(new Set(by).size, by.length);
        for (const one of met) {
          assert.equal(one.by.length + one.lacking, one.need.count);
          for (const person of one.by) {
            assert.ok(signers.some((signer) => signer.person === person && meetsNeed(signer, one.need)));
          }
        }
        const best = new Map<string, Presence>();
        for (const { person, presence } of signers) {
          const known = best.get(person) ?? 'none';
          best.set(person, presences.indexOf(presence) > presences.indexOf(known) ? presence : known);
        }
        assert.equal(by.length, most(needs, [...best]));
      }),
    );
  });

  it('does not depend on the order of the answers, and one more never lacks more', () => {
    fc.assert(
      fc.property(fc.array(anyNeed, { maxLength: 3 }), anySigners, (needs, signers) => {
        const lacking = (given: typeof signers): number =>
          assignSigners(needs, given).reduce((sum, one) => sum + one.lacking, 0);
        assert.deepEqual(assignSigners(needs, signers), assignSigners(needs, [...signers].reverse()));
        assert.ok(signers.length === 0 || lacking(signers) <= lacking(signers.slice(1)));
      }),
    );
  });
});

describe('needs that are compared', () => {
  it('are covered by the same and by stricter ones only', () => {
    assert.equal(coversNeeds([oneOfPeers], [oneOfPeers]), true);
    assert.equal(coversNeeds([need({ count: 2, presence: 'touch' })], [oneOfPeers]), true);
    assert.equal(coversNeeds([oneOfPeers], [need({ count: 2 })]), false);
    assert.equal(coversNeeds([oneOfPeers], [need({ presence: 'touch' })]), false);
    assert.equal(coversNeeds([need({ from: [ben, cleo, dan] })], [oneOfPeers]), false);
    assert.equal(coversNeeds([], [oneOfPeers]), false);
  });
});
