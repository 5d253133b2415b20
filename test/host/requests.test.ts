import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.js';

const extension = vscode.extensions.getExtension('countersign.countersign');
const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const requests = join(homedir(), '.countersign', 'requests');

/** Rings as Claude Code does, and leaves the doorbell waiting. */
function hold(command: string): ChildProcess {
  const bell = join(extension?.extensionPath ?? '', 'dist', 'hook.js');
  const child = spawn(process.execPath, [bell, 'claude-code'], {
    cwd: folder,
    // A desktop editor's own program is Node only when it is told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin?.end(
    JSON.stringify({
      session_id: 'requests-suite',
      transcript_path: join(folder, 'none.jsonl'),
      cwd: folder,
      permission_mode: 'default',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command, description: 'Mend it' },
      tool_use_id: 'toolu_requests',
    }),
  );
  return child;
}

interface Kept {
  readonly id: string;
  readonly digest: string;
  readonly state: string;
}

function kept(): readonly Kept[] {
  return readdirSync(requests)
    .filter((name) => /^CS-\d+\.json$/.test(name))
    .map((name): unknown => JSON.parse(readFileSync(join(requests, name), 'utf8')))
    .flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (!('id' in value && 'digest' in value && 'state' in value)) return [];
      const { state } = value;
      const kind = typeof state === 'object' && state !== null && 'kind' in state ? String(state.kind) : '';
      return [{ id: String(value.id), digest: String(value.digest), state: kind }];
    });
}

describe('a held request in a real window', () => {
  let child: ChildProcess;
  let request: Kept;

  before(async () => {
    await extension?.activate();
    child = hold('kubectl --context prod-eu delete namespace payments');
    request = await until('it', () => {
      try {
        return kept().find((one) => one.state === 'pending');
      } catch {
        return undefined;
      }
    });
  });
  after(() => {
    child.kill();
  });

  it('gives nobody but its card a way to approve', async function () {
    this.timeout(100_000);
    const all = await vscode.commands.getCommands(true);
    // Connecting, disconnecting and the drill belong to other suites; they start programs or ask by a dialog.
    const others = /connectAgent|disconnectAgent|runDrill/;
    const ours = all.filter((command) => command.includes('countersign') && !others.test(command));
    assert.ok(ours.includes('countersign.showPending'));
    const decision = { kind: 'approve', digest: request.digest, typed: 'prod-eu/payments' };
    const message = { v: 1, kind: 'decide', nonce: '', id: request.id, decision, passReads: true };
    for (const command of ours) {
      for (const given of [[request.id, decision], [message]]) {
        let isDone = false;
        const done = (): void => {
          isDone = true;
        };
        vscode.commands.executeCommand(command, ...given).then(done, done);
        // What asks a question is done when nobody answers it.
        for (let turn = 0; turn < 20 && !isDone; turn += 1)
          await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      }
    }
    assert.equal(kept().find((one) => one.id === request.id)?.state, 'pending');
    assert.equal(child.exitCode, null);
  });

  it('exports nothing to other extensions', () => {
    assert.equal(extension?.exports, undefined);
  });

  it('can be read aloud as a document', async () => {
    await vscode.commands.executeCommand('countersign.readAloud');
    const text = await until('it', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'countersign' ? shown.getText() : undefined;
    });
    assert.match(text, /namespace/);
    assert.match(text, /kubectl --context prod-eu delete namespace payments/);
    assert.match(text, /Claude Code is waiting/);
  });

  it('opens as a page', async () => {
    await vscode.commands.executeCommand('countersign.openPage');
    const label = await until('it', () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .find((tab) => tab.label === `Request ${request.id}`),
    );
    assert.ok(label);
    await vscode.window.tabGroups.close(label);
  });

  it('cannot have its settings loosened by the workspace', async () => {
    const settings = vscode.workspace.getConfiguration('countersign');
    for (const [name, value] of [
      ['ask.from', 69],
      ['hold.minutes', 0],
      ['approval.minutes', 60],
    ] as const) {
      await assert.rejects(
        Promise.resolve(settings.update(name, value, vscode.ConfigurationTarget.Workspace)),
      );
    }
  });
});
