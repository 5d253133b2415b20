import * as vscode from 'vscode';
import type { Request } from '../core/approval/request.js';
import { statusText } from '../messages/window/announce.js';
import { productName } from '../messages/window/requests.js';
import { agentsViewId, recordViewId } from './view-ids.js';

/** Agents that are connected and not held. */
export interface StatusAlarm {
  readonly text: string;
  readonly tooltip: string;
}

/** The one item in the status bar. A click goes to what waits. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'countersign.status',
    vscode.StatusBarAlignment.Left,
    50,
  );

  constructor() {
    this.item.name = productName;
    this.item.command = 'countersign.showPending';
    this.item.show();
  }

  update(
    pending: readonly Request[],
    gateProblem: string | undefined,
    alarm: StatusAlarm | undefined,
    /** Requests of other persons that wait for this one. */
    peers: number,
    /** The alarm is an overdue review: it stands in the record, and stays red until another person has looked. */
    isReview = false,
  ): void {
    const words = statusText(pending, gateProblem, alarm, peers);
    // Where nothing waits, an alarm is what there is to look at.
    const isAlarm = alarm !== undefined && pending.length === 0 && gateProblem === undefined;
    const isForPeers = pending.length === 0 && peers > 0 && gateProblem === undefined;
    this.item.command = isForPeers
      ? 'countersign.showPeers'
      : isAlarm
        ? `${isReview ? recordViewId : agentsViewId}.focus`
        : 'countersign.showPending';
    this.item.text = words.text;
    this.item.tooltip = words.tooltip;
    this.item.accessibilityInformation = { label: words.spoken };
    const warns =
      gateProblem !== undefined ||
      alarm !== undefined ||
      pending.some((request) => request.assessment.band === 'production');
    const color = isReview ? 'errorBackground' : 'warningBackground';
    this.item.backgroundColor = warns ? new vscode.ThemeColor(`statusBarItem.${color}`) : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}
