import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';
import { readPatch } from '../../../src/core/toolcall/patch.js';
import { agentIds, type Payload } from '../../../src/core/toolcall/toolcall.js';

function hook(tool: string, input: object, change: object = {}): string {
  return JSON.stringify({
    hook_event_name: 'PreToolUse',
    session_id: 's1',
    permission_mode: 'default',
    cwd: '/projects/app',
    tool_name: tool,
    tool_input: input,
    tool_use_id: 't1',
    ...change,
  });
}

function payloadOf(text: string): Payload | string {
  const event = decodeEvent('claude-code', text, '/fallback');
  if (!event.ok) return `${event.error.code} ${event.error.field}`;
  return event.value.kind === 'before' ? event.value.call.payload : event.value.kind;
}

describe("a tool of Claude Code's", () => {
  const cases: readonly (readonly [string, object, Payload | string])[] = [
    ['Bash', { command: 'ls' }, { kind: 'shell', shell: 'bash', command: 'ls' }],
    ['Bash', {}, 'missing-field tool_input.command'],
    ['Bash', { command: ['ls'] }, 'missing-field tool_input.command'],
    ['PowerShell', { command: 'ls' }, { kind: 'shell', shell: 'pwsh', command: 'ls' }],
    [
      'Write',
      { file_path: '/a', content: 'x' },
      { kind: 'edit', edits: [{ kind: 'write', path: '/a', content: 'x' }] },
    ],
    ['Write', { content: 'x' }, 'missing-field tool_input.file_path'],
    [
      'MultiEdit',
      { file_path: '/a', edits: [{ old_string: '1', new_string: '2', replace_all: true }] },
      {
        kind: 'edit',
        edits: [{ kind: 'replace', path: '/a', replacements: [{ old: '1', new: '2', all: true }] }],
      },
    ],
    [
      'NotebookEdit',
      { notebook_path: '/a.ipynb', new_source: 'x' },
      { kind: 'edit', edits: [{ kind: 'unreadable', path: '/a.ipynb', text: 'x' }] },
    ],
    ['Glob', { pattern: '*' }, { kind: 'read', path: '/projects/app' }],
    ['LS', { path: '/etc' }, { kind: 'read', path: '/etc' }],
    ['WebFetch', { url: 'https://example.com' }, { kind: 'fetch', url: 'https://example.com' }],
    ['WebSearch', { query: 'x' }, { kind: 'other', text: '{"query":"x"}' }],
    ['TodoWrite', { todos: [] }, { kind: 'other', text: '{"todos":[]}' }],
    ['mcp__a__b__c', { x: 1 }, { kind: 'mcp', server: 'a', name: 'b__c', arguments: { x: 1 } }],
    ['mcp__a', {}, { kind: 'other', text: '{}' }],
    ['RunLater', { command: 'rm -rf /' }, { kind: 'shell', shell: 'bash', command: 'rm -rf /' }],
    ['constructor', { toString: 'x' }, { kind: 'other', text: '{"toString":"x"}' }],
  ];
  for (const [tool, input, expected] of cases) {
    it(`${tool} ${JSON.stringify(input)}`, () => assert.deepEqual(payloadOf(hook(tool, input)), expected));
  }

  it('takes the server of an MCP tool from where the agent names it', () => {
    const text = hook('mcp__my__db__query', {}, { mcp_server: { name: 'my__db' } });
    assert.deepEqual(payloadOf(text), { kind: 'mcp', server: 'my__db', name: 'query', arguments: {} });
  });
});

describe('a payload that is none', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'not-json '],
    ['null', 'not-an-object '],
    ['[]', 'not-an-object '],
    ['{}', 'missing-field hook_event_name'],
    [hook('', {}), 'missing-field tool_name'],
    [hook('Bash', {}, { tool_input: 'ls' }), 'missing-field tool_input'],
    [hook('Bash', { command: 'x\ud800' }), 'ill-formed-text '],
    [hook('Bash', { command: 'literally \\ud800' }), 'shell'],
  ];
  for (const [text, code] of cases) {
    it(`${text.slice(0, 60)} is ${code}`, () => {
      const found = payloadOf(text);
      assert.equal(typeof found === 'string' ? found : found.kind, code);
    });
  }

  it('takes the directory of the doorbell when it names none that is absolute', () => {
    const cwdOf = (cwd: unknown): string | undefined => {
      const event = decodeEvent('claude-code', hook('Bash', { command: 'ls' }, { cwd }), '/fallback');
      return event.ok && event.value.kind === 'before' ? event.value.call.cwd : undefined;
    };
    assert.deepEqual(['/a', 'C:\\a', '\\\\server\\a', 'a', '', 7, undefined].map(cwdOf), [
      '/a',
      'C:\\a',
      '\\\\server\\a',
      '/fallback',
      '/fallback',
      '/fallback',
      '/fallback',
    ]);
  });

  it('is never thrown at', () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.uint8Array());
    fc.assert(
      fc.property(anything, fc.constantFrom(...agentIds), (payload, agent) => {
        assert.equal(typeof decodeEvent(agent, payload, '/').ok, 'boolean');
      }),
    );
  });
});

describe('a patch', () => {
  it('that moves a file deletes the old and writes the new', () => {
    const text = '*** Begin Patch\n*** Update File: a\n*** Move to: b\n@@\n-x\n+y\n*** End Patch';
    assert.deepEqual(readPatch(text), [
      { kind: 'delete', path: 'a' },
      { kind: 'unreadable', path: 'b', text: '@@\n-x\n+y' },
    ]);
  });

  it('that is none is one unreadable edit', () => {
    assert.deepEqual(readPatch('--- a\n+++ b\n'), [{ kind: 'unreadable', path: '', text: '--- a\n+++ b\n' }]);
  });

  it('hides no file behind blanks before a header, or behind its end', () => {
    const paths = (text: string): readonly string[] =>
      readPatch(text).map((edit) => `${edit.kind} ${edit.path}`);
    const text =
      '*** Begin Patch\n*** Delete File: a\n *** Delete File: b\n\t*** Add File: c\n+x\n*** End Patch';
    assert.deepEqual(paths(text), ['delete a', 'delete b', 'write c']);
    assert.deepEqual(paths(`${text}\n*** Delete File: d\n*** End Patch`).at(-1), 'delete d');
    const context = '*** Begin Patch\n*** Update File: a\n@@\n *** Delete File: b\n-x\n+y\n*** End Patch';
    assert.deepEqual(paths(context), ['replace a']);
  });
});
