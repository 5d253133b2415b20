import assert from 'node:assert/strict';
import { environmentOfBranch, environmentOfName } from '../../../src/core/target/environment.js';

const names = [
  ['prod', 'production'],
  ['cost-explorer-prod', 'production'],
  ['prod-eu-1', 'production'],
  ['myAppProd', 'production'],
  ['PROD_DATABASE_URL', 'production'],
  ['db.production.example.com', 'production'],
  ['arn:aws:eks:eu-west-1:123456789012:cluster/prod', 'production'],
  ['gke_acme-prod_europe-west1_main', 'production'],
  ['prd2', 'production'],
  ['i-0prod', 'production'],
  ['envs/production/main.tf', 'production'],
  ['live', 'production'],
  ['orders-live', 'production'],
  ['live-db', 'production'],
  ['product', undefined],
  ['products-api', undefined],
  ['reproduce', undefined],
  ['productivity', undefined],
  ['deliver', undefined],
  ['alive', undefined],
  ['livereload', undefined],
  ['live-reload', undefined],
  ['live-server', undefined],
  ['go-live', undefined],
  ['ExampleLiveDemo', undefined],
  ['nonprod', 'staging'],
  ['non-prod', 'staging'],
  ['preprod', 'staging'],
  ['pre-prod-eu', 'staging'],
  ['staging', 'staging'],
  ['web-stg', 'staging'],
  ['qa', 'staging'],
  ['uat-2', 'staging'],
  ['dev', 'development'],
  ['dev1', 'development'],
  ['shop_test', 'development'],
  ['sandbox-ada', 'development'],
  ['device', undefined],
  ['latest', undefined],
  ['contest', undefined],
  ['localhost', 'local'],
  ['main', undefined],
  ['dev-to-prod', 'production'],
  ['', undefined],
] as const;

describe('the environment in a name', () => {
  for (const [name, environment] of names) {
    it(`${name || 'nothing'}: ${environment ?? 'says nothing'}`, () => {
      assert.equal(environmentOfName(name)?.environment, environment);
    });
  }

  it('names the word that told', () => {
    assert.deepEqual(environmentOfName('acme-Prod-7'), {
      environment: 'production',
      token: 'Prod',
      confidence: 0.95,
    });
  });

  it('a text longer than any name says nothing', () => {
    assert.equal(environmentOfName(`prod-${'x'.repeat(5_000)}`), undefined);
  });

  it('reads a branch more strictly than a name', () => {
    const read = (branch: string) => environmentOfBranch(branch)?.environment;
    assert.deepEqual(['main', 'refs/heads/master', 'release/2.0', 'feature/main-menu', 'dev'].map(read), [
      'production',
      'production',
      'production',
      undefined,
      'development',
    ]);
  });
});
