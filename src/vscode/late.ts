import * as vscode from 'vscode';

/** What is loaded beside the start and thrown away with the window, whichever comes first. */
export function late(loading: Promise<{ dispose(): void }>): vscode.Disposable {
  let isOver = false;
  let there: { dispose(): void } | undefined;
  void loading.then((loaded) => {
    if (isOver) loaded.dispose();
    else there = loaded;
  });
  return new vscode.Disposable(() => {
    isOver = true;
    there?.dispose();
  });
}
