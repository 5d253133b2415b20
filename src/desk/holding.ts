import {
  askedAgain,
  awaitsDecision,
  expire,
  hasExpired,
  isOpen,
  isRedeemable,
  park,
  voidRequest,
} from '../core/approval/lifecycle.js';
import type { Request } from '../core/approval/request.js';
import type { RulingReason } from '../core/approval/ruling-reason.js';
import { keepingSeen } from '../core/approval/seen.js';
import { parkAt, pendingUntil } from '../core/approval/times.js';
import { coversCeremony } from '../core/policy/covers.js';
import type { Verdict } from '../core/policy/verdict.js';
import type { EntryBody } from '../core/record/entry.js';
import { factsOfRequest } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { thrownText } from '../core/shared/thrown.js';
import type { RulesOf } from '../ports/looks.js';
import type { Countersigning } from './countersigning.js';
import type { CredentialsRead } from './credentials-read.js';
import { groundNow, movedSince } from './grounds.js';
import { InOrder } from './in-order.js';
import type { Ledger, MoveFailure } from './ledger.js';
import { Looking } from './looking.js';
import type { DeskParts } from './parts.js';
import { areTwins } from './releases.js';
import type { Releasing } from './releasing.js';
import { Rewriters } from './rewriters.js';
import type { Caller, DeskRuling, Judged, Shown, Waiter } from './ring.js';
import { isEnded } from './standing-yes.js';
import { Timers } from './timers.js';
import type { Waiters } from './waiters.js';

type Hold = Verdict & { readonly kind: 'hold' };

/** Holds hooks while a person decides, and lets go of them in time: parked, never allowed by waiting. */
export class Holding {
  private readonly timers: Timers;
  private readonly rewriters: Rewriters;
  private readonly finding = new InOrder();
  readonly looking: Looking;
  private closed = false;
  /** Requests whose waiters are being let go. */
  private readonly letGo = new Set<string>();
  private readonly watched = new Map<string, number>();
  /** What this window's open requests were judged from, to judge it again when a person says what a place is. */
  private readonly judgedFrom = new Map<string, Judged>();

  constructor(
    private readonly parts: DeskParts,
    private readonly ledger: Ledger,
    private readonly waiters: Waiters,
    private readonly releasing: Releasing,
    /** Present where peers can be asked. */
    private readonly peers: Countersigning | undefined,
    private readonly credentials: CredentialsRead,
  ) {
    this.timers = new Timers(parts.clock);
    ledger.onMoved((request) => this.follow(request));
    this.rewriters = new Rewriters(parts.record);
    this.looking = new Looking(
      parts,
      ledger,
      (id) => this.judgedFrom.get(id),
      (request) => this.rulesOf(request),
      (id) => this.forbiddenThere(id),
    );
  }

  /** Answers a call that needs a yes: from an approval that waits for it, or once a person has decided. */
  async hold(judged: Judged, verdict: Hold, caller: Caller): Promise<DeskRuling> {
    const twin = await this.releasing.twin(judged);
    if (twin) return twin;
    // Two hooks of one call find one request.
    const { ruling } = await this.finding.run(judged.digest, () => this.find(judged, verdict, caller));
    return ruling;
  }

  /** Looks at all that a person is shown of a call, and at what a yes will be bound to. */
  private async look(judged: Judged, known: Request | undefined): Promise<Shown> {
    const { judge } = this.parts;
    const { call, assessment, site } = judged;
    const [foreseen, hooks, footing, credentials] = await Promise.all([
      judge.foresee(call, assessment, site),
      judge.foreignHooks(call.agent, site),
      groundNow(judged, this.parts, known?.basis),
      this.credentials.usedBy(judged),
    ]);
    return { ...judged, foreseen, hooks, footing, credentials };
  }

