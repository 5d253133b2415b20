import assert from 'node:assert/strict';
import { productionTags } from '../../../../src/core/change/look/aws-tags.js';

const heard = (...values: readonly unknown[]) =>
  values.map((value) => ({ text: JSON.stringify(value), isWhole: true }));

const tagged = (...tags: readonly (readonly [key: string, value: string])[]) =>
  heard({ DBInstances: [{ TagList: tags.map(([Key, Value]) => ({ Key, Value })) }] });

describe('tags of what was looked at', () => {
  for (const [key, value] of [
    ['env', 'production'],
    ['Environment', 'PROD'],
    ['acme:environment', 'prod-eu'],
    ['kubernetes.io/stage', 'prd'],
    ['AppEnv', 'Production'],
    ['Tier', 'live'],
    ['Name', 'orders-prod'],
    ['elasticbeanstalk:environment-name', 'till-prod'],
  ] as const)
    it(`say production: ${key}=${value}`, () => {
      assert.deepEqual(productionTags(tagged([key, value])), [`${key}=${value}`]);
    });

  for (const [key, value] of [
    ['env', 'non-prod'],
    ['env', 'preprod'],
    ['env', 'staging'],
    ['env', ''],
    ['Name', 'product-search'],
    ['Name', 'live-reload'],
    ['owner', 'production'],
    ['Description', 'a copy of production'],
    ['env', `prod-${'x'.repeat(300)}`],
  ] as const)
    it(`say nothing of it: ${key}=${value.slice(0, 30)}`, () => {
      assert.deepEqual(productionTags(tagged([key, value])), []);
    });

  it('are found wherever an answer has them, the first few', () => {
    const many = Array.from({ length: 9 }, (_, at) => ['env', `prod-${at}`] as const);
    assert.deepEqual(productionTags([...heard({}), ...tagged(...many)]), [
      'env=prod-0',
      'env=prod-1',
      'env=prod-2',
    ]);
  });

  it('of an answer that is broken, cut, deep or of another form say nothing', () => {
    const [whole] = tagged(['env', 'production']);
    assert.ok(whole);
    assert.deepEqual(productionTags([{ ...whole, isWhole: false }]), []);
    assert.deepEqual(productionTags([{ ...whole, text: whole.text.slice(1) }]), []);
    assert.deepEqual(
      productionTags(heard({ Key: 'env', Value: { Ref: 'production' } }, null, 7, ['env'])),
      [],
    );
    const deep = `${'['.repeat(5_000)}{"Key":"env","Value":"prod"}${']'.repeat(5_000)}`;
    assert.deepEqual(productionTags([{ text: deep, isWhole: true }]), []);
  });
});
