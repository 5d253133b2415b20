import assert from 'node:assert/strict';
import type { Environment } from '../../../src/core/target/target.js';
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
    assert.deepEqual(asked, [['acme'], ['123'], ['p'], ['r']]);
  });

  /** A map of names. */
  const mapOf = (lines: Readonly<Record<string, Environment>>) => ({
    classify: ({ names }: { readonly names: readonly string[] }) => lines[names[0] ?? ''],
  });

  it('the team map hears only production of the name of a resource', () => {
    const where = place({ clues: clue('selector', '--context', 'eu-1') });
    const of = (lines: Readonly<Record<string, Environment>>) =>
      classify(where, clue('resource', 'name', 'orders-prod'), mapOf(lines)).environment;
    assert.equal(of({}), 'production');
    assert.equal(of({ 'orders-prod': 'development' }), 'production');
    assert.equal(of({ 'eu-1': 'development' }), 'development');
    assert.equal(of({ 'eu-1': 'development', 'orders-prod': 'production' }), 'production');
  });

  it('in a place that is made for a try only the team says of a thing that it is production', () => {
    const local = { source: '--endpoint-url', value: 'http://localhost:4566' };
    const of = (lines: Readonly<Record<string, Environment>>, more: Partial<Whereabouts>) =>
      classify(place(more), clue('resource', 'name', 'billing-prod'), mapOf(lines)).environment;
    const tried = { local, throwaway: local };
    assert.equal(of({}, tried), 'local');
    assert.equal(of({ 'billing-prod': 'production' }, tried), 'production');
    assert.equal(of({}, { local }), 'production');
    assert.equal(of({}, { throwaway: local }), 'production');
    assert.equal(of({}, { ...tried, clues: clue('selector', '--profile', 'prod') }), 'production');
    assert.equal(of({}, { ...tried, bends: [{ source: 'proxy', value: 'px' }] }), 'production');
  });

  it('a harmless place of the team map stays production where another selector or its nature says so', () => {
    const map = mapOf({ 'eu-1': 'staging', shop: 'development' });
    const of = (where: Partial<Whereabouts>) => classify(place(where), [], map).environment;
    const selectors = (...values: readonly string[]) =>
      values.flatMap((value) => clue('selector', 'selector', value));
    assert.equal(of({ clues: selectors('eu-1', 'shop') }), 'staging');
    assert.equal(of({ clues: selectors('eu-1', 'prod') }), 'production');
    assert.equal(
      of({ clues: selectors('eu-1'), production: { source: 'branch', value: 'main' } }),
      'production',
    );
    assert.equal(of({ clues: selectors('eu-1', 'local') }), 'staging');
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