  /** Begins to wait at the request that the call belongs to, or has the answer at once. */
  private async find(
    judged: Judged,
    verdict: Hold,
    caller: Caller,
  ): Promise<{ readonly ruling: DeskRuling | Promise<DeskRuling> }> {
    await this.ledger.refresh();
    const now = this.parts.clock.now();
    const before = this.ledger.find(judged.digest, now);
    const shown = await this.look(judged, before);
    // Looking takes a while: a person may have said yes meanwhile.
    const known = before && this.ledger.get(before.id);
    const spent = known && (await this.spent(known, shown, verdict));
    if (spent) return { ruling: spent };
    // What the record has ended is not asked about again under its name.
    const isLive =
      known !== undefined &&
      isOpen(known) &&
      !isEnded(known.id, this.parts) &&
      !(await this.isStale(known, shown));
    const again = isLive ? await this.again(known, shown, verdict, now) : undefined;
    const isLost = again === undefined || (!again.ok && again.error.code === 'already-decided');
    // Decided in this very moment: a yes is spent, else it is asked about anew.
    const decided = again !== undefined && isLost ? known && this.ledger.get(known.id) : undefined;
    const late = decided && (await this.spent(decided, shown, verdict));
    if (late) return { ruling: late };
    const request = isLost ? await this.open(shown, verdict, now) : again;
    if (!request.ok) return { ruling: failed(request.error) };
    const { id } = request.value;
    this.judgedFrom.set(id, judged);
    if (this.closed) {
      this.park(id, { code: 'closing', id }, false);
      return { ruling: { kind: 'deny', reason: { code: 'closing', id } } };
    }
    void this.peers?.foresee(request.value);
    this.looking.held(id);
    return { ruling: this.wait(request.value, judged, caller) };
  }

  /** The answer by a yes that waits for this call; undefined where there is none, or where it does not stand. */
  private async spent(known: Request, shown: Shown, { ceremony }: Hold): Promise<DeskRuling | undefined> {
    if (!isRedeemable(known, this.parts.clock.now())) return undefined;
    // What was given under milder rules is not what is asked for now.
    const covers = coversCeremony(known.ceremony, ceremony);
    const flaw = this.releasing.flawOf(known) ?? (covers ? undefined : 'policy-changed');
    if (flaw === undefined) return this.releasing.redeemed(known, shown, shown.hooks);
    if (flaw !== 'newer') await this.releasing.flawed(known, shown, flaw);
    return undefined;
  }

  /** A call ran without the yes that it waits for: what is asked or was given for it is void. */
  async ranAnyway(judged: Judged): Promise<void> {
    await this.ledger.refresh();
    const known = this.ledger.find(judged.digest, this.parts.clock.now());
    if (known) await this.releasing.voided(known, judged, 'ran-anyway');
  }

  /** Expiry is watched from the first look on. */
  watchExpiry(request: Request): void {
    const { id, state, expiresAt } = request;
    if (!isOpen(request) && state.kind !== 'approved') return;
    if (this.watched.get(id) === expiresAt) return;
    this.watched.set(id, expiresAt);
    this.timers.at(expiresAt, () => this.expireDue());
  }

  /** Whoever waits is told no; what they wait for stays, parked. */
  dispose(): void {
    this.closed = true;
    this.looking.dispose();
    this.timers.dispose();
    for (const id of this.waiters.ids()) this.park(id, { code: 'closing', id }, false);
  }

  /** What a step means for those who wait. */
  private follow(request: Request): void {
    const { id, state } = request;
    this.watchExpiry(request);
    if (!isOpen(request)) this.judgedFrom.delete(id);
    if (state.kind === 'approved') void this.release(id);
    else if (state.kind === 'denied')
      this.waiters.settle(id, { kind: 'deny', reason: { code: 'denied', id, said: state.reason } });
    // What releasing finds on the way it says itself.
    else if (state.kind === 'void' && !this.letGo.has(id))
      this.waiters.settle(id, { kind: 'deny', reason: { code: 'voided', id, why: state.code } });
  }

  /** A person said yes: the first waiter runs, with its twin; whoever else waits is told that the run is given. */
  private async release(id: string): Promise<void> {
    this.letGo.add(id);
    for (const waiter of this.waiters.of(id)) {
      const ruling = await this.releasing.release(id, waiter.judged).catch(
        (error: unknown): DeskRuling => ({
          kind: 'fail',
          reason: { code: 'judge-failed', detail: thrownText(error) },
        }),
      );
      waiter.answer(ruling);
    }
    this.letGo.delete(id);
  }

