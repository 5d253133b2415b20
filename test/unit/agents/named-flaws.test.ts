import assert from 'node:assert/strict';
import { antigravity } from '../../../src/agents/antigravity.js';
import { flawInNamed } from '../../../src/agents/flaws.js';

const doorbell = { launcher: '/h/bin/countersign-hook', platform: 'posix' } as const;
const [ours] = antigravity.entries(doorbell);

/** A file with our hook, and behind it another one, whose text begins on line 3. */
function fileWith(other: string): string {
  return `{"countersign": {"PreToolUse": [${JSON.stringify(ours?.entry)}]},\n"other":\n${other}}`;
}

describe('a hook for which Antigravity drops the whole file', () => {
  const dropped = [
    '[]',
    '{"enabled": "no"}',
    '{"Stop": {}}',
    '{"Stop": ["x"]}',
    '{"Stop": [{"type": "COMMAND", "command": "x"}]}',
    '{"Stop": [{"command": "x", "timeout": 1.5}]}',
    '{"Stop": [{"command": "x", "timeout": "5"}]}',
    '{"PreToolUse": [{"matcher": 1, "hooks": []}]}',
    '{"PreToolUse": [{"matcher": "*", "hooks": {}}]}',
    '{"PreToolUse": [{"matcher": "*", "hooks": [{"type": "http", "url": "x"}]}]}',
  ];
  for (const other of dropped) it(`is ${other}`, () => assert.equal(flawInNamed(fileWith(other)), 3));

  it('is a switch for the whole file', () => {
    assert.equal(flawInNamed('{"countersign": {},\n"enabled": false}'), 2);
  });

  const read = [
    '{}',
    '{"enabled": false}',
    '{"Stop": [], "Unheard": [{"command": "x"}]}',
    '{"Stop": [{"command": "x", "timeout": -1, "env": {}}, {"type": "prompt", "prompt": "x"}]}',
    '{"PreToolUse": [{"matcher": "[", "hooks": [{"command": "x", "timeout": 5}]}, {}]}',
  ];
  for (const other of read)
    it(`is not ${other}`, () => assert.equal(flawInNamed(fileWith(other)), undefined));

  it('is none of ours, and none in an empty file', () => {
    assert.equal(flawInNamed(fileWith('{}')), undefined);
    for (const text of ['', '\n', '{}']) assert.equal(flawInNamed(text), undefined);
  });
});
