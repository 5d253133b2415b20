import * as os from 'node:os';
import * as vscode from 'vscode';
import { awaitsDecision } from '../../core/approval/lifecycle.js';
import type { Request } from '../../core/approval/request.js';
import type { Review } from '../../core/record/reviews.js';
import type { Desk } from '../../desk/desk.js';
import { cardLabels, emptyText, guardDown, guardUp } from '../../messages/cards/labels.js';
import { newerRequestsText, unreadableRequestsText } from '../../messages/cards/state.js';
import { overdueAlarm } from '../../messages/record/review.js';
import { dayOf, todayText } from '../../messages/record/today.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { noticeText, requestsWaitingText } from '../../messages/window/announce.js';
import { drawnText, noFolderText, pageTitleText } from '../../messages/window/requests.js';
import type { WorldOf } from '../../ports/judge.js';
import type { Clock, Random } from '../../ports/ports.js';
import type { GuardView } from '../../protocol/card.js';
import { DiffDocuments } from '../card/diff-documents.js';
import type { Destination, LiveViewParts } from '../card/live-view.js';
import type { CardSource } from '../card/shown-card.js';
import type { ObservedRecord } from '../record/observed-record.js';
import { RecordTree } from '../record/record-tree.js';
import { type StatusAlarm, StatusItem } from '../status-item.js';
import { pendingViewId, recordViewId } from '../view-ids.js';
import { branchOf } from './branch.js';
import { breakGlass } from './break-glass.js';
import { Notice } from './notice.js';
import { OwnCards, type OwnCardsParts } from './own-cards.js';
import { registerRequestCommands } from './request-commands.js';
import { RequestPages } from './request-page.js';
import { RequestsView } from './requests-view.js';

