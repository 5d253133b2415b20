import * as vscode from 'vscode';
import {
  checkFailedText,
  checkPages,
  notWholeText,
  reportingText,
  stretches,
  stretchText,
  verifiedPage,
  verifyingText,
} from '../../messages/record/checks.js';
import { editorLine } from '../../messages/text/editor-line.js';
import type { Clock } from '../../ports/ports.js';

export interface RecordChecksParts {
  /** Runs the command line on this home's record, beside the editor. */
  run(
    words: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly code: number; readonly out: string; readonly said: string }>;
  readonly clock: Pick<Clock, 'now'>;
}

const scheme = 'countersign-record';
const verifyPage = vscode.Uri.from({ scheme, path: `/${checkPages.verify}` });
const reportPage = vscode.Uri.from({ scheme, path: `/${checkPages.report}.md` });

/** Pages with what `verify` and `report` say: read-only, and the same words as in a terminal. */
export class RecordChecks implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly pages = new Map<string, string>();
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: RecordChecksParts) {
    this.registrations = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.commands.registerCommand('countersign.verifyRecord', () => this.verify()),
      vscode.commands.registerCommand('countersign.showIncidentReport', (from?: unknown, to?: unknown) =>
        this.report(from, to),
      ),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.pages.get(uri.path) ?? '';
  }

  private async verify(): Promise<void> {
    const ran = await this.run(verifyingText, ['verify']);
    if (ran === undefined) return;
    await this.show(verifyPage, verifiedPage(ran.said, this.parts.clock.now()));
    if (ran.code !== 0) void vscode.window.showErrorMessage(notWholeText);
  }

  /** What is given is taken unasked. */
  private async report(from: unknown, to: unknown): Promise<void> {
    const stretch = typeof from === 'string' ? { from, to } : await this.pickStretch();
    if (stretch === undefined) return;
    const until = typeof stretch.to === 'string' && stretch.to !== '' ? ['--to', stretch.to] : [];
    const ran = await this.run(reportingText, ['report', '--from', stretch.from, ...until]);
    if (ran === undefined) return;
    if (ran.code === 0) await this.show(reportPage, ran.out);
    else void vscode.window.showErrorMessage(editorLine(ran.said.trim()));
  }

  private async pickStretch(): Promise<{ readonly from: string; readonly to: string } | undefined> {
    const picked = await vscode.window.showQuickPick([...stretches], { title: stretchText.title });
    if (picked === undefined) return undefined;
    const { backMs } = picked;
    if (backMs !== undefined)
      return { from: new Date(this.parts.clock.now() - backMs).toISOString(), to: '' };
    const from = await vscode.window.showInputBox({ title: stretchText.title, prompt: stretchText.from });
    if (from === undefined) return undefined;
    const to = await vscode.window.showInputBox({ title: stretchText.title, prompt: stretchText.to });
    return to === undefined ? undefined : { from, to };
  }

  private async run(
    title: string,
    words: readonly string[],
  ): Promise<Awaited<ReturnType<RecordChecksParts['run']>> | undefined> {
    const ended = new AbortController();
    try {
      const where = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
      return await vscode.window.withProgress(where, (_, cancelled) => {
        cancelled.onCancellationRequested(() => ended.abort());
        return this.parts.run(words, ended.signal);
      });
    } catch (error) {
      if (ended.signal.aborted) return undefined;
      const detail = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(editorLine(checkFailedText(detail)));
      return undefined;
    }
  }

  private async show(page: vscode.Uri, text: string): Promise<void> {
    this.pages.set(page.path, text);
    this.changed.fire(page);
    const document = await vscode.workspace.openTextDocument(page);
    await vscode.window.showTextDocument(document, { preview: false });
  }
}
