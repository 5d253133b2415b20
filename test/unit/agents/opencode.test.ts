import assert from 'node:assert/strict';
import { kilo } from '../../../src/agents/kilo.js';
import { opencode } from '../../../src/agents/opencode.js';
import { pi } from '../../../src/agents/pi.js';
import { field } from '../../support/json.js';

for (const adapter of [opencode, kilo, pi])
  describe(`the plugin of ${adapter.name}`, () => {
    it('is a module with one exported function that gives the two hooks, and rings in its name', async () => {
      const text =
        'text' in adapter ? adapter.text({ launcher: '/h/countersign-hook', platform: 'posix' }) : '';
      assert.ok(text.includes(`['${adapter.id}', event.hook]`));
      const loaded: unknown = await import(
        `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
      );
      // Whatever opencode and Kilo find besides would be a plugin to them.
      assert.deepEqual(Object.keys(Object(loaded)), ['Countersign', ...(adapter === pi ? ['default'] : [])]);
      const start: unknown = field(loaded, 'Countersign');
      assert.ok(typeof start === 'function');
      const hooks: unknown = await start({ directory: '/' });
      assert.deepEqual(Object.keys(Object(hooks)), ['tool.execute.before', 'tool.execute.after']);
    });
  });
