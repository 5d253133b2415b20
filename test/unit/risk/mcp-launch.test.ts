import assert from 'node:assert/strict';
import { judgeCall } from '../../../src/core/risk/judge.js';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { memoryWorld } from '../../support/world.js';

function judged(launch: readonly string[], sql: string) {
  const call: ToolCall = {
    agent: 'mcp-gateway',
    session: 's',
    callId: 'c',
    tool: 'query',
    cwd: '/projects/app',
    payload: { kind: 'mcp', server: 'db', name: 'query', arguments: { sql }, launch },
  };
  return judgeCall(call, memoryWorld(), { grammars: {} });
}

describe('an MCP server behind the gateway', () => {
  const deletion = 'DELETE FROM orders';

  it('is production when the words that start it say so', () => {
    const launch = ['npx', 'server-postgres', 'postgres://app:…@prod-db.example.com/shop'];
    const { band, targets } = judged(launch, deletion);
    assert.deepEqual([band, targets[0]?.environment], ['production', 'production']);
    assert.deepEqual(targets[0]?.evidence[0]?.source, 'server command');
  });

  it('is never made harmless by them', () => {
    const without = judged([], deletion);
    const local = judged(['npx', 'server-postgres', 'postgres://localhost/dev'], deletion);
    assert.equal(local.score >= without.score, true);
    assert.equal(local.band, without.band);
  });

  it('reads as quietly as before where nothing is named', () => {
    assert.equal(judged(['npx', '-y', 'server-postgres'], 'SELECT 1').band, judged([], 'SELECT 1').band);
  });
});
