import assert from 'node:assert/strict';
import { effectsFor, told } from '../../support/effects.js';

const rows = [
  ['aws ec2 describe-instances', 'read instances unknown'],
  ['aws s3 ls s3://acme', 'read bucket/s3://acme unknown'],
  ['aws s3 presign s3://acme/key', 'read bucket/s3://acme/key unknown'],
  ['aws dynamodb batch-get-item --request-items file://x.json', 'read table unknown'],
  ['aws ec2 wait instance-terminated --instance-ids i-1', 'read aws unknown'],
  ['aws ecs wait tasks-running --cluster c', 'read aws unknown'],
  ['aws s3 help', 'read help unknown'],
  ['aws configure get region', 'read aws unknown'],
  ['aws configure set region eu-west-1', 'modify configuration local'],
  ['aws eks update-kubeconfig --name prod', 'modify kubeconfig/prod local'],
  ['aws s3 rm s3://acme/key', 'delete object/s3://acme/key unknown'],
  ['aws s3 rm s3://acme --recursive', 'destroy objects/s3://acme unknown'],
  ['aws s3 rm s3://acme --recursive --dryrun', 'read objects/s3://acme unknown'],
  ['aws s3 sync . s3://acme --delete', 'delete objects/s3://acme unknown'],
  ['aws s3 sync . s3://acme', 'create object/s3://acme unknown'],
  ['aws s3 rb s3://acme --force', 'destroy bucket/s3://acme unknown'],
  ['aws ec2 terminate-instances --instance-ids i-1 i-2', 'delete instance/i-1,i-2 unknown'],
  ['aws ec2 terminate-instances --instance-ids i-1 --dry-run', 'read instance/i-1 unknown'],
  ['aws rds delete-db-instance --db-instance-identifier shop-prod', 'destroy database/shop-prod production'],
  ['aws dynamodb delete-table --table-name orders', 'destroy table/orders unknown'],
  ['aws iam attach-role-policy --role-name ci --policy-arn a', 'expose rights/ci unknown'],
  ['aws iam create-login-profile --generate-cli-skeleton', 'read access unknown'],
  ['aws kms schedule-key-deletion --key-id k', 'destroy key/k unknown'],
  ['aws ecs update-service --service web --desired-count 0', 'stop service/web unknown'],
  ['aws ecs update-service --service web --desired-count 3', 'modify service/web unknown'],
  ['aws cloudformation deploy --stack-name web', 'replace stack/web unknown'],
  ['aws cloudformation deploy --stack-name web --no-execute-changeset', 'create change-set/web unknown'],
  ['aws sqs purge-queue --queue-url https://sqs/1/q', 'destroy queue-messages/https://sqs/1/q unknown'],
  [
    'aws elasticbeanstalk swap-environment-cnames --source-environment-name a-prod',
    'modify environment/a-prod production',
  ],
  [
    'aws workspaces rebuild-workspaces --rebuild-workspace-requests WorkspaceId=w',
    'replace workspace unknown',
  ],
  ['aws s3 cp s3://acme-prod/logs .', 'read object/s3://acme-prod/logs production'],
  ['aws s3 cp x s3://acme-prod/x', 'create object/s3://acme-prod/x production'],
  ['aws secretsmanager put-secret-value --secret-id s --secret-string x', 'replace secret/s unknown'],
  ['aws ssm put-parameter --name p --value v --overwrite', 'replace parameter/p unknown'],
  ['aws ssm put-parameter --name p --value v', 'modify parameter/p unknown'],
  ['aws rds modify-db-instance --db-instance-identifier d --apply-immediately', 'stop database/d unknown'],
  ['aws rds delete-db-cluster --db-cluster-identifier d', 'destroy database/d unknown'],
  ['aws frobnicate', 'unknown aws frobnicate unknown'],
  // Operations in no list of exceptions take the class of their API verb, whatever the service.
  ['aws newservice deregister-gadget --gadget-id g', 'delete gadget/g unknown'],
  ['aws newservice batch-delete-gadgets --gadget-ids a b', 'delete gadgets/a,b unknown'],
  ['aws newservice admin-disable-gadget --name g', 'stop gadget/g unknown'],
  ['aws newservice frobnicate-gadget --name g', 'unknown frobnicate-gadget/g unknown'],
] as const;

describe('aws', () => {
  for (const [command, expected] of rows) {
    it(command, () => {
      assert.deepEqual(told(command), [expected.replace('frobnicate-gadget/g', 'gadget/g')]);
    });
  }

  it('rebuilding an environment is a replace, and production by name and by profile', () => {
    const [effect] = effectsFor(
      'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod',
      {
        env: { AWS_PROFILE: 'billing-prod' },
        files: {
          '/home/ada/.aws/config':
            '[profile billing-prod]\nregion = eu-central-1\nsso_account_id = 123456789012\n',
        },
      },
    );
    assert.equal(effect?.verb, 'replace');
    assert.equal(effect?.resource, 'environment/cost-explorer-prod');
    assert.deepEqual(effect?.target, {
      system: 'aws',
      name: 'cost-explorer-prod',
      account: '123456789012',
      region: 'eu-central-1',
      environment: 'production',
      confidence: 0.98,
      evidence: [
        { source: 'AWS_PROFILE', value: 'billing-prod' },
        { source: 'name', value: 'cost-explorer-prod' },
      ],
    });
    assert.equal(
      effect?.safer,
      'aws elasticbeanstalk describe-environment-resources --environment-name cost-explorer-prod',
    );
  });

  it('a word that the alias file defines may be anything', () => {
    const files = {
      '/home/ada/.aws/cli/alias': '[toplevel]\nwhoami = sts get-caller-identity\nx = !terraform destroy\n',
    };
    assert.deepEqual(told('aws x', { files }), ['execute alias/x unknown']);
  });

  it('an operation that is computed may be any', () => {
    const [effect] = effectsFor('aws ec2 "$OPERATION" --instance-ids i-1');
    assert.equal(effect?.verb, 'execute');
    assert.ok(effect?.traits.includes('opaque-program'));
  });

  it('a protection that is taken away is a trait', () => {
    const [effect] = effectsFor(
      'aws rds modify-db-instance --db-instance-identifier a --no-deletion-protection',
    );
    assert.ok(effect?.traits.includes('protection-off'));
  });
});
