import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '../../src/core/toolcall/decode.js';
import type { HookEvent } from '../../src/core/toolcall/event.js';
import type { AgentId } from '../../src/core/toolcall/toolcall.js';
import { told } from '../support/told.js';

const folder = join(process.cwd(), 'test/contract/payloads');

function payloadsOf(agent: string): readonly string[] {
  return readdirSync(join(folder, agent))
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function eventIn(agent: AgentId, name: string, as: AgentId = agent): HookEvent {
  const event = decodeEvent(as, readFileSync(join(folder, agent, name)), '/fallback');
  assert.ok(event.ok, `${name}: ${event.ok ? '' : JSON.stringify(event.error)}`);
  return event.value;
}

const claude: Readonly<Record<string, string>> = {
  'PermissionRequest-Bash.json': 'other PermissionRequest',
  'PostToolUse-Agent.json': 'after other in /workspace: Agent ran',
  'PostToolUse-Bash.json': 'after shell in /workspace: bash touch /workspace/MARKER && echo ran ran',
  'PostToolUse-Edit.json': 'after edit in /workspace: replace /workspace/new.txt ran',
  'PostToolUse-Read.json': 'after read in /workspace: /workspace/new.txt ran',
  'PostToolUseFailure-Bash.json': 'after shell in /workspace: bash false failed',
  'PostToolUse-Write.json': 'after edit in /workspace: write /workspace/new.txt ran',
  'PostToolUse-mcp__marker__touch_marker.json': 'after mcp in /workspace: marker touch_marker ran',
  'PreToolUse-Agent.json': 'before other in /workspace: Agent',
  'PreToolUse-Bash-in-subagent.json': 'before shell in /workspace: bash touch /workspace/MARKER && echo ran',
  'PreToolUse-Bash.json': 'before shell in /workspace: bash touch /workspace/MARKER && echo ran',
  'PreToolUse-Edit.json': 'before edit in /workspace: replace /workspace/new.txt',
  'PreToolUse-Read.json': 'before read in /workspace: /workspace/new.txt',
  'PreToolUse-Write.json': 'before edit in /workspace: write /workspace/new.txt',
  'PreToolUse-mcp__marker__touch_marker.json': 'before mcp in /workspace: marker touch_marker',
  'SessionStart.json': 'other SessionStart',
  'Stop.json': 'other Stop',
  'SubagentStart.json': 'other SubagentStart',
  'UserPromptSubmit.json': 'other UserPromptSubmit',
};

const vscode: Readonly<Record<string, string>> = {
  'PostToolUse-run_in_terminal.json': 'after shell in /workspace: bash tiny-shim from-agent ran',
  'PreToolUse-apply_patch.json':
    'before edit in /workspace: replace /workspace/a.txt, write /workspace/b.txt, delete /workspace/c.txt',
  'PreToolUse-create_and_run_task.json': "before shell in /workspace: bash make 'all' 'it'\\''s'",
  'PreToolUse-create_file.json': 'before edit in /workspace: write /workspace/new.txt',
  'PreToolUse-fetch_webpage.json': 'before fetch in /workspace: https://example.com/',
  'PreToolUse-grep_search.json': 'before read in /workspace: /workspace',
  'PreToolUse-insert_edit_into_file.json': 'before edit in /workspace: unreadable /workspace/new.txt',
  'PreToolUse-list_dir.json': 'before read in /workspace: /workspace',
  'PreToolUse-manage_todo_list.json': 'before other in /workspace: manage_todo_list',
  'PreToolUse-mcp_tinymcp_mcp_ping.json': 'before mcp in /workspace: tinymcp mcp_ping',
  'PreToolUse-multi_replace_string_in_file.json':
    'before edit in /workspace: replace /workspace/a.txt, replace /workspace/b.txt',
  'PreToolUse-read_file.json': 'before read in /workspace: /workspace/new.txt',
  'PreToolUse-replace_string_in_file.json': 'before edit in /workspace: replace /workspace/new.txt',
  'PreToolUse-run_in_terminal.json': 'before shell in /workspace: bash tiny-shim from-agent',
  'SessionStart.json': 'other SessionStart',
};

describe('every payload of Claude Code', () => {
  it('is understood', () => {
    const understood = payloadsOf('claude-code').map((name) => [name, told(eventIn('claude-code', name))]);
    assert.deepEqual(Object.fromEntries(understood), claude);
  });

  it('keeps who asks, in which session, for which call, and why', () => {
    const event = eventIn('claude-code', 'PreToolUse-Bash-in-subagent.json');
    assert.ok(event.kind === 'before');
    const { payload: _, cwd: __, ...call } = event.call;
    assert.deepEqual(call, {
      agent: 'claude-code',
      session: '47a663f3-e4e4-4167-ba99-5c9a191eb509',
      subagent: { id: 'a1f4468f5bb5dcc23', type: 'general-purpose' },
      callId: 'toolu_00000014',
      tool: 'Bash',
      stated: 'd',
      unattended: true,
    });
  });
});

describe("every payload of VS Code's agent mode", () => {
  it('is understood', () => {
    const understood = payloadsOf('vscode').map((name) => [name, told(eventIn('vscode', name))]);
    assert.deepEqual(Object.fromEntries(understood), vscode);
  });

  it('is the same call through the hooks of Claude Code', () => {
    for (const name of payloadsOf('vscode')) {
      assert.deepEqual(eventIn('vscode', name, 'claude-code'), eventIn('vscode', name), name);
    }
  });

  it('keeps the hunks of a patch', () => {
    const event = eventIn('vscode', 'PreToolUse-apply_patch.json');
    assert.ok(event.kind === 'before' && event.call.payload.kind === 'edit');
    assert.deepEqual(event.call.payload.edits, [
      {
        kind: 'replace',
        path: '/workspace/a.txt',
        replacements: [{ old: 'one\ntwo\nthree', new: 'one\n2\nthree', all: false }],
      },
      { kind: 'write', path: '/workspace/b.txt', content: 'new\n' },
      { kind: 'delete', path: '/workspace/c.txt' },
    ]);
  });
});
