import * as vscode from 'vscode';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry } from '../../core/record/entry.js';
import { emptyQuery, fitsQuery, isEmptyQuery, type RecordQuery, readQuery } from '../../core/record/query.js';
import { isJsonObject, objectAt, parseJson } from '../../core/shared/json.js';
import { foundText, searchFailedText } from '../../messages/record/search.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { recordViewId } from '../view-ids.js';
import { pickQuery } from './query-pick.js';
import { olderCommand } from './record-items.js';
import type { RecordTree } from './record-tree.js';

export interface RecordSearchParts {
  /** Tells raw lines as they are found, newest first. True where nothing is left. */
  find(
    sought: { readonly query: RecordQuery; readonly before: number; readonly limit: number },
    found: (lines: readonly string[]) => void,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** The newest entries, newest first; none where they cannot be read. */
  newest(limit: number): readonly Entry[];
  readonly tree: Pick<RecordTree, 'showFound' | 'showOlder'>;
}

/** So many are found, or added, at once. */
const atOnce = 500;
/** From as many of the newest entries come the values that are offered. */
const looked = 1_000;

/** What the view of the record shows: the newest entries and those before them, or what a person looks for. */
export class RecordSearch implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;
  private running: AbortController | undefined;
  private typed = '';
  private query = emptyQuery;
  private upTo = -1;
  private shown: readonly Entry[] = [];

  constructor(private readonly parts: RecordSearchParts) {
    this.registrations = vscode.Disposable.from(
      vscode.commands.registerCommand('countersign.searchRecord', (typed?: unknown) => this.ask(typed)),
      vscode.commands.registerCommand('countersign.clearRecordSearch', () => this.search('')),
      vscode.commands.registerCommand(olderCommand, () => this.showOlder()),
    );
  }

  dispose(): void {
    this.running?.abort();
    this.registrations.dispose();
  }

  /** What is given is looked for unasked. */
  private async ask(given: unknown): Promise<void> {
    const typed = typeof given === 'string' ? given : await pickQuery(this.typed, this.parts.newest(looked));
    if (typed === undefined) return;
    await vscode.commands.executeCommand(`${recordViewId}.focus`);
    await this.search(typed);
  }

  private async search(typed: string): Promise<void> {
    this.running?.abort();
    this.typed = typed;
    this.query = readQuery(typed);
    this.shown = [];
    const isSearch = !isEmptyQuery(this.query);
    void vscode.commands.executeCommand('setContext', 'countersign.isRecordSearched', isSearch);
    if (!isSearch) {
      this.parts.tree.showFound(undefined);
      return;
    }
    this.upTo = this.parts.newest(1)[0]?.seq ?? -1;
    await this.goOn(this.upTo + 1);
  }

  private async showOlder(): Promise<void> {
    if (this.shown.length === 0) this.shown = this.parts.newest(200);
    const last = this.shown.at(-1);
    if (last !== undefined) await this.goOn(last.seq);
  }

  /** Looks for more before an entry, and shows what is found while the rest is looked through. */
  private async goOn(before: number): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const { query } = this;
    const found = [...this.shown];
    this.show(found, 'looking');
    try {
      const isWhole = await this.parts.find(
        { query, before, limit: atOnce },
        (lines) => {
          if (running.signal.aborted) return;
          found.push(...lines.flatMap((line) => decodeEntry(line) ?? []));
          this.show(found, 'looking');
        },
        running.signal,
      );
      this.show(found, isWhole ? 'whole' : 'more');
    } catch (error) {
      if (running.signal.aborted) return;
      this.show(found, 'whole');
      void vscode.window.showErrorMessage(
        editorLine(searchFailedText(error instanceof Error ? error.message : String(error))),
      );
    }
  }

  private show(entries: readonly Entry[], state: 'looking' | 'whole' | 'more'): void {
    const { query, upTo, typed } = this;
    this.shown = [...entries];
    const hasMore = state === 'more';
    if (isEmptyQuery(query)) this.parts.tree.showOlder(this.shown, hasMore);
    else this.showFound(hasMore, editorLine(foundText(typed, entries.length, state)), upTo);
  }

  private showFound(hasMore: boolean, message: string, upTo: number): void {
    const { query } = this;
    this.parts.tree.showFound({
      entries: this.shown,
      hasMore,
      message,
      upTo,
      fits: (entry) => fitsQuery(bodyOf(entry), query),
    });
  }
}

/** As it stands in its line, whatever this version knows of it. */
function bodyOf({ body, newer }: Entry): Readonly<Record<string, unknown>> {
  if (newer !== undefined) return objectAt(parseJson(newer), 'body');
  return isJsonObject(body) ? body : {};
}
