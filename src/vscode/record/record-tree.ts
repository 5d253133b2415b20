import * as vscode from 'vscode';
import type { Entry } from '../../core/record/entry.js';
import type { Review } from '../../core/record/reviews.js';
import type { Result } from '../../core/shared/result.js';
import type { RecordFailure } from '../../ports/ports.js';
import { recordViewId } from '../view-ids.js';
import type { RecordRow } from './record-items.js';

const shownEntries = 200;

/** The newest entries of the record, newest first. */
export class RecordTree implements vscode.TreeDataProvider<RecordRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<RecordRow>;

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

  getChildren(parent?: RecordRow): RecordRow[] {
    if (parent !== undefined) return [];
    const read = this.newest(shownEntries);
    const due = this.reviews.map((review): RecordRow => ({ kind: 'review', review }));
    if (!read.ok) return [{ kind: 'failure', failure: read.error }, ...due];
    return [...due, ...read.value.map((entry): RecordRow => ({ kind: 'entry', entry }))];
  }

  /** The words of entries are loaded when somebody looks at them. */
  async getTreeItem(row: RecordRow): Promise<vscode.TreeItem> {
    const { itemOf } = await import('./record-items.js');
    return itemOf(row);
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}
