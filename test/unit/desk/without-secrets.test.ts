import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { ShownCall } from '../../../src/core/countersign/decode-shown-call.js';
import { secretsIn } from '../../../src/core/record/redact.js';
import { withoutSecrets } from '../../../src/desk/without-secrets.js';
import { assessment, rebuildChange, shellCall } from '../../support/requests.js';

function shown(command: string, change: Partial<ShownCall> = {}): ShownCall {
  return { call: shellCall(command), assessment: assessment(), change: rebuildChange, ...change };
}

function cleaned(of: ShownCall) {
  const found = withoutSecrets(of);
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
}

describe('a call that is cleaned of secrets', () => {
  it('is as it was where there are none', () => {
    const of = shown('terraform apply -var-file prod.tfvars');
    assert.deepEqual(cleaned(of), { shown: of, withheld: 0 });
  });

  it('holds none in its command, its effects, its reasons or its change', () => {
    const secret = 'Tr0ub4dor&3';
    const [effect] = assessment().effects;
    assert.ok(effect);
    const of = shown(`mysql -u root -p'${secret}' -e 'DROP TABLE orders'`, {
      assessment: assessment({
        effects: [{ ...effect, argv: ['mysql', '-u', 'root', `-p${secret}`], span: [3, 9] }],
        findings: [{ id: 'verb-delete', term: 'D', weight: 40, data: { command: secret }, span: [3, 9] }],
        safer: [`mysql -p${secret} --safe-updates`],
      }),
      change: {
        items: [{ kind: 'file', path: 'my.cnf', before: null, after: `password=${secret}` }],
        sources: [],
      },
    });
    const { shown: clean, withheld } = cleaned(of);
    assert.equal(JSON.stringify(clean).includes(secret), false);
    assert.equal(withheld > 3, true);
    assert.equal(clean.assessment.findings[0]?.span, undefined, 'a mark would point to other words');
    assert.match(clean.call.payload.kind === 'shell' ? clean.call.payload.command : '', /DROP TABLE orders/);
  });

  it('keeps short words that happen to be somebody\u2019s password', () => {
    const { shown: clean } = cleaned(shown('PGPASSWORD=db psql -h db.prod -c "select 1"'));
    const { payload } = clean.call;
    assert.equal(
      payload.kind === 'shell' && payload.command,
      'PGPASSWORD=‹secret› psql -h db.prod -c "select 1"',
    );
  });

  for (const command of [
    'curl -u admin:hunter2222 https://api.prod.example/drop',
    'redis-cli -h prod -a hunter2222 FLUSHALL',
    'mysqldump -phunter2222 orders',
    'psql postgres://admin:hunter2222@db.prod/orders',
    'curl -H "Authorization: Bearer hunter2222" https://api.prod.example',
    'deploy --token=hunter2222',
    'API_KEY=hunter2222 ./deploy.sh',
  ]) {
    it(`holds none: ${command.split(' ')[0]} ${command.split(' ')[1]?.slice(0, 4)}`, () => {
      assert.equal(JSON.stringify(cleaned(shown(command)).shown).includes('hunter2222'), false);
      assert.deepEqual(
        [...new Set(secretsIn(command).map((secret) => secret.replace(/"$/, '')))],
        ['hunter2222'],
      );
    });
  }

  it('ends for long commands too', function () {
    this.timeout(60_000);
    const long = `mysql ${'-x '.repeat(60_000)}`;
    assert.equal(cleaned(shown(long)).withheld, 0);
  });

  it('never lets a password of an address through', function () {
    this.timeout(60_000);
    const word = fc.stringMatching(/^[A-Za-z0-9_-]{8,24}$/);
    fc.assert(
      fc.property(word, (secret) => {
        const of = shown(`psql postgres://admin:${secret}@db.prod/orders && echo ${secret}`);
        const clean = cleaned(of).shown.call.payload;
        return clean.kind === 'shell' && !clean.command.includes(secret);
      }),
      { numRuns: 200 },
    );
  });
});
