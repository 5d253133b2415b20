import assert from 'node:assert/strict';
import type { Adapter } from '../../../src/agents/adapter.js';
import { adapters } from '../../../src/agents/registry.js';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';
import { moments } from '../../../src/core/toolcall/moments.js';
import { hasRun } from '../../../src/protocol/payload.js';

const fields = ['hook_event_name', 'hookName', 'hook', 'agent_action_name'];
const doorbell = { launcher: '/h/bin/countersign-hook', platform: 'posix' } as const;

/** The harmless call of an agent under another event's name; undefined for one that names none. */
function renamed(adapter: Adapter, event: string): string | undefined {
  const payload = adapter.harmless('/w');
  const field = fields.find((name) => name in payload);
  return field && JSON.stringify({ ...payload, [field]: event });
}

function namesLike(event: string): readonly string[] {
  const swapped = event.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return [
    swapped,
    `${event}2`,
    ` ${event}`,
    `${event} `,
    event.slice(1),
    `x.${event}`,
    '',
    'constructor',
    '__proto__',
  ];
}

describe('the event of a payload', () => {
  for (const adapter of adapters) {
    it(`of ${adapter.name} is known, or blocks`, () => {
      for (const event of [...moments.keys()].flatMap((name) => [name, ...namesLike(name)])) {
        const payload = renamed(adapter, event);
        if (payload === undefined) continue;
        const read = decodeEvent(adapter.id, payload, '/w');
        if (read.ok && read.value.kind === 'other') assert.equal(moments.get(event), 'beside', event);
        if (!moments.has(event)) assert.equal(read.ok, false, event);
        // Where the installed command names its event, only a call that has not run is anything else than blocked.
        const named = decodeEvent(adapter.id, payload, '/w', 'PreToolUse');
        assert.ok(!named.ok || named.value.kind === 'before', event);
      }
    });

    it(`of ${adapter.name} is the one that its command names`, () => {
      const text = 'entries' in adapter ? JSON.stringify(adapter.entries(doorbell)) : adapter.text(doorbell);
      const named = [...text.matchAll(/countersign-hook'? ([a-z-]+) ([\w.]+)/g)];
      for (const [, agent, event] of named) {
        assert.equal(agent, adapter.id);
        assert.ok(event !== undefined && moments.has(event), event);
      }
      assert.ok(named.length > 0 || ('form' in adapter && adapter.form === 'plugin'));
    });
  }

  it('that has run is known to the doorbell as to the gate', () => {
    for (const [event, moment] of moments) {
      assert.equal(hasRun(Buffer.from('{}'), event), moment === 'after', event);
      assert.equal(
        hasRun(Buffer.from(JSON.stringify({ hook_event_name: event }))),
        moment === 'after',
        event,
      );
    }
  });
});
