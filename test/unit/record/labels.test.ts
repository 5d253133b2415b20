import assert from 'node:assert/strict';
import { digestOfCall } from '../../../src/core/approval/digest.js';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import type { CallFacts, Entry } from '../../../src/core/record/entry.js';
import { callFacts } from '../../../src/core/record/facts.js';
import { lineOf } from '../../../src/core/record/line.js';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { entryText } from '../../../src/messages/record/record.js';
import { decodeRequest } from '../../../src/node/requests/decode-request.js';
import { assessment, noon, request } from '../../support/requests.js';

const call: ToolCall = {
  agent: 'mcp-gateway',
  session: 'g1',
  subagent: { id: 'a1', type: 'reviewer' },
  client: 'test-agent',
  callId: '7',
  tool: 'delete_rows',
  cwd: '/projects/app',
  payload: {
    kind: 'mcp',
    server: 'shop',
    name: 'delete_rows',
    arguments: { table: 'orders' },
    annotations: { destructiveHint: true },
  },
};

function entry(facts: CallFacts): Entry {
  return {
    v: 1,
    seq: 3,
    prev: 'a'.repeat(64),
    ts: noon,
    writer: 'ab',
    body: { ...facts, type: 'call.passed' },
  };
}

function written(of: Entry): string {
  const line = lineOf(of);
  assert.equal(line.ok, true);
  return line.ok ? line.value : '';
}

describe('an entry about a call', () => {
  const facts = callFacts(call, assessment(), 'd'.repeat(64), 'w1');

  it('names agent, subagent, client, session, window and directory, in words and on disk', () => {
    const full = entry(facts);
    assert.equal(
      entryText(full).who,
      'MCP gateway, client test-agent, subagent reviewer a1, session g1, window w1, in /projects/app',
    );
    assert.deepEqual(decodeEntry(written(full)), full);
  });

  it('is read as it was written before these were named', () => {
    const { subagent, client, window, ...old } = facts;
    assert.deepEqual([subagent?.id, client, window], ['a1', 'test-agent', 'w1']);
    const full = entry(old);
    assert.deepEqual(decodeEntry(written(full)), full);
    assert.equal(entryText(full).who, 'MCP gateway, session g1, in /projects/app');
  });
});

describe('a request on disk', () => {
  it('keeps what a server says of its tool, and who speaks to the gateway', () => {
    const digest = digestOfCall(call, assessment());
    const kept = request({ call, digest: digest.ok ? digest.value : '' });
    assert.deepEqual(decodeRequest(JSON.stringify(kept)), { kind: 'request', request: kept });
  });
});