  /** What a person reads is no longer what would run: they are asked anew, and see the difference. */
  private async isStale(known: Request, shown: Shown): Promise<boolean> {
    if (!awaitsDecision(known) || known.basis === undefined) return false;
    const moved = movedSince(known, shown.footing);
    if (moved === undefined) return false;
    await this.releasing.voided(known, shown, 'ground-changed', moved);
    return true;
  }

  private async again(
    known: Request,
    judged: Shown,
    verdict: Hold,
    now: number,
  ): Promise<Result<Request, MoveFailure>> {
    if (this.waiters.of(known.id).some((waiter) => areTwins(waiter.judged, judged))) return ok(known);
    const until = parkAt(now, judged.ring.budgetMs, this.parts.settings());
    return this.ledger.move(known.id, (current) => {
      if (!isOpen(current)) return err({ code: 'already-decided' } as const);
      const asked = askedAgain(current, this.parts.windows.self, until);
      const to = awaitsDecision(asked) ? this.asOfNow(asked, judged, verdict) : asked;
      return ok({ entry: heldEntry(to, judged), to });
    });
  }

  /** The requests on which nobody has decided, with what was judged. */
  undecided(): readonly (readonly [Request, Judged])[] {
    return [...this.judgedFrom].flatMap(([id, judged]) => {
      const request = this.ledger.get(id);
      return request !== undefined && awaitsDecision(request) ? [[request, judged] as const] : [];
    });
  }

  /** A held call as it is judged now: its card is of that, and asks for what the rules want then. Nothing is released by it. */
  async judgedAgain(held: Request, judged: Judged, verdict: Verdict): Promise<void> {
    if (judged.digest === held.digest) return;
    if (verdict.kind === 'deny') {
      await this.releasing.voided(held, judged, 'policy-changed');
      return;
    }
    const shown = await this.look(judged, held);
    const ruled = await this.looking.ruling();
    const { ceremony, rule } =
      verdict.kind === 'hold' ? verdict : { ceremony: { kind: 'confirm' } as const, rule: held.rule };
    await this.ledger.move(held.id, (current) => {
      if (!awaitsDecision(current) || current.digest !== held.digest)
        return err({ code: 'already-decided' } as const);
      const { copy: _, rewriters: __, look: ___, ...rest } = current;
      const to = ruled(keepingSeen({ ...rest, ...this.shownFields(shown), ceremony, rule }, current));
      return to === undefined
        ? err({ code: 'already-decided' } as const)
        : ok({ entry: heldEntry(to, shown), to });
    });
    if (this.judgedFrom.has(held.id)) this.judgedFrom.set(held.id, judged);
  }

  private rulesOf({ id, call }: Request): RulesOf {
    const { session } = this.releasing.keptFor(call);
    return { session, settings: this.parts.settings(), team: this.judgedFrom.get(id)?.team };
  }

  private async forbiddenThere(id: string): Promise<void> {
    const request = this.ledger.get(id);
    const judged = this.judgedFrom.get(id);
    if (request && judged) await this.releasing.voided(request, judged, 'target-changed');
  }

  /** What was held before this window opened cannot be judged again here: the agent asks anew, and is judged by what was said. */
  async endUnread(id: string): Promise<void> {
    if (this.judgedFrom.has(id)) return;
    await this.ledger.move(id, (current) =>
      awaitsDecision(current)
        ? ok({
            claim: 'decided',
            entry: { ...factsOfRequest(current), type: 'call.void', request: id, code: 'target-changed' },
            to: voidRequest(current, 'target-changed', this.parts.clock.now()),
          } as const)
        : err({ code: 'already-decided' } as const),
    );
  }

  /** Nobody has said yes yet: the rules and the ground are those of now. */
  private asOfNow(asked: Request, shown: Shown, verdict: Hold): Request {
    const { rewriters: _, ...rest } = asked;
    const { ceremony, rule } = coversCeremony(asked.ceremony, verdict.ceremony) ? asked : verdict;
    return { ...rest, ceremony, rule, ...shown.footing, ...this.rewritersOf(shown) };
  }

