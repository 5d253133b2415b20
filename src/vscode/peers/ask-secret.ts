import * as vscode from 'vscode';
import { secretQuestion } from '../../messages/countersign/secret.js';
import { editorLine } from '../../messages/text/editor-line.js';

/** A PIN or a passphrase, for the key that signs now. It is handed on and not kept. */
export async function askSecret(question: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    ...secretQuestion,
    prompt: editorLine(question),
    password: true,
    ignoreFocusOut: true,
  });
}
