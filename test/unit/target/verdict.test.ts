import assert from 'node:assert/strict';
import { classify } from '../../../src/core/target/verdict.js';
import { clue, type Whereabouts } from '../../../src/core/target/whereabouts.js';

const place = (more: Partial<Whereabouts> = {}): Whereabouts => ({
  system: 'aws',
  name: 'acme',
  clues: [],
  ...more,
});

describe('what a place is', () => {
  it('unknown without evidence', () => {
    const target = classify(place(), [], undefined);
    assert.deepEqual([target.environment, target.confidence, target.evidence], ['unknown', 0, []]);
  });

  it('the team map wins over names', () => {
    const environments = { classify: () => 'development' as const };
    const target = classify(place({ clues: clue('selector', '--profile', 'prod') }), [], environments);
    assert.deepEqual([target.environment, target.confidence], ['development', 1]);
    assert.equal(target.evidence[0]?.source, 'team map');
  });

  it('the team map sees every name', () => {
    const asked: string[][] = [];
    const environments = {
      classify: (question: { readonly names: readonly string[] }) => {
        asked.push([...question.names]);
        return undefined;
      },
    };
    classify(
      place({ account: '123', clues: clue('selector', '--profile', 'p') }),
      clue('resource', 'name', 'r'),
      environments,
    );
    assert.deepEqual(asked, [['acme', '123', 'p', 'r']]);
  });

  it('the strictest evidence wins, and the other is a conflict', () => {
    const clues = [...clue('selector', 'AWS_PROFILE', 'prod-admin'), ...clue('selector', 'workspace', 'dev')];
    const target = classify(place({ clues }), [], undefined);
    assert.equal(target.environment, 'production');
    assert.deepEqual(target.conflict, ['development']);
    assert.deepEqual(target.evidence, [
      { source: 'AWS_PROFILE', value: 'prod-admin' },
      { source: 'workspace', value: 'dev' },
    ]);
  });

  it("a resource's name can make a place production, never harmless", () => {
    assert.equal(
      classify(place(), clue('resource', 'name', 'orders-prod'), undefined).environment,
      'production',
    );
    assert.equal(classify(place(), clue('resource', 'name', 'orders-dev'), undefined).environment, 'unknown');
    assert.equal(classify(place(), clue('mention', 'argument', 'test'), undefined).environment, 'unknown');
  });

  it('agreeing sources are surer', () => {
    const one = classify(place({ clues: clue('selector', 'a', 'prod') }), [], undefined).confidence;
    const clues = [...clue('selector', 'a', 'prod'), ...clue('selector', 'b', 'prod-eu')];
    assert.ok(classify(place({ clues }), [], undefined).confidence > one);
  });

  it('is named by what a person would type', () => {
    const named = (resource: string) =>
      classify(place({ namedByResource: true }), clue('resource', 'name', resource), undefined).name;
    assert.equal(named('s3://acme-prod/a/b'), 'acme-prod');
    assert.equal(named('arn:aws:rds:eu-west-1:1:db:orders'), 'orders');
    assert.equal(named('orders'), 'orders');
    assert.equal(classify(place({ name: '' }), [], undefined).name, 'aws');
  });

  it('local by nature', () => {
    const target = classify(place({ local: { source: 'host', value: '127.0.0.1' } }), [], undefined);
    assert.deepEqual([target.environment, target.confidence], ['local', 0.95]);
  });
});
