import * as vscode from 'vscode';
import type { Request } from '../../core/approval/request.js';
import { noticeButtons } from '../../messages/window/requests.js';

/** One notification at a time, only while the view is out of sight. It leads to the card; it never approves. */
export class Notice {
  private readonly told = new Set<string>();
  private showing = false;

  constructor(
    private readonly isVisible: () => boolean,
    private readonly show: (id: string) => void,
    private readonly words: (news: readonly Request[]) => string,
  ) {}

  update(pending: readonly Request[]): void {
    const news = pending.filter((request) => !this.told.has(request.id));
    for (const request of news) this.told.add(request.id);
    const [first] = news;
    if (first === undefined || this.showing || this.isVisible() || !isWanted()) return;
    this.showing = true;
    void this.tell(first, news).finally(() => {
      this.showing = false;
    });
  }

  private async tell(first: Request, news: readonly Request[]): Promise<void> {
    const tell = news.some((request) => request.assessment.band === 'production')
      ? vscode.window.showWarningMessage
      : vscode.window.showInformationMessage;
    const { review, silence } = noticeButtons;
    const answer = await tell(this.words(news), review, silence);
    if (answer === review) this.show(first.id);
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
