import * as vscode from 'vscode';
import { err } from '../../core/shared/result.js';
import type { PeerRequest } from '../../desk/peer-request.js';
import type { PeersDesk } from '../../desk/peers-desk.js';
import { obstacleText } from '../../messages/countersign/countersign.js';
import {
  deskBrokeText,
  glassNoticeText,
  type PeerStep,
  peerArmMilliseconds,
  peerArrivalText,
  peerCard,
  peerEmpty,
  peerGuard,
  peerLabels,
  peerNoticeText,
  peersBadgeText,
  peerTitle,
} from '../../messages/countersign/peer-card.js';
import type { Clock, Random } from '../../ports/ports.js';
import type { GuardView } from '../../protocol/card.js';
import type { Refusal } from '../../protocol/decision.js';
import type { DiffDocuments } from '../card/diff-documents.js';
import type { LiveViewParts } from '../card/live-view.js';
import type { CardSource, DecideMessage, ShownCard } from '../card/shown-card.js';
import { Notice } from '../requests/notice.js';
import { RequestPages } from '../requests/request-page.js';
import { RequestsView } from '../requests/requests-view.js';
import { peersViewId } from '../view-ids.js';

export interface PeersEditorParts {
  readonly desk: PeersDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly extension: vscode.Uri;
  readonly documents: DiffDocuments;
  /** How many wait for this person, each time that may have changed. */
  waiting(count: number): void;
}

/** The view "For My Countersignature": other persons' requests, and this person's signed answers. */
export class PeersEditor implements vscode.Disposable {
  private readonly view: RequestsView;
  private readonly pages: RequestPages;
  private readonly notice: Notice<PeerRequest>;
  private readonly steps = new Map<string, PeerStep>();
  private readonly told = new Set<string>();
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: PeersEditorParts) {
    const live = this.liveParts();
    this.view = new RequestsView(peersViewId, live, parts.extension, () => this.draw());
    this.pages = new RequestPages(live, parts.extension);
    this.notice = new Notice({
      isVisible: () => this.view.visible,
      show: ({ id }) => void this.reveal(id),
      text: peerNoticeText,
      isProduction: ({ statement }) => statement.assessment.band === 'production',
    });
    const stop = parts.desk.onChange(() => this.draw());
    this.registrations = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(peersViewId, this.view),
      vscode.commands.registerCommand('countersign.showPeers', () => this.view.focus()),
      vscode.commands.registerCommand('countersign.refreshPeers', () => parts.desk.refresh()),
      vscode.window.onDidChangeWindowState(({ focused }) => parts.desk.attend(focused)),
      { dispose: stop },
    );
    parts.desk.attend(vscode.window.state.focused);
    parts.desk.watch();
  }

  /** Opens somebody else's request as a page, where all of it can be read; false when none has this id. */
  async reveal(id: string): Promise<boolean> {
    if (this.find(id) === undefined) await this.parts.desk.refresh();
    const peer = this.find(id);
    if (peer === undefined) return false;
    this.pages.show(id, peerTitle(peer));
    return true;
  }

  dispose(): void {
    vscode.Disposable.from(this.registrations, this.pages).dispose();
    this.parts.desk.dispose();
  }

  private draw(): void {
    const waiting = this.waiting();
    this.view.refresh();
    this.pages.refresh();
    this.notice.update(waiting);
    const reviews = this.reviews();
    const value = waiting.length + reviews;
    this.view.setBadge(value === 0 ? undefined : { value, tooltip: peersBadgeText(waiting.length, reviews) });
    this.parts.waiting(waiting.length);
    this.tellOfGlass();
  }

  /** One's own requests stand in Pending. */
  private shown(): readonly PeerRequest[] {
    return this.parts.desk.requests().filter((peer) => peer.kind !== 'own');
  }

  private waiting(): readonly PeerRequest[] {
    return this.parts.desk
      .requests()
      .filter((peer) => peer.kind === 'waiting' && this.steps.get(peer.id)?.given === undefined);
  }

  /** Broken glasses of others that this person has not looked at. */
  private reviews(): number {
    return this.parts.desk
      .requests()
      .filter(
        ({ id, kind, hindrance }) =>
          kind === 'notice' && hindrance === undefined && this.steps.get(id)?.given === undefined,
      ).length;
  }

  /** Who broke the glass is told of once, in words that nobody can overlook. */
  private tellOfGlass(): void {
    for (const peer of this.parts.desk.requests()) {
      if (peer.kind !== 'notice' || this.told.has(peer.id)) continue;
      this.told.add(peer.id);
      void vscode.window.showWarningMessage(glassNoticeText(peer));
    }
  }

  private liveParts(): LiveViewParts {
    const { clock, random } = this.parts;
    return {
      source: this.source(),
      labels: peerLabels,
      empty: peerEmpty,
      clock,
      random,
      guard: () => this.guard(),
      go: () => undefined,
    };
  }

  private source(): CardSource {
    return {
      cards: () => this.shown().map((peer) => this.cardOf(peer)),
      decide: (message, shownMilliseconds) => this.decide(message, shownMilliseconds),
      openDiff: (id, index) => {
        const statement = this.find(id)?.statement;
        if (statement !== undefined)
          void this.parts.documents.showChange(statement.name, statement.change, index);
      },
      openPage: (id) => void this.reveal(id),
      breakGlass: () => undefined,
      drawn: () => undefined,
    };
  }

  private cardOf(peer: PeerRequest): ShownCard {
    const { id, digest, statement } = peer;
    return {
      id,
      digest,
      createdAt: statement.createdAt,
      isOpen: true,
      listedUntil: Number.POSITIVE_INFINITY,
      armMilliseconds: peerArmMilliseconds,
      card: ({ now, surface }) => peerCard(peer, this.steps.get(id) ?? {}, { now, surface }),
      arrival: (place, open) => peerArrivalText(peer, place, open),
    };
  }

  private guard(): GuardView {
    const { courier, obstacle, more } = this.parts.desk.trouble();
    return peerGuard({
      more,
      strange: this.parts.desk.strange().length,
      ...(courier === undefined ? {} : { courier }),
      ...(obstacle === undefined ? {} : { obstacle: obstacleText(obstacle, this.parts.clock.now()) }),
    });
  }

  /** Begins to sign; what comes of it is shown on the card. */
  private async decide({ id, decision }: DecideMessage, reviewedMs: number): Promise<Refusal | undefined> {
    if (this.find(id) === undefined) return 'unknown-request';
    if (this.steps.get(id)?.signing !== undefined) return 'already-decided';
    const kind = decision.kind === 'approve' ? 'approval' : 'denial';
    this.steps.set(id, { signing: kind });
    void this.give(id, kind, {
      digest: decision.digest,
      reviewedMs,
      comment: decision.kind === 'deny' ? decision.reason : '',
    });
    return undefined;
  }

  private async give(
    id: string,
    kind: 'approval' | 'denial',
    decision: { readonly digest: string; readonly reviewedMs: number; readonly comment: string },
  ): Promise<void> {
    const { desk } = this.parts;
    const given = await (kind === 'approval'
      ? desk.countersign(id, decision)
      : desk.refuse(id, decision)
    ).catch((error: unknown) =>
      err({
        code: 'sign-failed' as const,
        detail: error instanceof Error ? error.message : deskBrokeText,
      }),
    );
    this.steps.set(id, given.ok ? { given: kind } : { refused: given.error });
    this.draw();
  }

  private find(id: string): PeerRequest | undefined {
    return this.parts.desk.requests().find((peer) => peer.id === id);
  }
}
