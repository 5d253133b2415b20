import * as vscode from 'vscode';
import type { Entry } from '../../core/record/entry.js';
import type { Review } from '../../core/record/reviews.js';
import type { Result } from '../../core/shared/result.js';
import { entryText, recordFailureText } from '../../messages/record/record.js';
import { reviewRow } from '../../messages/record/review.js';
import type { RecordFailure } from '../../ports/ports.js';
import { recordViewId } from '../view-ids.js';

const shownEntries = 200;

type Row =
  | { readonly kind: 'review'; readonly review: Review }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'failure'; readonly failure: RecordFailure };

/** The newest entries of the record, newest first. */
export class RecordTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<Row>;

  private reviews: readonly Review[] = [];

  constructor(private readonly newest: (limit: number) => Result<readonly Entry[], RecordFailure>) {
    this.view = vscode.window.createTreeView(recordViewId, { treeDataProvider: this });
    this.view.onDidChangeVisibility(() => this.refresh());
  }

  refresh(): void {
    if (this.view.visible) this.changed.fire();
  }

  /** Broken glasses that nobody has looked at stand above all entries. */
  setReviews(reviews: readonly Review[]): void {
    this.reviews = reviews;
    this.refresh();
  }

  getChildren(parent?: Row): Row[] {
    if (parent !== undefined) return [];
    const read = this.newest(shownEntries);
    const due = this.reviews.map((review): Row => ({ kind: 'review', review }));
    if (!read.ok) return [{ kind: 'failure', failure: read.error }, ...due];
    return [...due, ...read.value.map((entry): Row => ({ kind: 'entry', entry }))];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === 'review') return reviewItem(row.review);
    return row.kind === 'entry' ? entryItem(row.entry) : failureItem(row.failure);
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
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
  item.description = words.description;
  item.tooltip = words.tooltip;
  item.accessibilityInformation = { label: `${words.label}, ${words.description}` };
  item.iconPath = words.isStop
    ? new vscode.ThemeIcon(words.icon, new vscode.ThemeColor('errorForeground'))
    : new vscode.ThemeIcon(words.icon);
  return item;
}

function failureItem(failure: RecordFailure): vscode.TreeItem {
  const item = new vscode.TreeItem(recordFailureText(failure));
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  item.tooltip = failure.detail;
  return item;
}
