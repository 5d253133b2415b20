import assert from 'node:assert/strict';
import { readTrustBundle, type TrustFiles } from '../../../src/core/countersign/trust-bundle.js';
import { sha256 } from '../../../src/core/shared/digest.js';
import { softwareKey } from '../../support/ssh-keys.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const key = softwareKey('ssh-ed25519');
const files: TrustFiles = {
  commit: 'c'.repeat(40),
  policy: bytes('{"version": 3} // ours\n'),
  roster: bytes(`ada@example.com namespaces="countersign-approval@v1" ${key.publicKey}\n`),
  endorsement: undefined,
};

function problem(change: Partial<TrustFiles>): string {
  const read = readTrustBundle({ ...files, ...change }, 'git@example.com:team/app');
  return read.ok ? 'ok' : `${read.error.code} ${read.error.detail}`.trim();
}

describe('the files of a team', () => {
  it('are read, and named by the digests of their bytes', () => {
    const read = readTrustBundle(files, 'git@example.com:team/app');
    assert.ok(read.ok);
    const { trust, signed } = read.value;
    assert.equal(signed, undefined);
    assert.equal(trust.policy.version, 3);
    assert.deepEqual(
      [trust.policyDigest, trust.rosterDigest],
      [sha256(files.policy ?? ''), sha256(files.roster ?? '')],
    );
    assert.equal(trust.digest, sha256(`${trust.policyDigest}\n${trust.rosterDigest}\n`));
    assert.deepEqual(trust.endorsedBy, []);
  });

  it('are refused as a whole, with the line that is wrong', () => {
    const table: readonly (readonly [Partial<TrustFiles>, string])[] = [
      [{ policy: undefined }, 'missing-part policy.json'],
      [{ roster: undefined }, 'missing-part allowed_signers'],
      [{ policy: Uint8Array.of(0xff, 0xfe) }, 'policy-invalid not UTF-8'],
      [{ roster: Uint8Array.of(0xc3, 0x28) }, 'roster-invalid not UTF-8'],
      [{ policy: bytes('{"version": 1,\n"rulez": []}') }, 'policy-invalid line 2: unknown-field rulez'],
      [{ roster: bytes('*@example.com ssh-ed25519 AAAA\n') }, 'roster-invalid line 1: no-namespaces'],
      [{ endorsement: bytes('{}') }, 'not-endorsed endorsement.json: wrong-fields'],
    ];
    assert.deepEqual(
      table.map(([change]) => problem(change)),
      table.map(([, expected]) => expected),
    );
  });
});
