import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';
import { type AgentId, agentIds, type ToolCall } from '../../../src/core/toolcall/toolcall.js';

function callOf(agent: AgentId, payload: object): ToolCall | string {
  const event = decodeEvent(agent, JSON.stringify(payload), '/w');
  if (!event.ok) return `${event.error.code} ${event.error.field}`;
  return event.value.kind === 'other' ? `other ${event.value.name}` : event.value.call;
}

function hook(tool: string, input: unknown, change: object = {}): object {
  return {
    hook_event_name: 'PreToolUse',
    session_id: 's',
    cwd: '/w',
    tool_name: tool,
    tool_input: input,
    ...change,
  };
}

function payloadOf(agent: AgentId, payload: object): unknown {
  const call = callOf(agent, payload);
  return typeof call === 'string' ? call : call.payload;
}

const shell = (command: string): object => ({ kind: 'shell', shell: 'bash', command });
const edited = (...edits: readonly object[]): object => ({ kind: 'edit', edits });
const before = { hook_event_name: 'BeforeTool' };
const cline = (name: string, input: unknown, change: object = {}): object => ({
  hookName: 'tool_call',
  workspaceRoots: ['/w'],
  tool_call: { id: 'c', name, input },
  ...change,
});

describe('a tool of another agent', () => {
  const cases: readonly (readonly [string, AgentId, object, unknown])[] = [
    ['Codex runs', 'codex', hook('Bash', { command: 'ls' }), shell('ls')],
    ['Codex without a command', 'codex', hook('Bash', {}), 'missing-field tool_input.command'],
    [
      'Codex patches what it cannot read',
      'codex',
      hook('apply_patch', { command: 'rm -rf /' }),
      edited({ kind: 'unreadable', path: '', text: 'rm -rf /' }),
    ],
    ['Codex has a tool unknown', 'codex', hook('new_tool', { x: 1 }), { kind: 'other', text: '{"x":1}' }],
    ['an unknown tool with a command', 'codex', hook('new_tool', { cmd: 'rm -rf /' }), shell('rm -rf /')],
    [
      'an unknown tool with a file',
      'gemini-cli',
      hook('new_tool', { path: '/a', content: 'x' }, before),
      edited({ kind: 'write', path: '/a', content: 'x' }),
    ],
    [
      'Droid changes a text everywhere',
      'droid',
      hook('Edit', { file_path: '/w/a', old_str: 'a', new_str: 'b', change_all: true }),
      edited({ kind: 'replace', path: '/w/a', replacements: [{ old: 'a', new: 'b', all: true }] }),
    ],
    [
      'Droid calls what a connected service has',
      'droid',
      hook('ConnectorSearch', {
        action: 'call_tool',
        toolName: 'github__delete_repository',
        toolArguments: { repo: 'shop' },
      }),
      { kind: 'mcp', server: 'github', name: 'delete_repository', arguments: { repo: 'shop' } },
    ],
    [
      'Droid looks what connected services have',
      'droid',
      hook('ConnectorSearch', { action: 'list_tools', toolName: 'github__delete_repository' }),
      { kind: 'other', text: '{"action":"list_tools","toolName":"github__delete_repository"}' },
    ],
    [
      'an unknown tool with a patch',
      'droid',
      hook('new_tool', { patch: '*** Begin Patch\n*** Delete File: a\n*** End Patch' }),
      edited({ kind: 'delete', path: 'a' }),
    ],
    [
      'Gemini creates by replacing nothing',
      'gemini-cli',
      hook('replace', { file_path: '/a', old_string: '', new_string: 'x' }, before),
      edited({ kind: 'write', path: '/a', content: 'x' }),
    ],
    [
      'Gemini reads several files',
      'gemini-cli',
      hook('read_many_files', { paths: ["it's", '/b'] }, before),
      shell("cat -- 'it'\\''s' '/b'"),
    ],
    [
      'Gemini calls a server with an underscore',
      'gemini-cli',
      hook('mcp_my_db_query', {}, { ...before, mcp_context: { server_name: 'my_db', tool_name: 'query' } }),
      { kind: 'mcp', server: 'my_db', name: 'query', arguments: {} },
    ],
    [
      'Copilot types into a shell',
      'copilot-cli',
      { toolName: 'write_bash', toolArgs: { input: 'ls\n' } },
      shell('ls\n'),
    ],
    [
      'Copilot sends its arguments as text',
      'copilot-cli',
      { toolName: 'bash', toolArgs: '{"command":"ls"}' },
      shell('ls'),
    ],
    [
      'Copilot sends broken arguments',
      'copilot-cli',
      { toolName: 'bash', toolArgs: '{' },
      'missing-field tool_input',
    ],
    ['Copilot sends nothing', 'copilot-cli', {}, 'missing-field toolName'],
    [
      'Copilot calls a server with a hyphen',
      'copilot-cli',
      { toolName: 'github-mcp-server-list_issues', toolArgs: {} },
      { kind: 'mcp', server: 'github-mcp-server', name: 'list_issues', arguments: {} },
    ],
    [
      'Cline runs several commands, each by itself',
      'cline',
      cline('run_commands', { commands: ['cat <<EOF', 'rm -rf /'] }),
      shell("bash -c 'cat <<EOF'\nbash -c 'rm -rf /'"),
    ],
    [
      'Cline runs none',
      'cline',
      cline('run_commands', { commands: [] }),
      'missing-field tool_input.commands',
    ],
    [
      'Cline runs what is no text',
      'cline',
      cline('run_commands', { commands: ['ls', 7] }),
      'missing-field tool_input.commands',
    ],
    [
      'Cline runs a program with words',
      'cline',
      cline('run_commands', { commands: [{ command: 'git', args: ['push', '-f'] }] }),
      shell("git 'push' '-f'"),
    ],
    [
      "Cline's extension calls a server",
      'cline',
      {
        hookName: 'PreToolUse',
        preToolUse: {
          toolName: 'use_mcp_tool',
          parameters: { server_name: 'db', tool_name: 'query', arguments: '{"sql":"SELECT 1"}' },
        },
      },
      { kind: 'mcp', server: 'db', name: 'query', arguments: { sql: 'SELECT 1' } },
    ],
    ['Cline sends nothing', 'cline', {}, 'missing-field hookName'],
    ['opencode sends nothing', 'opencode', {}, 'missing-field hook'],
    [
      'opencode sends no arguments',
      'opencode',
      { hook: 'tool.execute.before', input: { tool: 'bash' } },
      'missing-field tool_input',
    ],
    [
      'Grok Build sends an input that it has cut',
      'grok-build',
      hook('write', '{"file_path":"/workspace/f.txt","content":"xx...[truncated]', {
        toolInputTruncated: true,
      }),
      'missing-field tool_input',
    ],
    [
      'Grok Build calls a server through its own tool',
      'grok-build',
      hook('db__query', { tool_name: 'db__query', tool_input: { sql: 'SELECT 1' } }),
      { kind: 'mcp', server: 'db', name: 'query', arguments: { sql: 'SELECT 1' } },
    ],
    [
      'Grok Build calls one of its tools through that',
      'grok-build',
      hook('run_terminal_command', { tool_name: 'run_terminal_command', tool_input: { command: 'ls' } }),
      shell('ls'),
    ],
    ['Windsurf sends nothing', 'windsurf', {}, 'missing-field agent_action_name'],
    ['Cursor sends nothing', 'cursor', {}, 'missing-field hook_event_name'],
    ['Cursor sends a broken input', 'cursor', hook('Shell', '{'), 'missing-field tool_input'],
    [
      'Amazon Q calls AWS',
      'amazon-q',
      hook('use_aws', {
        service_name: 's3',
        operation_name: 'rm',
        parameters: { bucket: "it's", dryRun: '' },
      }),
      shell("aws s3 rm --bucket 'it'\\''s' --dry-run"),
    ],
    [
      'Amazon Q reads several files',
      'amazon-q',
      hook('fs_read', { operations: [{ path: '/a' }, { path: '/b' }] }),
      shell("cat -- '/a' '/b'"),
    ],
    [
      'Amazon Q inserts',
      'amazon-q',
      hook('fs_write', { command: 'insert', path: '/a', new_str: 'x' }),
      edited({ kind: 'unreadable', path: '/a', text: '{"command":"insert","path":"/a","new_str":"x"}' }),
    ],
    ['Kiro deletes', 'kiro', hook('delete_file', { path: '/a' }), edited({ kind: 'delete', path: '/a' })],
  ];
  for (const [what, agent, payload, expected] of cases) {
    it(what, () => assert.deepEqual(payloadOf(agent, payload), expected));
  }

  it('runs in the directory that its input names', () => {
    const directories = ['/b', 'sub', './sub/../..', '../..', 'a\\b'].map((dir_path) => {
      const call = callOf('gemini-cli', hook('run_shell_command', { command: 'ls', dir_path }, before));
      return typeof call === 'string' ? call : call.cwd;
    });
    assert.deepEqual(directories, ['/b', '/w/sub', '/', '/', '/w/a/b']);
  });

  it('is a subagent only where one is named', () => {
    const call = callOf(
      'cline',
      cline('run_commands', { commands: ['ls'] }, { agent_id: 'a2', parent_agent_id: 'a1' }),
    );
    assert.deepEqual(typeof call === 'string' ? call : call.subagent, { id: 'a2', type: '' });
  });
});

describe('a payload of any agent', () => {
  it('is a call, another event or an error; never a call that nobody made', () => {
    fc.assert(
      fc.property(fc.constantFrom(...agentIds), fc.object({ maxDepth: 3 }), (agent, fields) => {
        const event = decodeEvent(agent, JSON.stringify(fields), '/w');
        assert.ok(!event.ok || event.value.kind === 'other' || event.value.call.tool !== '');
      }),
    );
  });

  for (const [agent, mode, isUnattended] of [
    ['qwen-code', 'yolo', true],
    ['qwen-code', 'default', undefined],
    ['droid', 'auto-high', true],
    ['droid', 'normal', undefined],
  ] as const)
    it(`says of ${agent} in the mode ${mode} whether anybody is asked`, () => {
      const call = callOf(agent, hook('Execute', { command: 'ls' }, { permission_mode: mode }));
      assert.equal(typeof call === 'string' ? call : call.unattended, isUnattended);
    });
});
