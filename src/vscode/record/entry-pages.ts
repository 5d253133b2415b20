import * as os from 'node:os';
import * as vscode from 'vscode';
import type { Request } from '../../core/approval/request.js';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry } from '../../core/record/entry.js';
import type { CardSurroundings } from '../../messages/cards/facts.js';
import { cardId, entryCard, type ShownEntry } from '../../messages/record/entry-card.js';
import {
  entryGoneText,
  entryPageTitle,
  openingEntryText,
  searchFailedText,
} from '../../messages/record/search.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { noFolderText } from '../../messages/window/requests.js';
import type { CardSource, ShownCard } from '../card/shown-card.js';
import type { Editor } from '../requests/editor.js';
import { openEntryCommand } from './record-items.js';

/** Who of others has seen an entry: the first of them, and the hash of the last entry that they saw with it. */
export interface SeenBy {
  readonly by: string;
  readonly size: number;
  readonly at: number;
  readonly head: string;
}

export interface EntryPagesParts {
  readonly editor: Pick<Editor, 'pagesOf' | 'documents'>;
  /** The raw lines of the last time that the same call was made; the entry itself is told as soon as it is found. */
  entry(
    seq: number,
    seen: number | undefined,
    found: (entry: { readonly line: string | undefined; readonly head: string | undefined }) => void,
  ): Promise<{ readonly before: readonly string[]; readonly erasures: readonly string[] }>;
  isOurs(entry: Entry): boolean;
  seen(seq: number): SeenBy | undefined;
  standing(seq: number, line: string): ShownEntry['standing'];
  /** What is kept of a request. */
  kept(
    request: string,
  ): { readonly kind: 'kept'; readonly request: Request } | { readonly kind: 'gone' | 'foreign' | 'newer' };
}

/** Pages on which one entry each stands: the card as it was shown, how it is proven, and the last time. Nothing is decided here. */
export class EntryPages implements CardSource, vscode.Disposable {
  private readonly open = new Map<string, ShownEntry>();
  private readonly pages: ReturnType<Editor['pagesOf']>;
  private readonly registration: vscode.Disposable;

  constructor(private readonly parts: EntryPagesParts) {
    this.pages = parts.editor.pagesOf(this, (id) => this.open.delete(id));
    this.registration = vscode.commands.registerCommand(openEntryCommand, (seq: unknown) => this.show(seq));
  }

  dispose(): void {
    this.registration.dispose();
    this.pages.dispose();
  }

  cards(): readonly ShownCard[] {
    return [...this.open].map(([id, shown]) => ({
      id,
      digest: cardOfEntry(shown, 0).digest,
      createdAt: shown.entry.ts,
      isOpen: false,
      listedUntil: Number.POSITIVE_INFINITY,
      armMilliseconds: 0,
      card: ({ now }) => cardOfEntry(shown, now),
      arrival: () => '',
    }));
  }

  async decide(): Promise<'already-decided'> {
    return 'already-decided';
  }

  openDiff(id: string, index: number): void {
    const kept = this.open.get(id)?.kept;
    if (kept?.kind === 'kept') void this.parts.editor.documents.showChange(id, kept.request.change, index);
  }

  openPage(): void {}

  openRule(id: string): void {
    const kept = this.open.get(id)?.kept;
    if (kept?.kind === 'kept')
      void vscode.commands.executeCommand('countersign.showEffectivePolicy', kept.request.rule.id);
  }

  breakGlass(): void {}

  drawn(): void {}

  private async show(seq: unknown): Promise<void> {
    if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return;
    try {
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: openingEntryText },
        () => this.fill(seq),
      );
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(editorLine(searchFailedText(detail)));
    }
  }

  /** The page is there as soon as the entry is; what takes longer follows. */
  private async fill(seq: number): Promise<void> {
    const id = cardId(seq);
    const seen = this.parts.seen(seq);
    let shown: ShownEntry | undefined;
    const { before, erasures } = await this.parts.entry(seq, seen?.size, ({ line, head }) => {
      shown =
        line === undefined
          ? undefined
          : this.read(seq, line, seen && { ...seen, agrees: head === seen.head });
      if (shown === undefined) return;
      this.open.set(id, shown);
      this.pages.show(id, entryPageTitle(seq));
      this.pages.refresh();
    });
    if (shown === undefined) {
      void vscode.window.showWarningMessage(entryGoneText(seq));
      return;
    }
    if (!this.open.has(id)) return;
    const erased = entriesIn(erasures).find((one) => this.parts.isOurs(one));
    this.open.set(id, {
      ...shown,
      before: entriesIn(before),
      ...(erased === undefined ? {} : { erased }),
    });
    this.pages.refresh();
  }

  private read(seq: number, line: string, seen: ShownEntry['seen'] | undefined): ShownEntry | undefined {
    const entry = decodeEntry(line);
    if (entry === undefined) return undefined;
    return {
      entry,
      line,
      standing: this.parts.standing(seq, line),
      ...(seen === undefined ? {} : { seen }),
      kept: this.keptOf(entry.body),
      before: undefined,
    };
  }

  private keptOf(body: ShownEntry['entry']['body']): ShownEntry['kept'] {
    if (!('digest' in body && 'request' in body)) return { kind: 'gone' };
    const kept = this.parts.kept(body.request);
    return kept.kind === 'kept' && kept.request.digest !== body.digest ? { kind: 'other' } : kept;
  }
}

function entriesIn(lines: readonly string[]): readonly Entry[] {
  return lines.flatMap((line) => decodeEntry(line) ?? []);
}

function cardOfEntry(shown: ShownEntry, now: number) {
  return entryCard(shown, now, surroundings());
}

/** Which branch was checked out then, nobody knows now. */
function surroundings(): CardSurroundings {
  return { machine: os.hostname(), window: vscode.workspace.name ?? noFolderText, branch: () => undefined };
}
