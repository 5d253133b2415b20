import * as vscode from 'vscode';
import { noticeButtons } from '../../messages/window/requests.js';

export interface NoticeParts<T> {
  isVisible(): boolean;
  show(first: T): void;
  text(news: readonly T[]): string;
  readonly isProduction: (one: T) => boolean;
}

/** One notification at a time, only while the view is out of sight. It leads to the card; it never approves. */
export class Notice<T extends { readonly id: string }> {
  private readonly told = new Set<string>();
  private showing = false;

  constructor(private readonly parts: NoticeParts<T>) {}

  update(pending: readonly T[]): void {
    const news = pending.filter((request) => !this.told.has(request.id));
    for (const request of news) this.told.add(request.id);
    const [first] = news;
    if (first === undefined || this.showing || this.parts.isVisible() || !isWanted()) return;
    this.showing = true;
    void this.tell(first, news).finally(() => {
      this.showing = false;
    });
  }

  private async tell(first: T, news: readonly T[]): Promise<void> {
    const tell = news.some(this.parts.isProduction)
      ? vscode.window.showWarningMessage
      : vscode.window.showInformationMessage;
    const { review, silence } = noticeButtons;
    const answer = await tell(this.parts.text(news), review, silence);
    if (answer === review) this.parts.show(first);
    if (answer === silence)
      await settings().update('notifications.enabled', false, vscode.ConfigurationTarget.Global);
  }
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('countersign');
}

function isWanted(): boolean {
  return settings().get('notifications.enabled') !== false;
}
