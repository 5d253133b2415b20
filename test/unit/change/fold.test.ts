import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changeOf } from '../../../src/core/change/change-of.js';
import { verbs } from '../../../src/core/tool/effect.js';
import { memoryWorld } from '../../support/world.js';
import { callOf, changeFor, effect, gapOf, rowsOf } from './effects.js';

describe('a change', () => {
  it('of several effects puts what is lost first and says everything once', () => {
    const drop = effect('psql', 'destroy', 'table orders');
    const change = changeFor([
      effect('aws s3 mb s3://new', 'create', 'bucket/new'),
      drop,
      drop,
      effect('aws ec2 stop-instances', 'stop', 'instance/i-1', { reach: 3 }),
      effect('ls', 'read', '.'),
    ]);
    assert.deepEqual(rowsOf(change), ['- table orders (data-lost)', '. instance i-1 x3', '+ bucket new']);
  });

  it('names each of several objects in a row of its own', () => {
    const two = effect('aws ec2 terminate-instances', 'delete', 'instance/i-1,i-2', { reach: 2 });
    assert.deepEqual(rowsOf(changeFor([two])), ['- instance i-1', '- instance i-2']);
    const more = effect('aws ec2 terminate-instances', 'delete', 'instance/i-1,i-2', { reach: 30 });
    assert.deepEqual(rowsOf(changeFor([more])), ['- instance i-1,i-2 x30']);
  });

  it('says once what is not known of a thing, in the more exact words', () => {
    const unknown = changeFor([
      effect('dropdb shop', 'destroy', 'database shop', { reach: 'uncountable' }),
      effect('createdb shop', 'create', 'database shop'),
      effect('createdb till', 'create', 'database till'),
    ]).unknown;
    assert.deepEqual(unknown, [
      { what: 'contents', of: 'database shop' },
      { what: 'not-looked-up', of: 'database till' },
    ]);
  });

  it('of a call that only reads is empty', () => {
    assert.deepEqual(changeFor([effect('ls', 'read', '.')]), { items: [], sources: [] });
  });

  it('of an unknown program says that it is unknown', () => {
    assert.deepEqual(changeFor([effect('frobnicate', 'unknown', 'frobnicate')]), {
      items: [],
      sources: [],
      unknown: [{ what: 'code', of: 'frobnicate' }],
    });
  });

  it('of too many effects says that it is not all', () => {
    const many = Array.from({ length: 60 }, (_, index) => effect('aws', 'delete', `bucket/b${index}`));
    const change = changeFor(many);
    assert.deepEqual([change.items.length, gapOf(change)], [40, 'not-looked-up']);
  });

  it('is total and the same each time, whatever the words and the files', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'aws',
        'eb',
        'terraform',
        'apply',
        'destroy',
        '-replace',
        '-f',
        'm.yaml',
        'elasticbeanstalk',
        '-chdir=..',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.constantFrom(...verbs),
        fc.string(),
        fc.constantFrom('aws', 'terraform', 'kubernetes', 'filesystem', 'postgres', 'host'),
        fc.oneof(fc.string(), fc.json()),
        (argv, verb, resource, system, text) => {
          const judged = {
            effects: [
              {
                ...effect('x', verb, resource),
                argv,
                target: { system, name: 'x', environment: 'unknown' as const, confidence: 0, evidence: [] },
              },
            ],
          };
          const files = {
            '/projects/app/terraform.tfstate': text,
            '/projects/app/plan.json': text,
            '/projects/app/m.yaml': text,
          };
          const run = () => changeOf(callOf('x'), judged, memoryWorld({ files }));
          assert.deepEqual(run(), run());
        },
      ),
      { numRuns: 300 },
    );
  });
});
