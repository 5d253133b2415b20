import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { redacted, sameButSecrets, sealMarks, secretsIn, unsealed } from '../../../src/core/record/redact.js';
import { bareCarriers, carriers, chosen, hexadecimal, knownKinds } from '../../support/secret-kinds.js';

describe('redaction', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['psql postgres://app:hunter2@db.example/orders', 'psql postgres://app:‹secret›@db.example/orders'],
    ['PGPASSWORD=hunter2 psql -h db', 'PGPASSWORD=‹secret› psql -h db'],
    [
      'curl -H "Authorization: Bearer abc.def" https://x',
      'curl -H "Authorization: Bearer ‹secret›" https://x',
    ],
    ['mysql --password=hunter2 -u root', 'mysql --password=‹secret› -u root'],
    ['vault login --token hunter2', 'vault login --token ‹secret›'],
    ['echo {"api_key": "abc123"}', 'echo {"api_key": "‹secret›"}'],
    [
      'aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE',
      'aws configure set aws_access_key_id ‹secret›',
    ],
    [
      'git push https://ghp_abcdefghijklmnopqrstuvwxyz0@github.com/a/b',
      'git push https://‹secret›@github.com/a/b',
    ],
    ["PASS='it'\"'\"'s me' run", "PASS='‹secret› run"],
    ['sshpass -p hunter2 ssh prod uptime', 'sshpass -p ‹secret› ssh prod uptime'],
    ["sh -c 'curl -u a:hunter2 https://x'", "sh -c 'curl -u a:‹secret› https://x'"],
    ['password: |\n  hunter2\n  more\nname: x', 'password: |\n  ‹secret›\nname: x'],
    ["echo 'root:hunter2' | chpasswd", "echo '‹secret›' | chpasswd"],
    ['openssl enc -aes-256-cbc -pass pass:hunter2 -in a', 'openssl enc -aes-256-cbc -pass ‹secret› -in a'],
    ['sqlplus app/hunter2@prod', 'sqlplus app/‹secret›@prod'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----‹secret›-----END RSA PRIVATE KEY-----',
    ],
  ];
  for (const [text, expected] of cases) it(text, () => assert.equal(redacted(text), expected));

  for (const text of [
    'ls -la',
    'git commit -m "tokens: none"',
    'PGPASSWORD=$PW psql',
    'PGPASSWORD=$'.concat('{PW} psql'),
    'PASS=$(cat /run/secrets/db) run',
    'PGPASSWORD= psql -h db',
    'grep "password=" notes.txt',
    'echo https://example.com:8080/a',
    'aws s3 rm s3://b --recursive',
    'git show 3f2a1c9d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39',
    'git diff 3f2a1c9d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39..4e3d2c1b0a9f8e7d6c5b4a393f2a1c9d8e7b6a5f',
    'kubectl delete pod web-7d4b9c6f5d-x2x7k -n shop',
    'kubectl get secret db-credentials -o yaml',
    'kubectl delete secret db-token-x7f2p',
    'curl https://x.example/items/123e4567-e89b-12d3-a456-426614174000',
    'docker pull nginx@sha256:2834dc507516af02784808c5f48b7cbe38b8ed5d0f4837f16e78d00deb7e7767',
    '"integrity": "sha512-QkVDhhPC7aE0+2pYP3qz4hT2Vn2uRz9m0jZr1Wk8S5xXb7y6c1d0eNfLgAhJiKlMnOpQrStUvWxYz0123456789=="',
    'golang.org/x/text v0.3.7 h1:olpwvP2KacW1ZWvsR7uQhoyTYvKAupfQrRGBFM352Gk=',
    '![x](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==)',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0Zq3m8vX1b7Yt5Kc2Wd9Ff4Gh6Jj8Ll0Pp2Rr4Tt6Y mara@laptop',
    'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
    'cat /usr/lib/x86_64-linux-gnu/libcrypto.so.3',
    'cat /home/mara/Projects/CostExplorer2/src/MainController2Test.java',
    'terraform apply -var-file prod.tfvars',
    'aws secretsmanager get-secret-value --secret-id prod/db',
    'docker run -p 8080:80 nginx',
    'gcloud auth print-access-token',
    'helm upgrade web ./chart --set image.tag=v1.2.3',
    'max_tokens=4096 token_type=bearer',
    'psql --no-password -h db',
    'const token: string = readToken(path);',
    'this.password = options.password;',
    'secretName: web-tls',
    'curl --cacert ca.pem https://x.example',
    'AWS::SecretsManager::Secret',
    'arn:aws:iam::123456789012:role/Admin',
    'aws ec2 terminate-instances --instance-ids i-0abcd1234efgh5678',
  ])
    it(`leaves ${text.slice(0, 60)}`, () => assert.equal(redacted(text), text));

  it('leaves a picture that goes on over lines, and a certificate', () => {
    const lines = Array.from({ length: 5 }, (_, at) =>
      Buffer.from(Array.from({ length: 57 }, (_one, index) => (index * 151 + at * 37) % 256)).toString(
        'base64',
      ),
    );
    const picture = `cat > a.b64 <<EOF\n${lines.join('\n')}\nEOF`;
    assert.equal(redacted(picture), picture);
    const certificate = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`;
    assert.equal(redacted(certificate), certificate);
  });

  it('says in a mark which secrets are the same, once it is sealed', () => {
    const seal = (digest: string): string => digest.slice(0, 6);
    const text = sealMarks(redacted('A_TOKEN=one1 B_TOKEN=two2 C_TOKEN=one1', unsealed), seal);
    const marks = [...text.matchAll(/‹secret ([0-9a-f]{6})›/g)].map((match) => match[1]);
    assert.equal(marks.length, 3);
    assert.equal(marks[0], marks[2]);
    assert.notEqual(marks[0], marks[1]);
    assert.ok(sameButSecrets(text, redacted('A_TOKEN=x B_TOKEN=y C_TOKEN=z')));
  });

  it('takes its own marks for none', () => {
    for (const carry of Object.values(carriers)) {
      const once = redacted(carry('hunter2hunter'), unsealed);
      assert.equal(redacted(once), once);
    }
  });
});

describe('a secret of any kind', () => {
  const kinds = { ...knownKinds, 'a chosen word': chosen, 'hexadecimal digits': hexadecimal };
  for (const [kind, secrets] of Object.entries(kinds)) {
    it(`in no carrier: ${kind}`, function () {
      this.timeout(60_000);
      for (const [carrier, carry] of Object.entries(carriers)) {
        fc.assert(
          fc.property(secrets, (secret) => {
            const clean = redacted(carry(secret));
            assert.ok(!clean.includes(secret), `${carrier}: ${clean}`);
          }),
          { numRuns: 5 },
        );
      }
    });
  }

  for (const [kind, secrets] of Object.entries(knownKinds)) {
    if (kind === 'AWS secret key') continue;
    it(`where no name stands beside it: ${kind}`, function () {
      this.timeout(60_000);
      for (const [carrier, carry] of Object.entries(bareCarriers))
        fc.assert(
          fc.property(secrets, (secret) => {
            const clean = redacted(carry(secret));
            assert.ok(!clean.includes(secret), `${carrier}: ${clean}`);
          }),
          { numRuns: 20 },
        );
    });
  }

  it('is taken out whole, whatever it is made of', () => {
    const word = fc
      .stringMatching(/^[A-Za-z0-9!#%*+,?@^_~-]{6,30}$/)
      .filter((one) => /^[A-Za-z0-9]/.test(one));
    fc.assert(
      fc.property(word, (secret) => {
        if (/^x+$/i.test(secret)) return true;
        const [found] = secretsIn(`DB_PASSWORD='${secret}' run`);
        return found === secret || /^(?:[a-z]+[-_/.])+/.test(secret) || secretsIn(secret).length > 0;
      }),
      { numRuns: 300 },
    );
  });
});
