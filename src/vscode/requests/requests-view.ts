import * as vscode from 'vscode';
import { fillWebview } from '../card/card-frame.js';
import { LiveView, type LiveViewParts } from '../card/live-view.js';
import type { peersViewId, pendingViewId } from '../view-ids.js';

/** A sidebar view of requests, this window's own or those of other persons: hosts the one live view of them. */
export class RequestsView implements vscode.WebviewViewProvider {
  private view: vscode.WebviewView | undefined;
  private live: LiveView | undefined;

  constructor(
    private readonly id: typeof pendingViewId | typeof peersViewId,
    private readonly parts: LiveViewParts,
    private readonly extension: vscode.Uri,
    /** Called when the view has come into being, or into sight or out of it. */
    private readonly appeared: () => void,
  ) {}

  resolveWebviewView(view: vscode.WebviewView): void {
    const live = new LiveView(this.parts, {
      surface: 'view',
      post: (message) => frame.post(message),
      isVisible: () => view.visible,
      shows: () => true,
    });
    const frame = fillWebview(view.webview, this.extension, this.parts.random, (message) =>
      live.receive(message),
    );
    const visibility = view.onDidChangeVisibility(() => {
      live.refresh();
      this.appeared();
    });
    view.onDidDispose(() => {
      live.dispose();
      frame.subscription.dispose();
      visibility.dispose();
      if (this.live === live) this.live = this.view = undefined;
    });
    this.view = view;
    this.live = live;
    this.appeared();
  }

  get visible(): boolean {
    return this.view?.visible ?? false;
  }

  refresh(): void {
    this.live?.refresh();
  }

  /** False while there is no view yet that could carry it. */
  setBadge(badge: vscode.ViewBadge | undefined): boolean {
    if (this.view === undefined) return false;
    this.view.badge = badge;
    return true;
  }

  /** A few words beside the view's name; they are only made while somebody can see them. */
  describe(words: () => string): void {
    if (this.view?.visible) this.view.description = words();
  }

  /** Brings the view up; the keyboard stays where it is. */
  show(): Thenable<unknown> {
    if (this.view !== undefined) {
      this.view.show(true);
      return Promise.resolve();
    }
    return vscode.commands.executeCommand(`${this.id}.focus`, { preserveFocus: true });
  }

  /** Brings the view up and gives it the keyboard; for a person who asked to go there. */
  async focus(id?: string): Promise<void> {
    await vscode.commands.executeCommand(`${this.id}.focus`);
    if (id !== undefined) this.live?.reveal(id);
  }
}
