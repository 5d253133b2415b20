import {
  askedAgain,
  awaitsDecision,
  expire,
  isOpen,
  isRedeemable,
  park,
} from '../core/approval/lifecycle.js';
import type { Request } from '../core/approval/request.js';
import { parkAt, pendingUntil } from '../core/approval/times.js';
import { coversCeremony } from '../core/policy/covers.js';
import type { Ceremony, Verdict } from '../core/policy/verdict.js';
import { factsOfRequest } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import * as words from '../messages/answers/answer.js';
import type { Ruling } from '../protocol/answer.js';
import type { Countersigning } from './countersigning.js';
import { InOrder } from './in-order.js';
import type { DeskParts } from './parts.js';
import { areTwins } from './releases.js';
import type { Releasing } from './releasing.js';
import { Rewriters } from './rewriters.js';
import type { Caller, Judged, Shown, Waiter } from './ring.js';
import type { Shelf } from './shelf.js';
import { Timers } from './timers.js';

type Hold = Verdict & { readonly kind: 'hold' };

/** Holds hooks while a person decides, and lets go of them in time: parked, never allowed by waiting. */
export class Holding {
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly timers: Timers;
  private readonly rewriters: Rewriters;
  private readonly finding = new InOrder();
  /** Set where peers can be asked. */
  peers: Countersigning | undefined;

  constructor(
    private readonly parts: DeskParts,
    private readonly shelf: Shelf,
    private readonly releasing: Releasing,
  ) {
    this.timers = new Timers(parts.clock);
    this.rewriters = new Rewriters(parts.record);
  }

  /** Looks at all that a person is shown of a call, and at what peers will sign for. */
  async look(judged: Judged, verdict: Hold): Promise<Shown> {
    const { judge, clock } = this.parts;
    const { call, assessment, site } = judged;
    const known = this.known(judged.digest, clock.now());
    const isForPeers = [verdict.ceremony, known?.ceremony].some((one) => one?.kind === 'countersign');
    const [change, hooks, basis] = await Promise.all([
      judge.changeOf(call, assessment, site),
      judge.foreignHooks(call.agent, site),
      isForPeers ? this.peers?.basisOf(judged, known?.basis) : undefined,
    ]);
    return { ...judged, change, hooks, ...(basis === undefined ? {} : { basis }) };
  }

  /** Answers a call that needs a yes: from an approval that waits for it, or once a person has decided. */
  async hold(judged: Shown, verdict: Hold, caller: Caller): Promise<Ruling> {
    const twin = await this.releasing.twin(judged);
    if (twin) return twin;
    // Two hooks of one call find one request.
    const { ruling } = await this.finding.run(judged.digest, () => this.find(judged, verdict, caller));
    return ruling;
  }

  /** Begins to wait at the request that the call belongs to, or has the answer at once. */
  private async find(
    judged: Shown,
    verdict: Hold,
    caller: Caller,
  ): Promise<{ readonly ruling: Ruling | Promise<Ruling> }> {
    const now = this.parts.clock.now();
    const known = this.shelf.find(judged.digest, now);
    if (known && isRedeemable(known, now) && this.releasing.vouchedFor(known)) {
      // What was given under milder rules is not what is asked for now.
      if (coversCeremony(known.ceremony, verdict.ceremony))
        return { ruling: await this.releasing.redeemed(known, judged, judged.hooks) };
      await this.releasing.voided(known, judged, 'policy-changed');
    }
    const request =
      known && isOpen(known)
        ? await this.again(known, judged, verdict, now)
        : await this.open(judged, verdict, now);
    if (!request.ok) return { ruling: { kind: 'fail', reason: request.error } };
    return { ruling: this.wait(request.value, judged, caller) };
  }

  /** True while a hook waits for the request. */
  isHeld(id: string): boolean {
    return (this.waiters.get(id)?.size ?? 0) > 0;
  }

  /** A person said yes: the first waiter runs, with its twin; whoever else waits is told that the run is given. */
  async release(id: string): Promise<void> {
    for (const waiter of [...(this.waiters.get(id) ?? [])]) {
      const ruling = await this.releasing
        .release(id, waiter.judged)
        .catch((): Ruling => ({ kind: 'fail', reason: words.judgeFailedText('releasing broke') }));
      waiter.answer(ruling);
    }
  }

  /** Answers everyone who waits for a request. */
  settle(id: string, ruling: Ruling): void {
    for (const waiter of [...(this.waiters.get(id) ?? [])]) waiter.answer(ruling);
  }

  watchExpiry(request: Request): void {
    if (isOpen(request) || request.state.kind === 'approved')
      this.timers.at(request.expiresAt, () => this.expireDue());
  }

  dispose(): void {
    this.timers.dispose();
    for (const [id, waiting] of this.waiters) {
      if (waiting.size > 0) this.park(id, words.closingText(id), false);
    }
  }

  /** A request for this digest, as it stands on disk: another window may have left or decided it. */
  private known(digest: string, now: number): Request | undefined {
    this.shelf.refresh();
    return this.shelf.find(digest, now);
  }