export interface EditorParts {
  readonly desk: Desk;
  readonly record: ObservedRecord;
  readonly clock: Clock;
  readonly random: Random;
  readonly worldOf: WorldOf;
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** Changes that come together are drawn together. */
const gatherMilliseconds = 10;

/** The record is written at every call; what is shown of it follows at this pace. */
const recordMilliseconds = 500;

/** How far back a day is counted. */
const countedEntries = 1_000;

/** Everything of the desk that a person sees in this window. It shows and carries messages; it decides nothing. */
export class Editor implements vscode.Disposable {
  readonly documents = new DiffDocuments();
  readonly pending: RequestsView;
  private readonly pages: RequestPages;
  readonly record: RecordTree;
  private readonly status = new StatusItem();
  private readonly notice: Notice<Request>;
  private readonly registrations: vscode.Disposable;
  private gateProblem: string | undefined;
  private alarm: StatusAlarm | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private peersWaiting = 0;
  private reviews: readonly Review[] = [];
  private recordTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: EditorParts) {
    const { desk, clock } = parts;
    const cards = this.cardsParts();
    const live = this.liveParts(new OwnCards(cards));
    this.pending = new RequestsView(pendingViewId, live, parts.extension, () => {
      this.gather();
      this.followRecord();
    });
    this.pages = new RequestPages(live, parts.extension);
    this.record = new RecordTree((limit) => parts.desk.newest(limit));
    this.notice = new Notice({
      isVisible: () => this.pending.visible,
      show: ({ id }) => void this.pending.focus(id),
      text: noticeText,
      isProduction: ({ assessment }) => assessment.band === 'production',
    });
    const stopListening = parts.desk.onChange(() => this.gather());
    const stopReading = parts.record.onWritten(() => this.followRecord());
    this.registrations = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(pendingViewId, this.pending),
      registerRequestCommands({
        desk,
        clock,
        surroundings: cards.surroundings,
        openPage: cards.openPage,
        view: this.pending,
        documents: this.documents,
      }),
      vscode.commands.registerCommand('countersign.showRecord', () => showRecord()),
      { dispose: stopListening },
      { dispose: stopReading },
    );
    this.draw();
  }

  /** Undefined while the gate is open; else why it is not. */
  setGateProblem(problem: string | undefined): void {
    this.gateProblem = problem;
    void setContext('guardActive', problem === undefined);
    if (problem !== undefined) void vscode.window.showErrorMessage(editorLine(guardDown(problem).text));
    this.draw();
  }

  /** Undefined while every connected agent is held. */
  setGuardAlarm(alarm: StatusAlarm | undefined): void {
    this.alarm = alarm;
    this.draw();
  }

  /** Broken glasses of this record that nobody has looked at. */
  setReviews(reviews: readonly Review[]): void {
    this.reviews = reviews;
    this.record.setReviews(reviews);
    this.draw();
  }

  /** Pages of cards that come from elsewhere than the desk. */
  pagesOf(source: CardSource, closed: (id: string) => void): RequestPages {
    return new RequestPages(this.liveParts(source), this.parts.extension, closed);
  }

  /** How many requests of other persons wait for this one. */
  setPeersWaiting(count: number): void {
    if (count === this.peersWaiting) return;
    this.peersWaiting = count;
    this.draw();
  }

  /** The requests of this window that peers can see. */
  askedOfPeers(): readonly Request[] {
    return this.parts.desk.requests().filter((request) => request.state.kind === 'countersigning');
  }

  dispose(): void {
    clearTimeout(this.timer);
    clearTimeout(this.recordTimer);
    vscode.Disposable.from(
      this.registrations,
      this.pages,
      this.record,
      this.status,
      this.documents,
    ).dispose();
  }

  private liveParts(source: CardSource): LiveViewParts {
    const { clock, random } = this.parts;
    return {
      source,
      labels: cardLabels,
      empty: emptyText,
      clock,
      random,
      guard: () => this.guard(),
      go: (place) => void vscode.commands.executeCommand(commandOf[place]),
    };
  }

  private cardsParts(): OwnCardsParts {
    const { desk, clock, worldOf } = this.parts;
    return {
      desk,
      surroundings: {
        machine: os.hostname(),
        window: vscode.workspace.name ?? noFolderText,
        branch: (directory) => branchOf(worldOf({ cwd: directory, env: {} })),
      },
      openDiff: ({ id, change }, index) => void this.documents.showChange(id, change, index),
      openPage: ({ id }) => this.pages.show(id, pageTitleText(id)),
      openRule: ({ rule }) => void vscode.commands.executeCommand('countersign.showEffectivePolicy', rule.id),
      breakGlass: (request) => void breakGlass(desk, clock, request),
      peers: (request) => ({
        ...desk.peersOf(request.id),
        canBreakGlass: desk.canBreakGlass(),
        saidOf: (place) => desk.saidOf(place),
        isLooking: desk.isLooking(request.id),
      }),
      drawn: (request, milliseconds) => this.parts.log.info(drawnText(request.id, milliseconds)),
    };
  }

  private guard(): GuardView {
    return this.gateProblem === undefined ? guardUp : guardDown(this.gateProblem);
  }

  private gather(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, gatherMilliseconds);
  }

  private draw(): void {
    const open = this.parts.desk.requests().filter(awaitsDecision);
    this.pending.refresh();
    this.pages.refresh();
    const late = overdueAlarm(this.reviews, this.parts.clock.now());
    this.status.update(open, this.gateProblem, late ?? this.alarm, this.peersWaiting, late !== undefined);
    this.setBadge(open.length);
    this.notice.update(open);
    void setContext('hasPending', open.length > 0);
  }

  private followRecord(): void {
    this.recordTimer ??= setTimeout(() => {
      this.recordTimer = undefined;
      this.record.refresh();
      this.pending.describe(() => this.today());
    }, recordMilliseconds);
  }

  private today(): string {
    const entries = this.parts.record.newest(countedEntries);
    const today = entries.ok ? todayText(entries.value, dayOf(this.parts.clock.now())) : '';
    const { desk } = this.parts;
    return [today, newerRequestsText(desk.newerRequests()), unreadableRequestsText(desk.unreadable())]
      .filter((part) => part !== '')
      .join('; ');
  }

  /** The view's own badge needs the view to have been opened once; until then the record's tree carries it. */
  private setBadge(waiting: number): void {
    const badge = waiting === 0 ? undefined : { value: waiting, tooltip: requestsWaitingText(waiting) };
    const isCarried = this.pending.setBadge(badge);
    this.record.view.badge = isCarried ? undefined : badge;
  }
}

const commandOf: Readonly<Record<Destination, string>> = {
  connect: 'countersign.connectAgent',
  drill: 'countersign.runDrill',
  record: 'countersign.showRecord',
};

function showRecord(): Thenable<unknown> {
  return vscode.commands.executeCommand(`${recordViewId}.focus`);
}

function setContext(key: string, value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `countersign.${key}`, value);
}
