import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeRoster } from '../../../src/core/countersign/decode-roster.js';
import { namespaces } from '../../../src/core/countersign/namespace.js';
import type { RosterKey } from '../../../src/core/countersign/roster.js';
import { personsWho, validityAt } from '../../../src/core/countersign/roster-lookup.js';
import { formatRoster } from '../../../src/core/countersign/roster-text.js';
import { decodePublicKey } from '../../../src/core/countersign/ssh-public-key.js';
import { softwareKey } from '../../support/ssh-keys.js';

const keys = Array.from({ length: 4 }, () => softwareKey('ssh-ed25519'));
const second = fc.integer({ min: 1, max: 4_000_000_000 }).map((at) => at * 1_000);

function rosterKey(index: number, person: string, more: Partial<RosterKey> = {}): RosterKey {
  const read = decodePublicKey(keys[index]?.blob ?? new Uint8Array());
  assert.ok(read.ok);
  const { type, blob, fingerprint } = read.value;
  return { person, type, blob, fingerprint, namespaces: [namespaces.approval], ...more };
}

describe('a roster as text', () => {
  it('is read back as it was written', () => {
    const line = fc.record({
      person: fc.constantFrom('alice@example.com', 'bob@example.com', 'c'),
      namespaces: fc.subarray(Object.values(namespaces), { minLength: 1 }),
      times: fc.tuple(second, second).filter(([one, other]) => one < other),
      hasStart: fc.boolean(),
      hasEnd: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: keys.length }), (lines) => {
        const roster = {
          keys: lines.map((one, index) =>
            rosterKey(index, one.person, {
              namespaces: one.namespaces,
              ...(one.hasStart ? { validAfter: one.times[0] } : {}),
              ...(one.hasEnd ? { validBefore: one.times[1] } : {}),
            }),
          ),
        };
        assert.deepEqual(decodeRoster(formatRoster(roster, ['Who may sign what.'])), {
          ok: true,
          value: roster,
        });
      }),
    );
  });

  it('says who may do what, and which key is valid', () => {
    const roster = {
      keys: [
        rosterKey(0, 'bob', { namespaces: [namespaces.policy, namespaces.approval] }),
        rosterKey(1, 'alice', { validBefore: 1_000 }),
        rosterKey(2, 'alice', { namespaces: [namespaces.request] }),
      ],
    };
    assert.deepEqual(personsWho(roster, namespaces.approval), ['alice', 'bob']);
    assert.deepEqual(personsWho(roster, namespaces.policy), ['bob']);
    assert.deepEqual(personsWho(roster, namespaces.denial), []);
    assert.deepEqual(
      [999, 1_000].map((at) => roster.keys.map((key) => validityAt(key, at))),
      [
        ['valid', 'valid', 'valid'],
        ['valid', 'expired', 'valid'],
      ],
    );
  });
});