  private async again(
    known: Request,
    judged: Shown,
    verdict: Hold,
    now: number,
  ): Promise<Result<Request, string>> {
    const waiting = [...(this.waiters.get(known.id) ?? [])];
    if (waiting.some((waiter) => areTwins(waiter.judged, judged))) return ok(known);
    const until = parkAt(now, judged.ring.budgetMs, this.parts.settings());
    this.watchExpiry(known);
    const asked = askedAgain(known, this.parts.windows.self, until);
    if (!awaitsDecision(asked)) return this.keep(asked, judged);
    // Nobody has said yes yet: the rules and the ground are those of now.
    const { basis: _, rewriters: __, ...rest } = asked;
    const stricter = coversCeremony(known.ceremony, verdict.ceremony) ? known : verdict;
    const { ceremony, rule } = stricter;
    const ground = { ...this.basisFor(ceremony, judged), ...this.rewritersOf(judged) };
    return this.keep({ ...rest, ceremony, rule, ...ground }, judged);
  }

  /** What peers will sign for is taken down before anybody reads it. */
  private basisFor(ceremony: Ceremony, { basis }: Shown): Pick<Request, 'basis'> {
    if (ceremony.kind !== 'countersign' || !this.peers) return {};
    if (basis === undefined) throw new Error('its ground was not looked at');
    return { basis };
  }

  /** Shown on the card: a yes beside them needs one more word. */
  private rewritersOf({ hooks }: Shown): Pick<Request, 'rewriters'> {
    const rewriters = this.rewriters.unaccepted(hooks);
    return rewriters.length === 0 ? {} : { rewriters };
  }

  private async open(judged: Shown, verdict: Hold, now: number): Promise<Result<Request, string>> {
    const number = this.parts.requests.nextNumber();
    if (!number.ok) return err(words.storeFailedText(number.error.detail));
    const settings = this.parts.settings();
    const request: Request = {
      id: `CS-${number.value}`,
      digest: judged.digest,
      call: judged.call,
      assessment: judged.assessment,
      change: judged.change,
      ceremony: verdict.ceremony,
      ...this.basisFor(verdict.ceremony, judged),
      ...this.rewritersOf(judged),
      rule: verdict.rule,
      createdAt: now,
      parkAt: parkAt(now, judged.ring.budgetMs, settings),
      expiresAt: pendingUntil(now, settings),
      asked: 1,
      state: { kind: 'pending' },
      window: this.parts.windows.self,
    };
    this.watchExpiry(request);
    return this.keep(request, judged);
  }

  /** Records that a request is held, makes it durable, and only then shows it. */
  private async keep(request: Request, judged: Judged): Promise<Result<Request, string>> {
    const recorded = await this.parts.record.append({
      ...judged.facts,
      type: 'call.held',
      request: request.id,
      rule: request.rule.id,
    });
    if (!recorded.ok) return err(words.recordFailedText(recorded.error.detail));
    const before = this.shelf.get(request.id);
    const saved = this.shelf.put(request);
    if (saved.ok) {
      void this.peers?.foresee(request);
      return ok(request);
    }
    // Nobody waits for it, so it must not be shown as if somebody did.
    if (before) this.shelf.put(before);
    else this.shelf.drop(request.id);
    return err(words.storeFailedText(saved.detail));
  }

  private wait(request: Request, judged: Judged, { gone, held }: Caller): Promise<Ruling> {
    held?.(request.id);
    return new Promise((resolve) => {
      const waiting = this.waiters.get(request.id) ?? new Set<Waiter>();
      this.waiters.set(request.id, waiting);
      const cancel = this.timers.at(request.parkAt, () =>
        this.park(request.id, words.parkedText(request.id), false),
      );
      const waiter: Waiter = {
        judged,
        answer: (ruling) => {
          cancel();
          waiting.delete(waiter);
          resolve(ruling);
        },
      };
      waiting.add(waiter);
      if (gone?.aborted) this.hungUp(request.id, waiter);
      else gone?.addEventListener('abort', () => this.hungUp(request.id, waiter), { once: true });
    });
  }

  private hungUp(id: string, waiter: Waiter): void {
    waiter.answer({ kind: 'deny', reason: words.parkedText(id) });
    if (this.waiters.get(id)?.size === 0) this.park(id, words.parkedText(id), true);
  }

  private park(id: string, reason: string, agentGone: boolean): void {
    const request = this.shelf.get(id);
    if (request?.state.kind === 'pending') {
      this.shelf.put(park(request, agentGone));
      void this.parts.record.append({ ...factsOfRequest(request), type: 'call.parked', request: id });
    }
    this.settle(id, { kind: 'deny', reason });
  }

  private expireDue(): void {
    const now = this.parts.clock.now();
    for (const request of this.shelf.expired(now)) {
      this.shelf.put(expire(request, now));
      void this.parts.record.append({
        ...factsOfRequest(request),
        type: 'call.expired',
        request: request.id,
      });
      this.settle(request.id, { kind: 'deny', reason: words.expiredText(request.id) });
    }
  }
}
