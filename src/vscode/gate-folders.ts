import * as vscode from 'vscode';

/** The folders whose calls this window's gate answers: the workspace's, and the drill's own while it is laid out. */
export class GateFolders implements vscode.Disposable {
  private claimed: string | undefined;
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  private readonly workspaceChanged = vscode.workspace.onDidChangeWorkspaceFolders(() => this.tell());
  readonly onDidChange = this.changed.event;

  all(): readonly string[] {
    return this.claimed === undefined ? workspaceFolders() : [...workspaceFolders(), this.claimed];
  }

  /** With several windows open, the one that runs the drill answers for it. */
  claim(folder: string | undefined): void {
    this.claimed = folder;
    this.tell();
  }

  dispose(): void {
    this.workspaceChanged.dispose();
    this.changed.dispose();
  }

  private tell(): void {
    this.changed.fire(this.all());
  }
}

export function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
}

/** The `.code-workspace` file that this window was opened by, where there is one on disk. */
export function workspaceFile(): string | undefined {
  const file = vscode.workspace.workspaceFile;
  return file?.scheme === 'file' ? file.fsPath : undefined;
}
