import assert from 'node:assert/strict';
import { effectsOf } from '../../../src/core/tool/effects.js';
import { invocationOf } from '../../support/command.js';
import { memoryWorld } from '../../support/world.js';

describe('eb', () => {
  const rows = [
    ['eb status', 'read', 'status', 'unknown'],
    ['eb terminate my-app-production --force', 'destroy', 'environment/my-app-production', 'production'],
    ['eb setenv DATABASE_URL=x -e my-app-prod', 'modify', 'environment/my-app-prod', 'production'],
    ['eb deploy shop-staging', 'modify', 'environment/shop-staging', 'staging'],
  ] as const;
  for (const [text, verb, resource, environment] of rows) {
    it(`${text}: ${verb}`, () => {
      const [effect] = effectsOf(invocationOf(text), memoryWorld(), { grammars: {} });
      assert.deepEqual([effect?.verb, effect?.target.environment], [verb, environment]);
      if (verb !== 'read') assert.equal(effect?.resource, resource);
    });
  }
});
