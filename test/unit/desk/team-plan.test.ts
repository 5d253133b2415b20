import assert from 'node:assert/strict';
import { decodeEndorsement } from '../../../src/core/countersign/decode-endorsement.js';
import { allRoles, type Role } from '../../../src/core/countersign/roles.js';
import { starterPolicy, withVersion } from '../../../src/core/countersign/starter-policy.js';
import { newRoster } from '../../../src/core/countersign/team-draft.js';
import type { Trust, TrustState } from '../../../src/core/countersign/trust.js';
import { acceptBundle, readTrustBundle } from '../../../src/core/countersign/trust-bundle.js';
import { ok } from '../../../src/core/shared/result.js';
import { endorse, missingFrom, planEndorsement } from '../../../src/desk/team-plan.js';
import type { Signer } from '../../../src/ports/signer.js';
import type { TeamFiles } from '../../../src/ports/team.js';
import { type SoftwareKey, softwareKey } from '../../support/ssh-keys.js';

const now = 1_000;
const keys = {
  ada: softwareKey('ssh-ed25519'),
  bo: softwareKey('ssh-ed25519'),
  cy: softwareKey('ssh-ed25519'),
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const none: TrustState = { kind: 'none' };
const policyText = starterPolicy({ production: ['*prod*'], courier: 'git', hasPeers: true });

function signerOf(key: SoftwareKey): Signer {
  const [type = '', blob = ''] = key.publicKey.split(' ');
  const own = { type, blob, fingerprint: key.fingerprint, comment: '', source: 'agent' as const };
  return {
    keys: async () => ok([own]),
    sign: async (_, namespace, message) => ok(key.sign(message, namespace)),
  };
}

function files(persons: Partial<Record<keyof typeof keys, readonly Role[]>>, version = 1): TeamFiles {
  const members = Object.entries(persons).map(([name, roles]) => {
    const key = Object.entries(keys).find(([one]) => one === name)?.[1] ?? keys.ada;
    const [type = '', blob = ''] = key.publicKey.split(' ');
    return { person: name, key: { type, blob, fingerprint: key.fingerprint }, roles };
  });
  const roster = newRoster(members);
  assert.ok(roster.ok);
  return {
    policy: bytes(withVersion(policyText, version)),
    roster: bytes(roster.value),
    endorsement: undefined,
  };
}

async function endorsed(from: TeamFiles, by: readonly SoftwareKey[], state: TrustState): Promise<TeamFiles> {
  let current = from;
  for (const key of by) {
    const plan = planEndorsement(current, state, now);
    assert.ok(plan.ok, JSON.stringify(plan));
    const signed = await endorse(plan.value, signerOf(key), now);
    assert.ok(signed.ok, JSON.stringify(signed));
    current = { ...current, endorsement: signed.value.file };
  }
  return current;
}

/** What the trust root makes of files that it finds on the remote. */
function accepted(from: TeamFiles, inForce?: Trust): Trust | string {
  const read = readTrustBundle({ ...from, commit: '0'.repeat(40) }, 'remote');
  assert.ok(read.ok);
  const trust = acceptBundle(read.value, inForce, now);
  return trust.ok ? trust.value : `${trust.error.code} ${trust.error.detail}`;
}

function trusted(from: TeamFiles): Trust {
  const trust = accepted(from);
  assert.ok(typeof trust === 'object', String(trust));
  return trust;
}

const team = { ada: allRoles, bo: allRoles };

describe('endorsing a team', () => {
  it('needs one maintainer, or two where there are two', async () => {
    const alone = files({ ada: allRoles, bo: ['asks', 'countersigns'] });
    assert.deepEqual(trusted(await endorsed(alone, [keys.ada], none)).endorsedBy, ['ada']);
    const half = await endorsed(files(team), [keys.ada], none);
    assert.equal(accepted(half), 'not-endorsed too-few: 1 of 2');
    const plan = planEndorsement(half, none, now);
    assert.ok(plan.ok);
    assert.deepEqual([plan.value.endorsedBy, missingFrom(plan.value)], [['ada'], ['bo']]);
    assert.deepEqual(trusted(await endorsed(half, [keys.bo], none)).endorsedBy, ['ada', 'bo']);
  });

  it('keeps the signature of another maintainer only while the files are the same', async () => {
    const half = await endorsed(files(team), [keys.ada], none);
    const changed = planEndorsement({ ...half, policy: bytes(`${policyText}\n// looser\n`) }, none, now);
    assert.ok(changed.ok);
    assert.deepEqual([changed.value.signatures, changed.value.endorsedBy], [[], []]);
    const again = planEndorsement(half, none, now);
    assert.ok(again.ok);
    const twice = await endorse(again.value, signerOf(keys.ada), now);
    assert.deepEqual(twice, { ok: false, error: { code: 'endorsed-already', detail: 'ada' } });
  });

  it('is refused to whoever is no maintainer in force', async () => {
    const inForce = trusted(await endorsed(files(team), [keys.ada, keys.bo], none));
    const takeover = files({ cy: allRoles }, 2);
    const plan = planEndorsement(takeover, { kind: 'trusted', trust: inForce }, now);
    assert.ok(plan.ok);
    assert.equal(plan.value.endorsement.previous, inForce.digest);
    const signed = await endorse(plan.value, signerOf(keys.cy), now);
    assert.equal(signed.ok ? 'ok' : signed.error.code, 'no-key');
    const alone = await endorsed(takeover, [keys.cy], none);
    assert.equal(accepted(alone, inForce), 'not-endorsed too-few: 0 of 2');
  });

  it('follows the bundle in force', async () => {
    const first = await endorsed(files(team), [keys.ada, keys.bo], none);
    const state: TrustState = { kind: 'trusted', trust: trusted(first) };
    const same = planEndorsement(first, state, now);
    const unchanged = planEndorsement(files({ ...team, cy: ['asks'] }), state, now);
    assert.deepEqual(
      [same, unchanged].map((one) => (one.ok ? 'ok' : `${one.error.code} ${one.error.detail}`)),
      ['in-force 1', 'same-version 1'],
    );
    const second = await endorsed(files({ ...team, cy: ['asks'] }, 2), [keys.bo, keys.ada], state);
    const next = accepted(second, state.trust);
    assert.ok(typeof next === 'object');
    assert.deepEqual([next.policy.version, next.endorsedBy], [2, ['ada', 'bo']]);
    const read = decodeEndorsement(second.endorsement ?? new Uint8Array());
    assert.equal(read.ok && read.value.endorsement.previous, state.trust.digest);
  });

  it('says what is wrong with the files', () => {
    const good = files(team);
    const codes = [
      { ...good, policy: undefined },
      { ...good, roster: undefined },
      { ...good, policy: bytes('{') },
      { ...good, roster: bytes('* x') },
      files({ ada: ['asks'] }),
    ].map((one) => {
      const plan = planEndorsement(one, none, now);
      return plan.ok ? 'ok' : plan.error.code;
    });
    assert.deepEqual(codes, [
      'missing-part',
      'missing-part',
      'policy-invalid',
      'roster-invalid',
      'no-maintainers',
    ]);
  });

  it('writes nothing that is not a good signature', async () => {
    const plan = planEndorsement(files(team), none, now);
    assert.ok(plan.ok);
    const broken: Signer = { ...signerOf(keys.ada), sign: async () => ok('nonsense') };
    const refusing: Signer = {
      ...signerOf(keys.ada),
      sign: async () => ({ ok: false, error: { code: 'refused', detail: 'cancelled' } }),
    };
    const codes: string[] = [];
    for (const signer of [broken, refusing]) {
      const signed = await endorse(plan.value, signer, now);
      codes.push(signed.ok ? 'ok' : `${signed.error.code} ${signed.error.detail}`);
    }
    assert.deepEqual(codes, ['sign-failed wrong-signature', 'sign-failed refused cancelled']);
  });
});
