import * as vscode from 'vscode';
import type { Request } from '../../core/approval/request.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { type PeerRequest, requestOf } from '../../desk/peer-request.js';
import type { PeersDesk } from '../../desk/peers-desk.js';
import { obstacleText } from '../../messages/countersign/countersign.js';
import {
  deskBrokeText,
  glassNoticeText,
  type PeerStep,
  peerArrivalText,
  peerCard,
  peerEmpty,
  peerGuard,
  peerLabels,
  peerNoticeText,
  peersBadgeText,
  peerTitle,
} from '../../messages/countersign/peer-card.js';
import { gonePageTitleText } from '../../messages/window/requests.js';
import type { Clock, Random } from '../../ports/ports.js';
import type { GuardView } from '../../protocol/card.js';
import type { Decision, Refusal } from '../../protocol/decision.js';
import type { DiffDocuments } from '../card/diff-documents.js';
import type { DecisionDesk, LiveViewParts, Wording } from '../card/live-view.js';
import { Notice } from '../requests/notice.js';
import { RequestPages } from '../requests/request-page.js';
import { peersViewId, RequestsView } from '../requests/requests-view.js';

export interface PeersEditorParts {
  readonly desk: PeersDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly extension: vscode.Uri;
  readonly documents: DiffDocuments;
}

/** The view "For My Countersignature": other persons' requests, and this person's signed answers. */
export class PeersEditor implements vscode.Disposable {
  private readonly view: RequestsView;
  private readonly pages: RequestPages;
  private readonly notice: Notice;
  private readonly steps = new Map<string, PeerStep>();
  private readonly told = new Set<string>();
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: PeersEditorParts) {
    const live = this.liveParts();
    this.view = new RequestsView(peersViewId, live, parts.extension, () => this.draw());
    this.pages = new RequestPages(live, parts.extension, (request) => {
      const peer = this.find(request.id);
      return peer === undefined ? gonePageTitleText : peerTitle(peer);
    });
    this.notice = new Notice(
      () => this.view.visible,
      (id) => void this.reveal(id),
      (news) => peerNoticeText(this.waiting().filter((peer) => news.some((one) => one.id === peer.id))),
    );
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
    this.pages.show(requestOf(peer));
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
    this.notice.update(waiting.map(requestOf));
    this.view.setBadge(
      waiting.length === 0 ? undefined : { value: waiting.length, tooltip: peersBadgeText(waiting.length) },
    );
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

  /** Who broke the glass is told of once, in words that nobody can overlook. */
  private tellOfGlass(): void {
    for (const peer of this.parts.desk.requests()) {
      if (peer.kind !== 'notice' || this.told.has(peer.id)) continue;
      this.told.add(peer.id);
      void vscode.window.showWarningMessage(glassNoticeText(peer));
    }
  }

  private liveParts(): LiveViewParts {
    const { clock, random, documents } = this.parts;
    return {
      desk: this.decisions(),
      wording: this.wording(),
      clock,
      random,
      surroundings: { machine: '', window: '', branch: () => undefined },
      guard: () => this.guard(),
      openDiff: (request, index) => void documents.showChange(request, index),
      openPage: (request) => this.pages.show(request),
      go: () => undefined,
      drawn: () => undefined,
    };
  }

  private wording(): Wording {
    return {
      labels: peerLabels,
      empty: peerEmpty,
      card: (request, { now, surface }) => {
        const peer = this.find(request.id);
        if (!peer) throw new Error('unknown-request');
        return peerCard(peer, this.steps.get(peer.id) ?? {}, { now, surface });
      },
      arrival: peerArrivalText,
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

  private decisions(): DecisionDesk {
    return {
      requests: () => this.shown().map(requestOf),
      decide: (id, decision, shownMilliseconds) => this.decide(id, decision, shownMilliseconds),
      letReadsPass: async () => err('unknown-request'),
      acceptHooks: async () => err('unknown-request'),
    };
  }

  /** Begins to sign; what comes of it is shown on the card. */
  private async decide(
    id: string,
    decision: Decision,
    reviewedMs: number,
  ): Promise<Result<Request, Refusal>> {
    const peer = this.find(id);
    if (!peer) return err('unknown-request');
    if (this.steps.get(id)?.signing !== undefined) return err('already-decided');
    const kind = decision.kind === 'approve' ? 'approval' : 'denial';
    this.steps.set(id, { signing: kind });
    void this.give(id, kind, {
      digest: decision.digest,
      reviewedMs,
      comment: decision.kind === 'deny' ? decision.reason : '',
    });
    return ok(requestOf(peer));
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
