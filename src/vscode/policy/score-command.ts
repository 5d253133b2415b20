import * as vscode from 'vscode';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import { judgementText } from '../../messages/cards/judgement.js';
import { scoreQuestion } from '../../messages/window/requests.js';
import type { Judge } from '../../ports/judge.js';
import type { DiffDocuments } from '../card/diff-documents.js';
import { ownEnvironment } from '../own-environment.js';

export interface ScoreParts {
  readonly judge: Pick<Judge, 'judge'>;
  readonly documents: DiffDocuments;
}

/** **Countersign: Score This Command**: judges the selected text as a command. Nothing runs and nothing is recorded. */
export function registerScore(parts: ScoreParts): vscode.Disposable {
  return vscode.commands.registerCommand('countersign.scoreCommand', async () => {
    const command = await commandToScore();
    if (command === undefined || command.trim() === '') return;
    const call = callOf(command);
    const assessment = await parts.judge.judge(call, { cwd: call.cwd, env: ownEnvironment() });
    await parts.documents.showText('score.txt', judgementText(call, assessment));
  });
}

async function commandToScore(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection);
  const terminal = selected === '' ? await terminalSelection() : '';
  return vscode.window.showInputBox({
    ...scoreQuestion,
    value: selected === '' ? terminal : selected,
  });
}

/** The editor hands a terminal's selection out only through the clipboard; what was there is put back. */
async function terminalSelection(): Promise<string> {
  if (vscode.window.activeTerminal === undefined) return '';
  const kept = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const selection = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText(kept);
  return selection;
}

function callOf(command: string): ToolCall {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return {
    agent: 'vscode',
    session: '',
    callId: '',
    tool: 'shell',
    cwd: folder?.uri.fsPath ?? process.cwd(),
    payload: { kind: 'shell', shell: process.platform === 'win32' ? 'pwsh' : 'bash', command },
  };
}
