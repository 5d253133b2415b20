import * as vscode from 'vscode';
import type { Change } from '../../core/change/change.js';
import { changeDiffText } from '../../messages/window/requests.js';
import type { Random } from '../../ports/ports.js';
import { AskedDiff, askedScheme, type DiffQuestion } from './asked-diff.js';

const scheme = 'countersign';

/** A file as it is and as it would be; null is a file that is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Read-only documents for the editor's own diff: what is there now, and what would be there afterwards. */
export class DiffDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registrations: vscode.Disposable;
  private readonly asked: AskedDiff;
  private next = 0;

  constructor(random: Random) {
    this.asked = new AskedDiff(random);
    this.registrations = vscode.Disposable.from(
      this.asked,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.registerTextDocumentContentProvider(askedScheme, this),
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

  /** Shows a file as it would be, and asks in the title of the difference. */
  ask(question: DiffQuestion, { path, before, after }: FileChange): Promise<boolean> {
    return this.asked.ask(question, (query) => {
      const asked = { scheme: askedScheme, query };
      const left = this.add('before', path, before ?? '', asked);
      const right = this.add('after', path, after ?? '', asked);
      return vscode.commands.executeCommand('vscode.diff', left, right, question.title, { preview: false });
    });
  }

  /** The same for several files in one tab. */
  askOfAll(question: DiffQuestion, files: readonly FileChange[]): Promise<boolean> {
    return this.asked.ask(question, (query) => {
      const resources = files.map(({ path, before, after }) => {
        const modifiedUri = this.add('after', path, after ?? '', { scheme: askedScheme, query });
        // Under the same path, else the editor tells of a renamed file.
        const originalUri =
          before === null ? undefined : this.keep(modifiedUri.with({ authority: 'before' }), before);
        return { originalUri, modifiedUri };
      });
      // Unlike `vscode.changes` it takes the address that the buttons in its title give.
      const multiDiffSourceUri = vscode.Uri.from({ scheme: askedScheme, path: '/files', query });
      return vscode.commands.executeCommand('_workbench.openMultiDiffEditor', {
        title: question.title,
        multiDiffSourceUri,
        resources,
      });
    });
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
  private add(
    side: string,
    path: string,
    text: string,
    asked?: Pick<vscode.Uri, 'scheme' | 'query'>,
  ): vscode.Uri {
    this.next += 1;
    const uri = vscode.Uri.from({
      scheme,
      ...asked,
      authority: side,
      path: `/${this.next}/${path.replace(/^[\\/]+/, '')}`,
    });
    return this.keep(uri, text);
  }

  private keep(uri: vscode.Uri, text: string): vscode.Uri {
    this.texts.set(uri.toString(), text);
    return uri;
  }
}
