import { hasExpired, isOpen, isRedeemable, park } from '../core/approval/lifecycle.js';
import { inQueue } from '../core/approval/queue.js';
import type { NewerRequest, Request, VoidCode } from '../core/approval/request.js';
import type { Entry, EntryBody } from '../core/record/entry.js';
import { factsOfRequest } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Claim, RecordFailure, RecordStore, RequestStore, Windows } from '../ports/ports.js';
import { InOrder } from './in-order.js';

const decidedShown = 20;

/** One step of one request, worked out from the request as it is when its turn comes. */
export interface Transition {
  readonly to: Request;
  /** Taken first, once over all windows; whoever finds it taken does nothing. */
  readonly claim?: Claim;
  /** What the record must hold before the step counts. Absent where nothing is decided by it. */
  readonly entry?: EntryBody;
  /** Asked once the record holds `entry`: where false, another step stands there before it, and this one did not happen. */
  readonly stands?: (entry: Entry) => boolean;
  /** A claim of an earlier step that is given back once this one is kept. */
  readonly unclaim?: Claim;
}

/** Why a step was not taken; the request is as it was, or as another window left it. */
export type MoveFailure =
  | { readonly code: 'unknown-request' | 'already-decided' }
  | { readonly code: 'record-failed' | 'store-failed'; readonly detail: string };

/** What is heard of each step, once it is kept. */
type Moved = (request: Request) => void;

/**
 * The only writer of requests and of what the record holds of them. One step is: claim, record durably, save, tell.
 * Steps of one request come one after the other; what fails on the way leaves the request as it stands on disk.
 */
export class Ledger {
  private readonly requests = new Map<string, Request>();
  private readonly movedAt = new Map<string, number>();
  private readonly turns = new InOrder();
  private readonly listeners = new Set<() => void>();
  private readonly followers = new Set<Moved>();
  private readonly readers = new Set<() => void>();
  private notRead: readonly string[] = [];
  private foreign: ReadonlySet<string> = new Set();
  private ofNewer: readonly NewerRequest[] = [];
  private steps = 0;
  private reading: Promise<void> = Promise.resolve();
  private wished: Promise<void> | undefined;

  constructor(
    private readonly parts: {
      readonly record: Pick<RecordStore, 'append'>;
      readonly requests: RequestStore;
      readonly windows: Windows;
    },
  ) {}

  /** Takes the step that `plan` works out. The request after it, or why there was none. */
  move<E>(
    id: string,
    plan: (current: Request) => Result<Transition, E>,
  ): Promise<Result<Request, E | MoveFailure>> {
    return this.turns.run(id, async () => {
      const current = this.requests.get(id);
      if (!current) return err({ code: 'unknown-request' });
      const planned = plan(current);
      return planned.ok ? this.take(planned.value) : planned;
    });
  }

  /** Opens a request under the next number, with its entry in the record first. */
  async open(
    make: (id: string) => Request,
    entry: (request: Request) => EntryBody,
  ): Promise<Result<Request, MoveFailure>> {
    const number = await this.parts.requests.nextNumber();
    if (!number.ok) return err({ code: 'store-failed', detail: number.error.detail });
    const to = make(`CS-${number.value}`);
    return this.turns.run(to.id, () => this.take({ to, entry: entry(to) }));
  }

  /**
   * Takes in what is on disk. What a closed window held counts as parked; what another open window holds is shown and
   * decided there; what this window holds is as this window knows it.
   */
  refresh(): Promise<void> {
    this.wished ??= this.reading.then(() => {
      this.wished = undefined;
      this.reading = this.read();
      return this.reading;
    });
    return this.wished;
  }

  get(id: string): Request | undefined {
    return this.requests.get(id);
  }

  /** Open ones first, as they wait; then what is approved and not used yet, and the latest decided, newest first. */
  list(): readonly Request[] {
    const all = [...this.requests.values()];
    const open = inQueue(all.filter(isOpen));
    const decided = all.filter((request) => !isOpen(request)).sort((a, b) => b.createdAt - a.createdAt);
    const unused = decided.filter(({ state }) => state.kind === 'approved');
    const over = decided.filter(({ state }) => state.kind !== 'approved');
    return [...open, ...unused, ...over.slice(0, decidedShown)];
  }

  /** The names of files that stand where requests are kept and are none, as far as this version can tell. */
  unreadable(): readonly string[] {
    return this.notRead;
  }

  /** True where the file of a request, as it was last read, was not written by this installation. */
  isForeign(id: string): boolean {
    return this.foreign.has(id);
  }

  /** Requests that only a newer version can decide about, as they lie on disk. */
  newer(): readonly NewerRequest[] {
    return this.ofNewer;
  }

