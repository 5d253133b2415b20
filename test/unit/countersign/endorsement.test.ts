import assert from 'node:assert/strict';
import { decodeEndorsement, encodeEndorsement } from '../../../src/core/countersign/decode-endorsement.js';
import {
  type Bundle,
  bundleDigest,
  checkEndorsement,
  type Endorsement,
  endorsementStatement,
} from '../../../src/core/countersign/endorsement.js';
import { type Namespace, namespaces } from '../../../src/core/countersign/namespace.js';
import type { Roster } from '../../../src/core/countersign/roster.js';
import { decodePublicKey } from '../../../src/core/countersign/ssh-public-key.js';
import { sha256 } from '../../../src/core/shared/digest.js';
import { type SoftwareKey, softwareKey } from '../../support/ssh-keys.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const bundle: Bundle = { policyDigest: sha256('policy'), rosterDigest: sha256('roster'), version: 7 };
const first: Endorsement = { ...bundle, previous: null };
const now = 1_000;
const [alice, alicesOther, bob, carol] = Array.from({ length: 4 }, () => softwareKey('ssh-ed25519'));
const all = { alice, 'alice ': alicesOther, bob, carol };

function rosterOf(persons: readonly (keyof typeof all)[], purpose: Namespace = namespaces.policy): Roster {
  return {
    keys: persons.map((name) => {
      const read = decodePublicKey(all[name]?.blob ?? new Uint8Array());
      assert.ok(read.ok);
      const { type, blob, fingerprint } = read.value;
      return { person: name.trim(), type, blob, fingerprint, namespaces: [purpose] };
    }),
  };
}

function signed(
  endorsement: Endorsement,
  keys: readonly (SoftwareKey | undefined)[],
  purpose: Namespace = namespaces.policy,
) {
  const statement = endorsementStatement(endorsement);
  const signatures = keys.flatMap((key) => key?.sign(bytes(statement), purpose) ?? []);
  return { endorsement, envelope: { statement, signatures } };
}

function outcome(check: ReturnType<typeof checkEndorsement>): string {
  return check.ok
    ? check.value.endorsedBy.join(' ')
    : `${check.error.code} of ${check.error.needed}: ${check.error.endorsedBy.join(' ')}`;
}

describe('an endorsement', () => {
  it('is an in-toto Statement over both files', () => {
    assert.equal(
      endorsementStatement({ ...first, policyDigest: 'aa', rosterDigest: 'bb' }),
      '{"_type":"https://in-toto.io/Statement/v1","predicate":{"previous":null,"version":7},' +
        '"predicateType":"urn:countersign:endorsement:v1",' +
        '"subject":[{"digest":{"sha256":"aa"},"name":"policy.json"},{"digest":{"sha256":"bb"},"name":"allowed_signers"}]}',
    );
  });

  it('comes back from its file, with or without the last line feed', () => {
    for (const endorsement of [first, { ...first, previous: bundleDigest(bundle) }]) {
      const one = signed(endorsement, [alice]);
      const file = encodeEndorsement(one.envelope);
      assert.ok(file.ok);
      assert.deepEqual(decodeEndorsement(file.value), { ok: true, value: one });
      assert.deepEqual(decodeEndorsement(file.value.subarray(0, -1)), { ok: true, value: one });
    }
  });

  it('is closed', () => {
    const statement = endorsementStatement(first);
    const others = [
      statement.replace('"version":7', '"version":07'),
      statement.replace('"version":7', '"more":1,"version":7'),
      statement.replace('policy.json', 'policy.jsonc'),
      statement.replace('"previous":null', '"previous":"00"'),
      statement.replace('endorsement:v1', 'endorsement:v2'),
      `${statement} `,
      '{}',
      '',
    ];
    const codes = others.map((text) => {
      const file = encodeEndorsement({ statement: text, signatures: ['x'] });
      assert.ok(file.ok);
      const read = decodeEndorsement(file.value);
      return read.ok ? 'ok' : read.error.code;
    });
    assert.deepEqual(codes, new Array<string>(others.length).fill('wrong-statement'));
  });

  it('needs two maintainers where there are two, and counts persons', () => {
    const check = (roster: Roster, keys: readonly (SoftwareKey | undefined)[]): string =>
      outcome(checkEndorsement(signed(first, keys), bundle, roster, now));
    assert.deepEqual(
      [
        check(rosterOf(['alice']), [alice]),
        check(rosterOf(['alice', 'bob']), [alice]),
        check(rosterOf(['alice', 'bob']), [bob, alice]),
        check(rosterOf(['alice', 'alice ', 'bob']), [alice, alicesOther]),
        check(rosterOf(['alice', 'bob', 'carol']), [carol, alice]),
        check(rosterOf(['alice', 'bob']), [alice, carol]),
        check(rosterOf(['alice'], namespaces.approval), [alice]),
        check(rosterOf(['alice']), []),
      ],
      [
        'alice',
        'too-few of 2: alice',
        'alice bob',
        'too-few of 2: alice',
        'alice carol',
        'too-few of 2: alice',
        'no-maintainers of 0: ',
        'too-few of 1: ',
      ],
    );
  });

  it('counts for exactly its bundle, namespace and time', () => {
    const roster = rosterOf(['alice']);
    const one = signed(first, [alice]);
    const expired = { keys: roster.keys.map((key) => ({ ...key, validBefore: now })) };
    const claimed = { ...one, endorsement: { ...first, previous: sha256('other') } };
    assert.deepEqual(
      [
        checkEndorsement(one, { ...bundle, policyDigest: sha256('loose') }, roster, now),
        checkEndorsement(one, { ...bundle, rosterDigest: sha256('mine') }, roster, now),
        checkEndorsement(one, { ...bundle, version: 8 }, roster, now),
        checkEndorsement(claimed, bundle, roster, now),
        checkEndorsement(signed(first, [alice], namespaces.approval), bundle, roster, now),
        checkEndorsement(one, bundle, expired, now),
        checkEndorsement(one, bundle, roster, now),
      ].map(outcome),
      [
        'other-bundle of 1: ',
        'other-bundle of 1: ',
        'other-bundle of 1: ',
        'other-bundle of 1: ',
        'too-few of 1: ',
        'too-few of 1: ',
        'alice',
      ],
    );
  });
});
