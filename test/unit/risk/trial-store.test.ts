import assert from 'node:assert/strict';
import { environmentMap } from '../../../src/core/policy/environment-map.js';
import type { EnvironmentLine } from '../../../src/core/policy/team-policy.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import type { SaidPlace } from '../../../src/core/target/said-place.js';
import { asks, callOf } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

/** Nobody has said anything of these; each name stands in a file or a word that an agent can write. */
const remote: readonly string[] = [
  'aws --profile dev rds delete-db-instance --db-instance-identifier main --skip-final-snapshot',
  'aws --profile dev dynamodb delete-table --table-name orders',
  'AWS_PROFILE=sandbox aws redshift delete-cluster --cluster-identifier main --skip-final-cluster-snapshot',
  'gcloud --configuration dev sql instances delete main -q',
  'gcloud --project acme-dev sql databases delete orders --instance main -q',
  'heroku pg:reset -r dev --confirm x',
  'wrangler d1 delete app --env dev',
  'doctl --context dev databases delete x -f',
  'linode-cli --profile dev databases mysql-delete 1',
  'scw -p dev rdb database delete name=orders',
];

const everyday: readonly string[] = [
  "psql -h localhost app_test -c 'DROP TABLE users'",
  'NODE_ENV=test npx prisma migrate reset --force',
  'RAILS_ENV=test rails db:drop',
  "psql -h db.dev.example.net app_test -c 'DROP TABLE users'",
  'aws --profile dev dynamodb delete-item --table-name orders --key x',
  'aws --endpoint-url http://localhost:4566 dynamodb delete-table --table-name orders',
  'kubectl --context dev delete deployment web',
  'aws --profile dev s3 cp a s3://b/a',
];

describe('what is destroyed where only a name says that it is for development', () => {
  const world = memoryWorld({
    cwd: '/srv/app',
    home: '/home/ada',
    files: { '/home/ada/.aws/config': '[profile dev]\nsso_account_id = 111122223333\n' },
  });
  const judge = (command: string, said: readonly SaidPlace[] = [], lines: readonly EnvironmentLine[] = []) =>
    judgeCall(callOf({ kind: 'shell', shell: 'bash', command }), world, {
      grammars: {},
      environments: environmentMap(lines, true, said),
    });

  for (const command of remote)
    it(`asks in an account or at a service: ${command}`, () => assert.ok(asks(judge(command)), command));

  for (const command of everyday)
    it(`passes where a project starts it, or a part goes: ${command}`, () =>
      assert.ok(!asks(judge(command)), command));

  it('passes by a person’s word and by the team’s map', () => {
    const command = remote[0] ?? '';
    const said = { system: 'aws', name: '111122223333', knownBy: ['111122223333'] } as const;
    assert.ok(!asks(judge(command, [{ ...said, environment: 'development' }])));
    assert.ok(asks(judge(command, [{ ...said, environment: 'staging' }])));
    assert.ok(!asks(judge(command, [], [{ system: 'aws', name: 'dev', environment: 'development' }])));
  });
});
