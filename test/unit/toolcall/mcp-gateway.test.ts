import assert from 'node:assert/strict';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';

const base = { server: 'shop', name: 'delete_rows', arguments: { table: 'orders' }, session: 'g', call: '1' };

function decoded(fields: object): unknown {
  const event = decodeEvent('mcp-gateway', JSON.stringify(fields), '/projects/app');
  return event.ok ? event.value : `${event.error.code} ${event.error.field}`;
}

const call = {
  agent: 'mcp-gateway',
  session: 'g',
  callId: '1',
  tool: 'delete_rows',
  cwd: '/projects/app',
  payload: { kind: 'mcp', server: 'shop', name: 'delete_rows', arguments: { table: 'orders' } },
};

describe('what the MCP gateway sends', () => {
  it('is a call of the tool, in the directory that it names', () => {
    assert.deepEqual(decoded(base), { kind: 'before', call, input: {} });
    assert.deepEqual(decoded({ ...base, cwd: '/srv/x' }), {
      kind: 'before',
      call: { ...call, cwd: '/srv/x' },
      input: {},
    });
  });

  it('carries who speaks, what the call is told besides, and what the server says of the tool', () => {
    const more = {
      client: 'claude-code',
      options: { task: { ttl: 1 } },
      annotations: { readOnlyHint: false, destructiveHint: 'yes', title: 'x' },
    };
    assert.deepEqual(decoded({ ...base, ...more }), {
      kind: 'before',
      call: {
        ...call,
        payload: { ...call.payload, annotations: { readOnlyHint: false } },
        options: { task: { ttl: 1 } },
        client: 'claude-code',
      },
      input: {},
    });
  });

  it('closes the call once the server has answered', () => {
    assert.deepEqual(decoded({ ...base, outcome: 'ran' }), { kind: 'after', call, outcome: 'ran' });
    assert.deepEqual(decoded({ ...base, outcome: 'failed' }), { kind: 'after', call, outcome: 'failed' });
    assert.deepEqual(decoded({ ...base, outcome: 'allow' }), { kind: 'before', call, input: {} });
  });

  it('is refused without a server or a tool', () => {
    assert.equal(decoded({ ...base, server: '' }), 'missing-field server');
    assert.equal(decoded({ ...base, name: 7 }), 'missing-field name');
  });
});
