import assert from 'node:assert/strict';
import { starterPolicy, withPlace, withVersion } from '../../../src/core/countersign/starter-policy.js';
import { decodeTeamPolicy } from '../../../src/core/policy/decode-team-policy.js';

const line = { environment: 'staging', system: 'kubernetes', name: 'acme-eu-1' } as const;
const starter = starterPolicy({ production: ['*prod*'], courier: 'git', hasPeers: true });

describe('one place more in the team’s policy', () => {
  it('as the last of its places; comments and all else stay as they are', () => {
    const after = withPlace(starter, line);
    assert.ok(after !== undefined);
    const policy = decodeTeamPolicy(after);
    assert.ok(policy.ok);
    assert.deepEqual(policy.value.environments.at(-1), line);
    const [before, now] = [starter.split('\n'), new Set(after.split('\n'))];
    // Of the lines before, only the last place has another ending.
    assert.deepEqual(
      before.filter((one) => !now.has(one)),
      ['    { "environment": "production", "name": "*prod*" }'],
    );
    assert.ok(decodeTeamPolicy(withVersion(after, 2)).ok);
  });

  it('in a policy that names none', () => {
    for (const text of ['{ "version": 3 }', '{ "version": 3, "environments": [] }']) {
      const after = withPlace(text, line);
      const policy = decodeTeamPolicy(after ?? '');
      assert.ok(policy.ok, after);
      assert.deepEqual(policy.value.environments, [line]);
    }
  });

  it('not twice; and another environment is another line', () => {
    const after = withPlace(starter, line) ?? '';
    assert.equal(withPlace(after, line), undefined);
    assert.notEqual(withPlace(after, { ...line, environment: 'production' }), undefined);
    assert.equal(withPlace(starter, { ...line, environment: 'production', name: '*prod*' }), undefined);
  });
});
