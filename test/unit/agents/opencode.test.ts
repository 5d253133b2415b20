import assert from 'node:assert/strict';
import { opencode } from '../../../src/agents/opencode.js';
import { field } from '../../support/json.js';

describe("opencode's plugin", () => {
  it('is a module with one exported function that gives the two hooks', async () => {
    const text =
      'text' in opencode ? opencode.text({ launcher: '/h/countersign-hook', platform: 'posix' }) : '';
    const loaded: unknown = await import(
      `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
    );
    assert.deepEqual(Object.keys(Object(loaded)), ['Countersign']);
    const start: unknown = field(loaded, 'Countersign');
    assert.ok(typeof start === 'function');
    const hooks: unknown = await start({ directory: '/' });
    assert.deepEqual(Object.keys(Object(hooks)), ['tool.execute.before', 'tool.execute.after']);
  });
});
