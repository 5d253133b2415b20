import assert from 'node:assert/strict';
import { changeOf } from '../../../src/core/change/change-of.js';
import { memoryWorld } from '../../support/world.js';
import { callOf, changeFor, demoFiles, effect, gapOf, rowsOf } from './effects.js';

const demo = demoFiles();

const terraform = (words: string, verb: 'destroy' | 'replace' | 'modify' | 'delete', resource = 'infra') =>
  effect(`terraform ${words}`, verb, resource);

describe('terraform destroy', () => {
  it('deletes everything managed in the state', () => {
    const change = changeFor([terraform('-chdir=infra destroy', 'destroy')], demo);
    assert.deepEqual(rowsOf(change), [
      '- database aws_db_instance.reports (data-lost)',
      '- environment aws_elastic_beanstalk_environment.prod',
      '- launch template aws_launch_template.batch',
    ]);
    assert.deepEqual([change.sources, gapOf(change)], [['infra/terraform.tfstate'], undefined]);
  });

  it('with a target deletes that, and says that more may follow', () => {
    const change = changeFor(
      [
        {
          ...terraform('apply -destroy -target=aws_db_instance.reports -auto-approve', 'destroy'),
          cwd: '/projects/app/infra',
        },
      ],
      demo,
    );
    assert.deepEqual(rowsOf(change), ['- database aws_db_instance.reports (data-lost)']);
    assert.equal(gapOf(change), 'dependents');
  });

  it('reads the state of the selected workspace', () => {
    const state = (name: string): string =>
      JSON.stringify({
        version: 4,
        resources: [
          {
            mode: 'managed',
            module: 'module.web',
            type: 'aws_sqs_queue',
            name,
            instances: [
              { index_key: 0, attributes: {} },
              { index_key: 'eu', attributes: {} },
            ],
          },
        ],
      });
    const change = changeFor([terraform('destroy', 'destroy')], {
      '/projects/app/.terraform/environment': 'prod\n',
      '/projects/app/terraform.tfstate': state('other'),
      '/projects/app/terraform.tfstate.d/prod/terraform.tfstate': state('jobs'),
    });
    assert.deepEqual(rowsOf(change), [
      '- queue module.web.aws_sqs_queue.jobs[0] (data-lost)',
      '- queue module.web.aws_sqs_queue.jobs["eu"] (data-lost)',
    ]);
  });

  it('without a state names what the command names', () => {
    const change = changeFor([terraform('destroy', 'destroy', 'workspace/prod')]);
    assert.deepEqual(rowsOf(change), ['- workspace prod']);
    assert.equal(gapOf(change), 'not-looked-up');
  });
});

describe('terraform apply', () => {
  it('of a saved plan shows the replacement as delete and create, with what it is made of', () => {
    const change = changeFor([terraform('-chdir=infra apply plan.out', 'modify')], demo);
    const rows = rowsOf(change);
    assert.equal(rows[0], '- environment aws_elastic_beanstalk_environment.prod');
    assert.ok(rows.includes('- database aadb1k3x9q2m7ap (data-lost)'));
    assert.ok(rows.includes('+ environment new'));
    assert.ok(rows.includes('~ launch template aws_launch_template.batch'));
    assert.equal(
      rows.some((row) => row.includes('aws_db_instance.reports')),
      false,
    );
    assert.deepEqual(change.sources, ['infra/plan.json']);
  });

  it('trusts the JSON of that very plan', () => {
    const plan = demo['/projects/app/infra/plan.json'] ?? '';
    const change = changeFor([terraform('apply tf.plan', 'modify')], { '/projects/app/tf.plan.json': plan });
    assert.equal(gapOf(change), undefined);
    assert.deepEqual(change.sources, ['tf.plan.json']);
  });

  it('without a plan does not trust one that lies about', () => {
    assert.equal(gapOf(changeFor([terraform('-chdir=infra apply', 'modify')], demo)), 'no-plan');
  });

  it('with -replace deletes and re-creates the named resource', () => {
    const change = changeFor(
      [terraform('-chdir=infra apply -replace=aws_db_instance.reports', 'replace')],
      demo,
    );
    assert.deepEqual(rowsOf(change), [
      '- database aws_db_instance.reports (data-lost)',
      '+ database new (empty)',
    ]);
    assert.equal(gapOf(change), 'no-plan');
  });

  it('with -replace and no state knows the type from the address', () => {
    const change = changeFor([terraform('apply -replace module.data.aws_s3_bucket.raw[0]', 'replace')]);
    assert.deepEqual(rowsOf(change), [
      '- bucket module.data.aws_s3_bucket.raw[0] (data-lost)',
      '+ bucket new (empty)',
    ]);
  });

  it('of what was tainted replaces it', () => {
    const change = changeFor([terraform('-chdir=infra taint aws_db_instance.reports', 'replace')], demo);
    assert.deepEqual(rowsOf(change), [
      '- database aws_db_instance.reports (data-lost)',
      '+ database new (empty)',
    ]);
  });

  it('refuses a plan of another major version', () => {
    const plan = (demo['/projects/app/infra/plan.json'] ?? '').replace('"1.2"', '"2.0"');
    const change = changeFor([terraform('apply p', 'modify', 'configuration/infra')], {
      '/projects/app/p.json': plan,
    });
    assert.deepEqual([rowsOf(change), gapOf(change)], [[], 'unreadable']);
  });

  it('reads both orders of a replacement', () => {
    const plan = JSON.stringify({
      format_version: '1.0',
      resource_changes: [
        { address: 'aws_lb.a', type: 'aws_lb', change: { actions: ['create'] } },
        { address: 'aws_lb.b', type: 'aws_lb', change: { actions: ['delete'] } },
        { address: 'aws_lb.c', type: 'aws_lb', change: { actions: ['create', 'delete'] } },
      ],
    });
    const change = changeFor([terraform('apply p', 'modify')], { '/projects/app/p.json': plan });
    assert.deepEqual(rowsOf(change), [
      '- load balancer aws_lb.c',
      '- load balancer aws_lb.b',
      '+ load balancer new',
      '+ load balancer aws_lb.a',
    ]);
  });
});

describe('a state that is large', () => {
  it('is read once for all effects of a call', () => {
    const resources = Array.from({ length: 20_000 }, (_, index) => ({
      mode: 'managed',
      type: 'aws_sqs_queue',
      name: `q${index}`,
      instances: [{ attributes: { tags: { environment: 'production' } } }],
    }));
    const state = JSON.stringify({ version: 4, resources });
    const effects = Array.from({ length: 40 }, (_, index) =>
      terraform(`apply -replace=aws_sqs_queue.q${index}`, 'replace'),
    );
    let reads = 0;
    const files = memoryWorld({ files: { '/projects/app/terraform.tfstate': state } }).files;
    const world = {
      ...memoryWorld(),
      files: {
        ...files,
        read: (path: string) => {
          if (path.endsWith('.tfstate')) reads += 1;
          return files.read(path);
        },
      },
    };
    const change = changeOf(callOf('terraform'), { effects }, world);
    assert.deepEqual([reads, change.items.length], [1, 40]);
  });

  it('is cut to what a card can hold', () => {
    const resources = Array.from({ length: 300 }, (_, index) => ({
      mode: 'managed',
      type: 'aws_sqs_queue',
      name: `q${index}`,
      instances: [{ attributes: {} }],
    }));
    const change = changeFor([terraform('destroy', 'destroy')], {
      '/projects/app/terraform.tfstate': JSON.stringify({ version: 4, resources }),
    });
    assert.deepEqual([change.items.length, gapOf(change)], [201, undefined]);
  });
});
