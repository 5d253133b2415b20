import * as vscode from 'vscode';
import { isPerson } from '../../core/countersign/decode-roster.js';
import { keyItem, nameProblem, nameQuestion, noKeyText } from '../../messages/team/team.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { productName } from '../../messages/window/requests.js';
import type { Signer, SigningKey } from '../../ports/signer.js';

/** The person's own name in the team; undefined when they give up. */
export function askOwnName(suggested: string | undefined): Thenable<string | undefined> {
  return askName({ ...nameQuestion, value: suggested ?? '' });
}

export async function askName(
  options: Pick<vscode.InputBoxOptions, 'title' | 'prompt' | 'value'>,
): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    ...options,
    ignoreFocusOut: true,
    validateInput: (value) => (isPerson(value.trim()) ? undefined : nameProblem),
  });
  return name?.trim();
}

/** One of the keys at hand; the one that git signs with stands first. */
export async function askOwnKey(signer: Signer, title: string): Promise<SigningKey | undefined> {
  const keys = await signer.keys();
  if (!keys.ok || keys.value.length === 0) {
    await offerKeygen();
    return undefined;
  }
  const items = keys.value.map((key, index) => ({ ...keyItem(key, index === 0), key }));
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  return picked?.key;
}

/** The command is typed, not run: the person answers its questions. */
async function offerKeygen(): Promise<void> {
  const { message, action, command } = noKeyText;
  const answer = await vscode.window.showWarningMessage(editorLine(message), action);
  if (answer !== action) return;
  const terminal = vscode.window.createTerminal(productName);
  terminal.show();
  terminal.sendText(command, false);
}
