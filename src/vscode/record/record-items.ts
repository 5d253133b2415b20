import * as vscode from 'vscode';
import type { Entry } from '../../core/record/entry.js';
import type { Review } from '../../core/record/reviews.js';
import { entryText, recordFailureText } from '../../messages/record/record.js';
import { reviewRow } from '../../messages/record/review.js';
import { olderText } from '../../messages/record/search.js';
import type { RecordFailure } from '../../ports/ports.js';

export type RecordRow =
  | { readonly kind: 'review'; readonly review: Review }
  | { readonly kind: 'entry'; readonly entry: Entry }
  /** There are entries before this one. */
  | { readonly kind: 'older'; readonly before: number }
  | { readonly kind: 'failure'; readonly failure: RecordFailure };

export const openEntryCommand = 'countersign.openEntry';
export const olderCommand = 'countersign.showOlderEntries';

/** A row of the view Record as the editor shows it. */
export function itemOf(row: RecordRow): vscode.TreeItem {
  switch (row.kind) {
    case 'review':
      return reviewItem(row.review);
    case 'entry':
      return entryItem(row.entry);
    case 'older':
      return olderItem();
    case 'failure':
      return failureItem(row.failure);
  }
}

function reviewItem(review: Review): vscode.TreeItem {
  const words = reviewRow(review, Date.now());
  const item = new vscode.TreeItem(words.label);
  item.id = review.statement;
  item.description = words.description;
  item.tooltip = words.tooltip;
  item.accessibilityInformation = { label: `${words.label}, ${words.description}` };
  const color = words.isOverdue ? 'errorForeground' : 'list.warningForeground';
  item.iconPath = new vscode.ThemeIcon('flame', new vscode.ThemeColor(color));
  return item;
}

function entryItem(entry: Entry): vscode.TreeItem {
  const words = entryText(entry);
  const item = new vscode.TreeItem(words.label);
  item.id = String(entry.seq);
  item.command = { command: openEntryCommand, title: words.label, arguments: [entry.seq] };
  item.description = words.description;
  item.tooltip = words.tooltip;
  item.accessibilityInformation = { label: `${words.label}, ${words.description}` };
  item.iconPath = words.isStop
    ? new vscode.ThemeIcon(words.icon, new vscode.ThemeColor('errorForeground'))
    : new vscode.ThemeIcon(words.icon);
  return item;
}

function olderItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(olderText.label);
  item.id = 'older';
  item.tooltip = olderText.tooltip;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: olderCommand, title: olderText.label };
  return item;
}

function failureItem(failure: RecordFailure): vscode.TreeItem {
  const item = new vscode.TreeItem(recordFailureText(failure));
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  item.tooltip = failure.detail;
  return item;
}