  /** Shown on the card: a yes beside hooks that can rewrite the call needs one more word. */
  private rewritersOf({ hooks }: Shown): Pick<Request, 'rewriters'> {
    const rewriters = this.rewriters.unaccepted(hooks);
    return rewriters.length === 0 ? {} : { rewriters };
  }

  /** Of a request, what its card shows of the call and what a yes is bound to. */
  private shownFields(shown: Shown) {
    const { digest, assessment, foreseen, footing, credentials } = shown;
    const { change } = foreseen;
    return {
      digest,
      assessment,
      change,
      ...offerOf(shown),
      ...this.lookOf(shown),
      ...footing,
      ...this.rewritersOf(shown),
      ...(credentials.length === 0 ? {} : { credentials }),
    };
  }

  private lookOf({ foreseen: { looks } }: Shown): Pick<Request, 'look'> {
    return looks === undefined || this.parts.looks === undefined ? {} : { look: { places: looks } };
  }

  private open(judged: Shown, verdict: Hold, now: number): Promise<Result<Request, MoveFailure>> {
    const settings = this.parts.settings();
    const made = {
      ...this.shownFields(judged),
      call: judged.call,
      ceremony: verdict.ceremony,
      rule: verdict.rule,
      createdAt: now,
      parkAt: parkAt(now, judged.ring.budgetMs, settings),
      expiresAt: pendingUntil(now, settings),
      asked: 1,
      state: { kind: 'pending' },
      window: this.parts.windows.self,
    } as const;
    return this.ledger.open(
      (id) => ({ id, ...made }),
      (request) => heldEntry(request, judged),
    );
  }

  private wait({ id, parkAt: until }: Request, judged: Judged, { gone, held }: Caller): Promise<DeskRuling> {
    held?.(id);
    return new Promise((resolve) => {
      const cancel = this.timers.at(until, () => this.park(id, { code: 'parked', id }, false));
      const waiter: Waiter = {
        judged,
        answer: (ruling) => {
          cancel();
          this.waiters.remove(id, waiter);
          resolve(ruling);
        },
      };
      this.waiters.add(id, waiter);
      if (gone?.aborted) this.hungUp(id, waiter);
      else gone?.addEventListener('abort', () => this.hungUp(id, waiter), { once: true });
    });
  }

  private hungUp(id: string, waiter: Waiter): void {
    waiter.answer({ kind: 'deny', reason: { code: 'parked', id } });
    if (!this.waiters.isHeld(id)) this.park(id, { code: 'parked', id }, true);
  }

  /** The hooks have their answer at once, whatever the disk does; it is a no. */
  private park(id: string, reason: RulingReason, agentGone: boolean): void {
    this.waiters.settle(id, { kind: 'deny', reason });
    void this.ledger.move(id, (current) =>
      current.state.kind === 'pending' && !this.waiters.isHeld(id)
        ? ok({
            entry: { ...factsOfRequest(current), type: 'call.parked', request: id },
            to: park(current, agentGone),
          } as const)
        : err({ code: 'already-decided' } as const),
    );
  }

  private expireDue(): void {
    const now = this.parts.clock.now();
    for (const { id } of this.ledger.expired(now)) {
      this.waiters.settle(id, { kind: 'deny', reason: { code: 'expired', id } });
      void this.ledger.move(id, (current) =>
        hasExpired(current, now)
          ? ok({
              entry: { ...factsOfRequest(current), type: 'call.expired', request: id },
              to: expire(current, now),
            } as const)
          : err({ code: 'already-decided' } as const),
      );
    }
  }
}

/** What of this disk alone goes: it can be copied first. */
function offerOf({ foreseen: { copyable } }: Shown): Pick<Request, 'copy'> {
  if (copyable === undefined) return {};
  const { files, bytes, fits } = copyable;
  return { copy: { files, bytes, fits } };
}

function heldEntry({ id, rule }: Request, { facts }: Judged): EntryBody {
  return { ...facts, type: 'call.held', request: id, rule: rule.id };
}

/** Nobody can be asked: the agent hears why. */
function failed(failure: MoveFailure): DeskRuling {
  const reason: RulingReason = 'detail' in failure ? failure : { code: 'store-failed', detail: failure.code };
  return { kind: 'fail', reason };
}
