import assert from 'node:assert/strict';
import { Turnstile } from '../../../src/node/gate/turnstile.js';

describe('a turnstile', () => {
  it('lets in as many as there is room for, and the others in order when somebody leaves', () => {
    const turnstile = new Turnstile(2);
    const inside: string[] = [];
    const leave = new Map<string, () => void>();
    for (const name of ['a', 'b', 'c', 'd']) {
      turnstile.enter((left) => {
        inside.push(name);
        leave.set(name, left);
      });
    }
    assert.deepEqual(inside, ['a', 'b']);
    leave.get('b')?.();
    leave.get('b')?.();
    assert.deepEqual(inside, ['a', 'b', 'c']);
    leave.get('a')?.();
    assert.deepEqual(inside, ['a', 'b', 'c', 'd']);
  });
});
