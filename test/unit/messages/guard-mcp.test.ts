import assert from 'node:assert/strict';
import { mcpQuestion, noMcpServerText } from '../../../src/messages/agents/connect.js';

describe('fault 15: Guard MCP Servers', () => {
  const [open, remote] = [
    { name: 'shop', state: 'open' } as const,
    { name: 'far', state: 'remote' } as const,
  ];

  it('names a remote server, which it cannot guard, before anything is written', () => {
    assert.match(mcpQuestion('connect', '/f', [open, remote]).words, /Not covered, because remote: far\./);
    assert.match(noMcpServerText([remote]), /Not covered, because remote: far\./);
    assert.doesNotMatch(mcpQuestion('connect', '/f', [open]).words, /remote/);
    assert.doesNotMatch(noMcpServerText([]), /remote/);
  });
});
