import * as vscode from 'vscode';
import { fillWebview } from '../card/card-frame.js';
import { LiveView, type LiveViewParts } from '../card/live-view.js';

/** The same card as a page beside the editor, wide enough for its diff. One page a request; it is not restored. */
export class RequestPages implements vscode.Disposable {
  private readonly open = new Map<string, { readonly panel: vscode.WebviewPanel; readonly live: LiveView }>();

  constructor(
    private readonly parts: LiveViewParts,
    private readonly extension: vscode.Uri,
    /** Called when a page was closed. */
    private readonly closed: (id: string) => void = () => undefined,
  ) {}

  show(id: string, title: string): void {
    const open = this.open.get(id);
    if (open !== undefined) open.panel.reveal();
    else this.create(id, title);
  }

  refresh(): void {
    for (const { live } of this.open.values()) live.refresh();
  }

  dispose(): void {
    for (const { panel } of [...this.open.values()]) panel.dispose();
  }

  private create(id: string, title: string): void {
    const panel = vscode.window.createWebviewPanel('countersign.request', title, vscode.ViewColumn.Active);
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon.png');
    const live = new LiveView(this.parts, {
      surface: 'page',
      post: (message) => frame.post(message),
      isVisible: () => panel.visible,
      shows: (one) => one === id,
    });
    const frame = fillWebview(panel.webview, this.extension, this.parts.random, (message) =>
      live.receive(message),
    );
    panel.onDidChangeViewState(() => live.refresh());
    panel.onDidDispose(() => {
      live.dispose();
      frame.subscription.dispose();
      this.open.delete(id);
      this.closed(id);
    });
    this.open.set(id, { panel, live });
  }
}
