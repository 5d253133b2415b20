import assert from 'node:assert/strict';
import { decodeRoster } from '../../../src/core/countersign/decode-roster.js';
import { namespaces } from '../../../src/core/countersign/namespace.js';
import { productionHints } from '../../../src/core/countersign/production-hints.js';
import { allRoles, namespacesOf } from '../../../src/core/countersign/roles.js';
import { personsWho } from '../../../src/core/countersign/roster-lookup.js';
import { isPlaceGlob, starterPolicy, withVersion } from '../../../src/core/countersign/starter-policy.js';
import {
  extendedRoster,
  type Member,
  newRoster,
  readPastedKeys,
} from '../../../src/core/countersign/team-draft.js';
import { decodeTeamPolicy } from '../../../src/core/policy/decode-team-policy.js';
import { softwareKey } from '../../support/ssh-keys.js';

const [one, other, third] = Array.from({ length: 3 }, () => softwareKey('ssh-ed25519'));

function member(person: string, key = one, roles = allRoles): Member {
  const [type = '', blob = ''] = key?.publicKey.split(' ') ?? [];
  return { person, key: { type, blob, fingerprint: key?.fingerprint ?? '' }, roles };
}

describe('a team that is drafted', () => {
  it('is a roster that is read back, with a role for each person', () => {
    const text = newRoster([member('ada@example.com'), member('bo@example.com', other, ['asks'])]);
    assert.ok(text.ok);
    const roster = decodeRoster(text.value);
    assert.ok(roster.ok);
    const who = Object.values(namespaces).map((namespace) => personsWho(roster.value, namespace).length);
    assert.deepEqual(who, [2, 1, 1, 1]);
    assert.deepEqual(namespacesOf([]), []);
    assert.equal(namespacesOf(allRoles).length, Object.keys(namespaces).length);
  });

  it('grows without a change of what stands there', () => {
    const text = `# ours\nada@example.com namespaces="countersign-policy@v1" ${one?.publicKey}`;
    const grown = extendedRoster(text, [member('bo@example.com', other)]);
    assert.ok(grown.ok);
    assert.ok(grown.value.startsWith(`${text}\n`));
    const twice = extendedRoster(text, [member('bo@example.com', one)]);
    assert.deepEqual(twice.ok ? 'ok' : twice.error.code, 'key-twice');
    const nobody = newRoster([member('bo@example.com', other, [])]);
    assert.deepEqual(nobody.ok ? 'ok' : nobody.error.code, 'no-namespaces');
  });

  it('takes keys as colleagues send them', () => {
    const pasted = [
      '# my keys',
      `bo@example.com ${one?.publicKey}`,
      `${other?.publicKey} cy@example.com`,
      `${third?.publicKey} laptop`,
      '',
    ].join('\r\n');
    const read = readPastedKeys(pasted);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ person, key }) => [person, key.fingerprint]),
      [
        ['bo@example.com', one?.fingerprint],
        ['cy@example.com', other?.fingerprint],
        [undefined, third?.fingerprint],
      ],
    );
  });

  it('says which line of a paste is none, and repeats nothing of a private key', () => {
    const errors = [
      `${one?.publicKey}\nnonsense`,
      '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----',
      ' \n',
    ].map((text) => {
      const read = readPastedKeys(text);
      return read.ok ? 'ok' : read.error;
    });
    assert.deepEqual(errors, [
      { code: 'not-a-key', line: 2, detail: '' },
      { code: 'private-key', line: 1, detail: '' },
      { code: 'nothing', line: 1, detail: '' },
    ]);
  });
});

describe('a first policy', () => {
  it('decodes, and asks for a colleague where there is one', () => {
    const read = (hasPeers: boolean) => {
      const policy = decodeTeamPolicy(
        starterPolicy({ production: ['*prod*', '123456789012'], courier: 'git', hasPeers }),
      );
      assert.ok(policy.ok, JSON.stringify(policy));
      return policy.value;
    };
    assert.deepEqual(
      read(true).environments.map(({ environment, name }) => `${environment} ${name}`),
      ['production *prod*', 'production 123456789012'],
    );
    assert.deepEqual(read(true).rules[0]?.ceremony, {
      kind: 'countersign',
      needs: [{ group: 'anyone', count: 1, presence: 'none' }],
    });
    assert.deepEqual(read(false).rules[0]?.ceremony, { kind: 'typed' });
  });

  it('is counted up without a change of its comments', () => {
    const text = starterPolicy({ production: ['*prod*'], courier: 'paste:', hasPeers: true });
    const next = withVersion(text, 2);
    assert.equal(next.replace('"version": 2', '"version": 1'), text);
  });

  it('takes no name that a policy would refuse', () => {
    const names = ['*prod*', 'db-1.example', '', 'a{b,c}', '\u202E', '*'.repeat(20), 'x"y'];
    assert.deepEqual(names.map(isPlaceGlob), [true, true, false, false, false, false, true]);
  });
});

describe('hints of production', () => {
  it('come from lines and files that speak of it', () => {
    const hints = productionHints([
      {
        path: 'infra/envs/prod/terraform.tfvars',
        text: 'account_id = "123456789012"\ndb_host    = "db-7.internal.acme.dev"\nregion = "eu-1"\nproject = var.project\n',
      },
      { path: 'infra/envs/dev/terraform.tfvars', text: 'account_id = "210987654321"\n' },
      {
        path: 'deploy.sh',
        text: 'kubectl --context=acme-eu apply # production\nNODE_ENV=production node x\nkubectl --context=acme-test apply\n',
      },
      {
        path: 'a.yaml',
        text: 'prod:\n  cluster: prod-eu\n  host: localhost # prod\n  id: 99887766554433 # prod\n',
      },
    ]);
    assert.deepEqual(
      hints.map(({ name, path, line }) => `${name} ${path}:${line}`),
      [
        '123456789012 infra/envs/prod/terraform.tfvars:1',
        'db-7.internal.acme.dev infra/envs/prod/terraform.tfvars:2',
        'acme-eu deploy.sh:1',
      ],
    );
  });

  it('are few, also in long files', () => {
    const text = Array.from({ length: 2_000 }, (_, index) => `host: h${index}.acme.dev # prod`).join('\n');
    assert.equal(productionHints([{ path: 'a.yaml', text }]).length, 20);
    assert.deepEqual(productionHints([{ path: 'a.yaml', text: `prod ${'account'.repeat(60_000)}` }]), []);
  });
});
