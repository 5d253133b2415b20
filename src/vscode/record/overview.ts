import * as vscode from 'vscode';
import type { Overview } from '../../core/record/overview/overview.js';
import {
  daysUntil,
  overviewActions,
  overviewCountingText,
  overviewExportTitle,
  overviewFailedText,
  overviewRanges,
  overviewTitle,
  overviewWords,
  rangeText,
} from '../../messages/record/overview.js';
import { overviewCsv, overviewJson } from '../../messages/record/overview-export.js';
import type { Clock } from '../../ports/ports.js';
import { overviewHtml } from './overview-page.js';

export interface OverviewParts {
  /** Counts the record, on a thread of its own, and tells what it has so far: the newest. */
  read(counted?: (soFar: Overview) => void): Promise<Overview>;
  readonly clock: Pick<Clock, 'now'>;
  readonly extension: vscode.Uri;
}

const commands = {
  show: 'countersign.showOverview',
  export: 'countersign.exportOverview',
  record: 'countersign.showRecord',
} as const;

const firstRange = 30;

/** The page that says what the agents did, and what it came to. */
export class OverviewEditor implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private days = firstRange;
  private shows = 0;
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: OverviewParts) {
    this.registrations = vscode.Disposable.from(
      vscode.commands.registerCommand(commands.show, (days?: unknown) => this.show(days)),
      vscode.commands.registerCommand(commands.export, () => this.export()),
    );
  }

  dispose(): void {
    this.registrations.dispose();
    this.panel?.dispose();
  }

  private async show(days: unknown): Promise<void> {
    this.days = overviewRanges.find((range) => range === days) ?? this.days;
    this.panel ??= this.open();
    this.panel.reveal();
    const panel = this.panel;
    this.shows += 1;
    const { shows } = this;
    const draw = (overview: Overview, isWhole: boolean): void => {
      // Another range was asked for meanwhile.
      if (this.panel === panel && this.shows === shows)
        panel.webview.html = this.page(overview, isWhole, panel.webview);
    };
    try {
      const overview = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: overviewCountingText },
        () => this.parts.read((soFar) => draw(soFar, false)),
      );
      draw(overview, true);
    } catch (error) {
      void vscode.window.showErrorMessage(overviewFailedText(error instanceof Error ? error.message : ''));
    }
  }

  private open(): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(this.parts.extension, 'media');
    const panel = vscode.window.createWebviewPanel(
      'countersign.overview',
      overviewTitle,
      vscode.ViewColumn.Active,
      {
        enableScripts: false,
        enableForms: false,
        enableCommandUris: Object.values(commands),
        localResourceRoots: [media],
      },
    );
    panel.iconPath = vscode.Uri.joinPath(media, 'icon.png');
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    return panel;
  }

  private page(overview: Overview, isWhole: boolean, webview: vscode.Webview): string {
    const media = vscode.Uri.joinPath(this.parts.extension, 'media', 'overview.css');
    const ranges = overviewRanges.map((days) => ({
      text: rangeText(days),
      href: `command:${commands.show}?${encodeURIComponent(JSON.stringify([days]))}`,
      isCurrent: days === this.days,
    }));
    const others = [
      { text: overviewActions.refresh, href: `command:${commands.show}`, isCurrent: false },
      { text: overviewActions.export, href: `command:${commands.export}`, isCurrent: false },
      { text: overviewActions.record, href: `command:${commands.record}`, isCurrent: false },
    ];
    return overviewHtml({
      words: overviewWords(overview, daysUntil(this.parts.clock.now(), this.days), isWhole),
      stylesheet: webview.asWebviewUri(media).toString(),
      source: webview.cspSource,
      links: [...ranges, ...others],
    });
  }

  /** As numbers a day and agent for a spreadsheet, or all of it for a program. */
  private async export(): Promise<void> {
    const target = await vscode.window.showSaveDialog({
      title: overviewExportTitle,
      filters: { CSV: ['csv'], JSON: ['json'] },
    });
    if (target === undefined) return;
    try {
      const overview = await this.parts.read();
      const text = target.path.endsWith('.json') ? overviewJson(overview) : overviewCsv(overview);
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    } catch (error) {
      void vscode.window.showErrorMessage(overviewFailedText(error instanceof Error ? error.message : ''));
    }
  }
}
