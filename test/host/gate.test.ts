import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

const extension = vscode.extensions.getExtension('countersign.countersign');
const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** Rings as Claude Code does: the payload on standard input, the answer on standard output. */
function ring(command: string): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const bell = join(extension?.extensionPath ?? '', 'dist', 'hook.js');
  const child = spawn(process.execPath, [bell, 'claude-code'], {
    cwd: folder,
    // A desktop editor's own program is Node only when it is told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const payload = {
    session_id: 'host-suite',
    transcript_path: join(folder, 'none.jsonl'),
    cwd: folder,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command, description: 'Look around' },
    tool_use_id: 'toolu_1',
  };
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stdin.end(JSON.stringify(payload));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout })));
}

describe('the gate in the extension host', () => {
  before(() => extension?.activate());

  it('registers in the home of whoever runs the editor', () => {
    const registered = readdirSync(join(homedir(), '.countersign', 'run'));
    assert.ok(registered.some((name) => name.endsWith('.json')));
  });

  it('has no opinion about a harmless call', async () => {
    const { code, stdout } = await ring('ls');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {});
  });

  it('records what passed', async () => {
    await ring('pwd');
    const segments = readdirSync(join(homedir(), '.countersign', 'record'), { recursive: true });
    assert.ok(segments.some((name) => String(name).endsWith('.jsonl')));
  });
});
