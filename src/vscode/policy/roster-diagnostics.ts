import * as vscode from 'vscode';
import { decodeRoster } from '../../core/countersign/decode-roster.js';
import { rosterErrorText } from '../../messages/team/roster.js';

/** Says in the editor why a roster would be refused; the first problem only, as the roster is refused as a whole. */
export class RosterDiagnostics implements vscode.Disposable {
  private readonly found = vscode.languages.createDiagnosticCollection('countersign-roster');
  private readonly registrations = vscode.Disposable.from(
    this.found,
    vscode.workspace.onDidOpenTextDocument((document) => this.look(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.look(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.found.delete(uri)),
  );

  constructor() {
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private look(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme !== 'file' || !uri.path.endsWith('/.countersign/allowed_signers')) return;
    const read = decodeRoster(document.getText());
    if (read.ok) {
      this.found.delete(uri);
      return;
    }
    const line = Math.min(Math.max(read.error.line - 1, 0), document.lineCount - 1);
    const { range } = document.lineAt(line);
    const one = new vscode.Diagnostic(range, rosterErrorText(read.error), vscode.DiagnosticSeverity.Error);
    one.source = 'countersign';
    one.code = read.error.code;
    this.found.set(uri, [one]);
  }
}
