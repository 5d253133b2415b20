import assert from 'node:assert/strict';
import { changeFor, demoFiles, effect, gapOf, rowsOf } from './effects.js';

const rebuild = effect(
  'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod',
  'replace',
  'environment/cost-explorer-prod',
);
const terminate = effect('eb terminate cost-explorer-prod', 'destroy', 'environment/cost-explorer-prod');

/** A state with one environment, made of the parts that a case needs. */
function stateWith(attributes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    version: 4,
    resources: [
      {
        mode: 'managed',
        type: 'aws_elastic_beanstalk_environment',
        name: 'prod',
        instances: [{ attributes: { id: 'e-abc', name: 'cost-explorer-prod', ...attributes } }],
      },
    ],
  });
}

const setting = (name: string, value: string): Readonly<Record<string, string>> => ({
  namespace: 'aws:rds:dbinstance',
  name,
  value,
});

describe('rebuilding an environment', () => {
  it('deletes and re-creates every part of it', () => {
    const change = changeFor([rebuild], demoFiles());
    assert.deepEqual(rowsOf(change), [
      '- load balancer awseb--AWSEB-1H7P0QKX',
      '- auto scaling group awseb-e-k3x9q2m7ap-stack-AWSEBAutoScalingGroup-4T1ZC8QJ',
      '- instances cost-explorer-prod x6',
      '- database aadb1k3x9q2m7ap (data-lost)',
      '~ endpoint awseb--AWSEB-1H7P0QKX-0000000000.cn-north-1.elb.amazonaws.com.cn',
      '+ load balancer new',
      '+ auto scaling group new',
      '+ instances new x6',
      '+ database new (empty)',
    ]);
    assert.deepEqual(change.sources, ['infra/terraform.tfstate']);
    assert.equal(gapOf(change), undefined);
  });

  it('finds the state from a folder below, and the environment by its id', () => {
    const byId = effect(
      'aws elasticbeanstalk rebuild-environment --environment-id e-k3x9q2m7ap',
      'replace',
      'environment/e-k3x9q2m7ap',
    );
    const change = changeFor([byId], demoFiles(), '/projects/app/src');
    assert.equal(change.items.length, 5);
    assert.deepEqual(change.sources, ['/projects/app/infra/terraform.tfstate']);
  });

  it('looks where the program starts', () => {
    const files = { '/projects/app/other/terraform.tfstate': stateWith({ instances: ['i-1', 'i-2'] }) };
    const change = changeFor([{ ...rebuild, cwd: '/projects/app/other' }], files);
    assert.deepEqual(rowsOf(change), ['- instances cost-explorer-prod x2', '+ instances new x2']);
  });

  it('outside a repository does not look above the directory of the call', () => {
    const files = { '/projects/terraform.tfstate': stateWith({ instances: ['i-1'] }) };
    assert.equal(gapOf(changeFor([rebuild], files)), 'not-looked-up');
    const below = { '/projects/app/terraform.tfstate': stateWith({ instances: ['i-1'] }) };
    assert.equal(gapOf(changeFor([{ ...rebuild, cwd: '/projects/app/web/src' }], below)), undefined);
  });

  it('without a state names the environment and says that this is not all', () => {
    const change = changeFor([rebuild]);
    assert.deepEqual(rowsOf(change), ['- environment cost-explorer-prod', '+ environment new']);
    assert.deepEqual(change, { ...change, sources: ['command'], unknown: change.unknown });
  });

  it('trusts no state of another format, nor broken JSON', () => {
    for (const text of [
      '{',
      '[]',
      '{"version":3,"modules":[]}',
      '{"version":4,"resources":{}}',
      '{"version":4,"resources":[{},null,7]}',
    ]) {
      const change = changeFor([rebuild], { '/projects/app/terraform.tfstate': text });
      assert.deepEqual([gapOf(change), change.items.length], ['not-looked-up', 1], text);
    }
  });

  it('does not read this disk for a program that starts elsewhere', () => {
    assert.equal(gapOf(changeFor([{ ...rebuild, elsewhere: true }], demoFiles())), 'not-looked-up');
  });
});

describe('terminating an environment', () => {
  it('deletes the parts and the address', () => {
    const rows = rowsOf(changeFor([terminate], demoFiles()));
    assert.equal(rows.length, 5);
    assert.equal(rows[4], '- endpoint cost-explorer.cn-north-1.elasticbeanstalk.com.cn');
  });

  it('loses what stands in its queues', () => {
    const files = {
      '/projects/app/terraform.tfstate': stateWith({
        queues: ['https://sqs.eu-west-1.amazonaws.com/123456789012/jobs'],
      }),
    };
    assert.deepEqual(rowsOf(changeFor([terminate], files)), ['- queue jobs (data-lost)']);
  });

  for (const [policy, expected] of [
    ['Delete', ['- database cost-explorer-prod (data-lost)']],
    ['Snapshot', ['- database cost-explorer-prod (recoverable)']],
    ['Retain', []],
  ] as const) {
    it(`with the deletion policy ${policy} does to the database what the policy says`, () => {
      const all_settings = [setting('HasCoupledDatabase', 'true'), setting('DBDeletionPolicy', policy)];
      const files = { '/projects/app/terraform.tfstate': stateWith({ all_settings }) };
      assert.deepEqual(rowsOf(changeFor([terminate], files)), expected);
    });
  }
});
