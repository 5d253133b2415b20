import * as vscode from 'vscode';
import { lintPolicy } from '../../core/policy/lint.js';
import type { PolicyPlace } from '../../core/policy/policy-error.js';
import type { TeamPolicy } from '../../core/policy/team-policy.js';
import { policyProblemText } from '../../messages/policy/policy.js';
import { looserText, remarkText } from '../../messages/policy/remarks.js';

const delayMilliseconds = 200;

/** Says in the editor what is wrong with a policy beside what its JSON Schema says. */
export class PolicyDiagnostics implements vscode.Disposable {
  private readonly found = vscode.languages.createDiagnosticCollection('countersign');
  private readonly due = new Map<string, NodeJS.Timeout>();
  private readonly registrations = vscode.Disposable.from(
    this.found,
    vscode.workspace.onDidOpenTextDocument((document) => this.look(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.lookSoon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.found.delete(uri)),
  );

  constructor(private readonly inForce: () => TeamPolicy | undefined) {
    this.lookAtAll();
  }

  /** Looks again at every policy that is open: the one in force may be another now. */
  lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  dispose(): void {
    for (const timer of this.due.values()) clearTimeout(timer);
    this.registrations.dispose();
  }

  private lookSoon(document: vscode.TextDocument): void {
    if (!isPolicy(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.due.get(key));
    this.due.set(
      key,
      setTimeout(() => {
        this.due.delete(key);
        if (!document.isClosed) this.look(document);
      }, delayMilliseconds),
    );
  }

  private look(document: vscode.TextDocument): void {
    if (!isPolicy(document)) return;
    const { problems, remarks, looser } = lintPolicy(document.getText(), this.inForce());
    const severity = vscode.DiagnosticSeverity;
    this.found.set(document.uri, [
      ...problems.map((one) => diagnostic(document, one, policyProblemText(one), severity.Error, one.code)),
      ...remarks.map((one) =>
        diagnostic(
          document,
          one,
          remarkText(one),
          one.code === 'group-unused' ? severity.Hint : severity.Warning,
          one.code,
        ),
      ),
      ...looser.map((one) =>
        diagnostic(document, one, looserText(one.loosening), severity.Information, one.loosening.code),
      ),
    ]);
  }
}

function isPolicy({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && uri.path.endsWith('/.countersign/policy.json');
}

function diagnostic(
  document: vscode.TextDocument,
  { offset, length }: PolicyPlace,
  message: string,
  severity: vscode.DiagnosticSeverity,
  code: string,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const one = new vscode.Diagnostic(range, message, severity);
  one.source = 'countersign';
  one.code = code;
  return one;
}