  /** The request that a call with this digest belongs to: one approved for it, else one that still waits. */
  find(digest: string, now: number): Request | undefined {
    const same = [...this.requests.values()].filter(
      (request) => request.digest === digest && !hasExpired(request, now),
    );
    return same.find((request) => isRedeemable(request, now)) ?? same.find(isOpen);
  }

  expired(now: number): readonly Request[] {
    return [...this.requests.values()].filter((request) => hasExpired(request, now));
  }

  /** Something that is shown with a request has changed, though not the request. */
  touch(): void {
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Hears of each step that this window takes, once it is kept. */
  onMoved(follower: Moved): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /** Hears when what is on disk has been taken in. */
  onRead(reader: () => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /** Resolves once every step that was asked for is taken, or has failed. */
  rest(): Promise<void> {
    return this.turns.rest();
  }

  private async take({
    to,
    claim,
    entry,
    stands,
    unclaim,
  }: Transition): Promise<Result<Request, MoveFailure>> {
    const { record, requests } = this.parts;
    if (claim !== undefined) {
      const taken = await requests.claim(to.id, claim);
      if (!taken.ok) return err({ code: 'store-failed', detail: taken.error.detail });
      if (!taken.value) {
        await this.read(to.id);
        return err({ code: 'already-decided' });
      }
    }
    const recorded = entry === undefined ? ok(undefined) : await record.append(entry);
    if (!recorded.ok) {
      if (claim !== undefined) await requests.unclaim(to.id, claim);
      return err({ code: 'record-failed', detail: recorded.error.detail });
    }
    if (recorded.value !== undefined && stands?.(recorded.value) === false) {
      await this.takeBack(to, undefined, entry, 'used-elsewhere');
      return err({ code: 'already-decided' });
    }
    const saved = await requests.save(to);
    if (!saved.ok) {
      await this.takeBack(to, claim, entry, 'record-failed');
      return err({ code: 'store-failed', detail: saved.error.detail });
    }
    if (unclaim !== undefined) await requests.unclaim(to.id, unclaim);
    this.steps += 1;
    this.movedAt.set(to.id, this.steps);
    this.requests.set(to.id, to);
    for (const follower of this.followers) follower(to);
    this.touch();
    return ok(to);
  }

  /** A step that the record holds and that could not be kept: it did not happen, and the record says so. */
  private async takeBack(
    to: Request,
    claim: Claim | undefined,
    entry: EntryBody | undefined,
    code: VoidCode,
  ): Promise<void> {
    if (entry?.type === 'call.approved' || entry?.type === 'call.released') {
      const facts = factsOfRequest(to);
      await this.parts.record.append({ ...facts, type: 'call.void', request: to.id, code });
    }
    // A run that was begun in the record is never begun again.
    if (claim !== undefined && claim !== 'used') await this.parts.requests.unclaim(to.id, claim);
    this.touch();
  }

  /** `own`: the request whose turn it is, so that nobody else is moving it. */
  private async read(own?: string): Promise<void> {
    const since = this.steps;
    const { requests, newer, unreadable, foreign } = await this.parts.requests.load();
    this.notRead = unreadable;
    this.foreign = new Set(foreign);
    this.ofNewer = newer;
    // What a newer version has taken over is no longer as this window knew it.
    for (const { id } of newer) this.requests.delete(id);
    for (const request of requests) {
      const isMoving = this.turns.isBusy(request.id) || (this.movedAt.get(request.id) ?? 0) > since;
      if (request.id === own || !isMoving) this.takeIn(request);
    }
    this.forgetOld();
    for (const reader of this.readers) reader();
    this.touch();
  }

  private takeIn(request: Request): void {
    const { windows } = this.parts;
    const known = this.requests.get(request.id);
    const isHeldHere = known?.state.kind === 'pending' && known.window === windows.self;
    if (request.state.kind !== 'pending') {
      if (!isHeldHere) this.requests.set(request.id, request);
    } else if (request.window !== windows.self && !isHeldHere) {
      if (windows.isOpen(request.window)) this.requests.delete(request.id);
      else this.requests.set(request.id, park(request, true));
    }
  }

  /** Decided ones beyond those that are shown are kept on disk alone. */
  private forgetOld(): void {
    const decided = [...this.requests.values()]
      .filter((request) => !isOpen(request) && request.state.kind !== 'approved')
      .sort((a, b) => b.createdAt - a.createdAt);
    for (const { id } of decided.slice(decidedShown)) {
      if (this.turns.isBusy(id)) continue;
      this.requests.delete(id);
      this.movedAt.delete(id);
    }
  }
}

/** Records what moves no request: a call that passes or has ended, an answer that came, a hook that was accepted. */
export function note(
  record: Pick<RecordStore, 'append'>,
  body: EntryBody,
): Promise<Result<Entry, RecordFailure>> {
  return record.append(body);
}
