import assert from 'node:assert/strict';
import { effectsFor } from '../../support/effects.js';

/** Programs that choose credentials or variables for the one they start. */
const commands = [
  'aws-vault exec prod -- aws ec2 start-instances --instance-ids i-1',
  'saml2aws exec --profile prod -- aws ec2 start-instances --instance-ids i-1',
  'chamber exec prod -- psql -c "insert into a values (1)"',
  'doppler run --config prd -- psql -c "insert into a values (1)"',
  'infisical run --env=prod -- npx prisma migrate deploy',
  'dotenv -e .env.production -- npx prisma migrate deploy',
  'npx dotenv-cli -e .env.production -- npx prisma migrate deploy',
  'dotenvx run -f .env.production -- npx prisma migrate deploy',
  'env-cmd -f .env.prod npx prisma migrate deploy',
  "sops exec-env prod.yaml 'terraform apply'",
];

describe('what a wrapper chooses', () => {
  for (const command of commands) {
    it(command, () => {
      const environments = effectsFor(command).map((effect) => effect.target.environment);
      assert.ok(environments.includes('production'), environments.join(', '));
    });
  }

  it('says nothing of what stays on this machine', () => {
    const [effect] = effectsFor('dotenv -e .env.production -- rm dist/a.js').filter(
      (one) => one.verb === 'delete',
    );
    assert.notEqual(effect?.target.environment, 'production');
  });
});
