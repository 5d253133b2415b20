import * as vscode from 'vscode';
import type { Entry } from '../../core/record/entry.js';
import type { Review } from '../../core/record/reviews.js';
import type { Result } from '../../core/shared/result.js';
import type { RecordFailure } from '../../ports/ports.js';
import { recordViewId } from '../view-ids.js';
import type { RecordRow } from './record-items.js';

const shownEntries = 200;
/** Entries that came since, and that the tail of the record has at hand. */
const mostSince = 5_000;

/** What was found, in place of the newest entries. */
export interface FoundEntries {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
  /** Above them. */
  readonly message: string;
  /** The newest entry when it was looked for; of those that came since, what fits is shown too. */
  readonly upTo: number;
  fits(entry: Entry): boolean;
}

/** The newest entries of the record, newest first, or those that were looked for. */
export class RecordTree implements vscode.TreeDataProvider<RecordRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<RecordRow>;

  private reviews: readonly Review[] = [];
  private found: FoundEntries | undefined;
  private older: Pick<FoundEntries, 'entries' | 'hasMore'> | undefined;

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

  /** Undefined brings the newest entries back. */
  showFound(found: FoundEntries | undefined): void {
    this.found = found;
    this.older = undefined;
    this.view.message = found?.message ?? '';
    this.changed.fire();
  }

  /** Entries behind the newest ones, which go on where those end. */
  showOlder(entries: readonly Entry[], hasMore: boolean): void {
    this.older = { entries, hasMore };
    this.changed.fire();
  }

  getChildren(parent?: RecordRow): RecordRow[] {
    if (parent !== undefined) return [];
    const due = this.reviews.map((review): RecordRow => ({ kind: 'review', review }));
    const read = this.found === undefined ? this.withOlder() : this.withNewer(this.found);
    if (!read.ok) return [{ kind: 'failure', failure: read.error }, ...due];
    const { entries, hasMore } = read.value;
    const last = entries.at(-1);
    return [
      ...(this.found === undefined ? due : []),
      ...entries.map((entry): RecordRow => ({ kind: 'entry', entry })),
      ...(hasMore && last ? [{ kind: 'older', before: last.seq } as const] : []),
    ];
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

  private withOlder(): Result<Pick<FoundEntries, 'entries' | 'hasMore'>, RecordFailure> {
    const { older } = this;
    const read = this.newest(older ? mostSince : shownEntries);
    if (!read.ok) return read;
    const first = older?.entries[0]?.seq ?? -1;
    const newer = read.value.filter(({ seq }) => seq > first);
    // So much has come since that they do not meet: it begins anew.
    if (older && newer.at(-1)?.seq === first + 1)
      return { ok: true, value: { ...older, entries: [...newer, ...older.entries] } };
    const entries = newer.slice(0, shownEntries);
    return { ok: true, value: { entries, hasMore: (entries.at(-1)?.seq ?? 0) > 0 } };
  }

  private withNewer(found: FoundEntries): Result<Pick<FoundEntries, 'entries' | 'hasMore'>, RecordFailure> {
    const read = this.newest(shownEntries);
    if (!read.ok) return read;
    const since = read.value.filter((entry) => entry.seq > found.upTo && found.fits(entry));
    return { ok: true, value: { entries: [...since, ...found.entries], hasMore: found.hasMore } };
  }
}
