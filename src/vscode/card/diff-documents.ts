import * as vscode from 'vscode';
import type { Change } from '../../core/change/change.js';
import { changeDiffText } from '../../messages/window/requests.js';

const scheme = 'countersign';

/** Read-only documents for the editor's own diff: what is there now, and what would be there afterwards. */
export class DiffDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registrations: vscode.Disposable;
  private next = 0;

  constructor() {
    this.registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.texts.delete(document.uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Opens the diff; null is a file that is not there. */
  async showDiff(path: string, title: string, before: string | null, after: string | null): Promise<void> {
    const left = this.add('before', path, before ?? '');
    const right = this.add('after', path, after ?? '');
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
  }

  async showText(name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.add('text', name, text));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** One file of a request's change; `request` is what a person calls it. */
  async showChange(request: string, change: Change, index: number): Promise<void> {
    const file = change.items.filter((item) => item.kind === 'file')[index];
    if (file === undefined) return;
    const name = file.path.split(/[\\/]/).at(-1) ?? file.path;
    await this.showDiff(file.path, changeDiffText(request, name), file.before, file.after);
  }

  dispose(): void {
    this.registrations.dispose();
    this.texts.clear();
  }

  /** The path keeps the file's name, so that the editor picks its language. */
  private add(side: string, path: string, text: string): vscode.Uri {
    this.next += 1;
    const uri = vscode.Uri.from({
      scheme,
      authority: side,
      path: `/${this.next}/${path.replace(/^[\\/]+/, '')}`,
    });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}
