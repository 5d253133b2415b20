import { approve, confirm, deny } from '../core/approval/lifecycle.js';
import type { NewerRequest, Request } from '../core/approval/request.js';
import { approvalMs } from '../core/approval/times.js';
import type { Obstacle, Progress } from '../core/countersign/progress.js';
import { ruleOn } from '../core/policy/rule-on.js';
import { productionTouched, targetKey } from '../core/policy/touch.js';
import type { Verdict } from '../core/policy/verdict.js';
import type { Entry } from '../core/record/entry.js';
import { factsOfRequest } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { decodeEvent } from '../core/toolcall/decode.js';
import type { HookEvent } from '../core/toolcall/event.js';
import * as words from '../messages/answers/answer.js';
import type { Claim, RecordFailure } from '../ports/ports.js';
import { type Answer, answerIn, type Ruling } from '../protocol/answer.js';
import type { Decision, GlassDecision, GlassRefusal, Refusal } from '../protocol/decision.js';
import type { Ring, RingTaker } from '../protocol/ring.js';
import type { CountersignParts } from './countersign-parts.js';
import { Countersigning } from './countersigning.js';
import { Holding } from './holding.js';
import type { DeskParts } from './parts.js';
import { receive } from './reception.js';
import { Releases } from './releases.js';
import { Releasing } from './releasing.js';
import { Rewriters } from './rewriters.js';
import type { Caller, Judged } from './ring.js';
import { Sessions } from './sessions.js';
import { Shelf } from './shelf.js';
import { hasSlipped } from './slipped.js';
import { Transcripts } from './transcripts.js';

const noOpinion: Ruling = { kind: 'no-opinion' };

const rewritten = { type: 'call.void', request: '', code: 'call-changed' } as const;

/**
 * The notary's desk: one call's way from ring to release. The order is law: a decision is in the record, durably,
 * before anything is released, and everything that breaks on the way is a no.
 */
export class Desk implements RingTaker {
  private readonly shelf: Shelf;
  private readonly sessions: Sessions;
  private readonly releases: Releases;
  private readonly releasing: Releasing;
  private readonly holding: Holding;
  private readonly rewriters: Rewriters;
  private readonly countersigning: Countersigning | undefined;
  private readonly transcripts: Transcripts | undefined;
  private closed = false;

  constructor(private readonly parts: DeskParts) {
    this.shelf = new Shelf(parts.requests, parts.windows);
    this.sessions = new Sessions(parts.judge);
    this.releases = new Releases(this.sessions);
    this.releasing = new Releasing(parts, this.shelf, this.releases);
    this.holding = new Holding(parts, this.shelf, this.releasing);
    this.rewriters = new Rewriters(parts.record);
    this.transcripts = parts.tailOf && new Transcripts(parts, parts.tailOf);
    this.countersigning = parts.countersigning && this.withPeers(parts.countersigning);
  }

  /** Brings back the requests that are on disk. Before it, none is shown. */
  restore(): void {
    this.shelf.refresh();
    for (const request of this.shelf.list()) this.holding.watchExpiry(request);
  }

  /** Answers one ring. `gone` aborts when the agent hangs up; `held` hears the request. Never rejects. */
  async ring(ring: Ring, gone?: AbortSignal, held?: (request: string) => void): Promise<Answer> {
    try {
      return answerIn(ring.agent, await this.rule(ring, { gone, held }));
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'the desk broke';
      return answerIn(ring.agent, { kind: 'fail', reason: words.judgeFailedText(detail) });
    }
  }

  /** Open requests first, oldest first; then the latest 20 decided, newest first. */
  /** Those that only a newer version can decide about. */
  newerRequests(): readonly NewerRequest[] {
    return this.shelf.newer;
  }

  requests(): readonly Request[] {
    return this.shelf.list();
  }

  onChange(listener: () => void): () => void {
    return this.shelf.onChange(listener);
  }

  /** The newest `limit` entries of the record, newest first. */
  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    return this.parts.record.newest(limit);
  }

  /** Takes a person's decision, as made on the card's own live view. It is recorded before it counts. */
  async decide(id: string, decision: Decision): Promise<Result<Request, Refusal>> {
    // Another window may have decided it, or hold it now.
    this.shelf.refresh();
    const request = this.shelf.get(id);
    if (!request) return err('unknown-request');
    const now = this.parts.clock.now();
    if (decision.kind === 'approve' && this.rewriters.waiting(request).length > 0)
      return err('hook-unaccepted');
    if (decision.kind === 'approve' && request.ceremony.kind === 'countersign')
      return this.askPeers(request, decision, now);
    const decided =
      decision.kind === 'approve'
        ? approve(request, decision, now, approvalMs(this.parts.settings()))
        : deny(request, decision, now);
    if (!decided.ok) return decided;
    // A request that peers are asked about is taken back; the first decision about it is taken already.
    const claim = request.state.kind === 'countersigning' ? 'concluded' : 'decided';
    const recorded = await this.recordDecision(decided.value, decision, claim);
    if (!recorded.ok) return recorded;
    this.shelf.put(decided.value);
    this.holding.watchExpiry(decided.value);
    if (decision.kind === 'approve') void this.holding.release(id);
    else this.holding.settle(id, { kind: 'deny', reason: words.deniedText(id, decision.reason) });
    return decided;
  }

  /** Lets reads on the production targets of a held read pass, for the rest of its session. Decides nothing else. */
  async letReadsPass(id: string): Promise<Result<void, Refusal>> {
    const request = this.shelf.get(id);
    if (request?.rule.id !== 'built-in/production-touch') return err('unknown-request');
    const { agent, session } = request.call;
    for (const target of productionTouched(request.assessment)) {
      const name = `${target.system}:${target.name}`;
      const recorded = await this.parts.record.append({ type: 'reads.passed', agent, session, target: name });
      if (!recorded.ok) return err('record-failed');
      this.sessions.letReadsPass(session, targetKey(target));
    }
    return ok(undefined);
  }

  /** A person accepts the hooks of the workspace that a request shows, as they are now. Decides nothing else. */
  async acceptHooks(id: string): Promise<Result<void, Refusal>> {
    const request = this.shelf.get(id);
    if (!request) return err('unknown-request');
    return (await this.rewriters.accept(request)).ok ? ok(undefined) : err('record-failed');
  }

  /** How far peers are with a request, and why they cannot be asked. */
  peersOf(id: string): {
    readonly progress?: Progress | undefined;
    readonly obstacle?: Obstacle | undefined;
  } {
    return { progress: this.countersigning?.progress(id), obstacle: this.countersigning?.obstacle(id) };
  }

  /** True when the policy in force lets a person go without peers. */
  canBreakGlass(): boolean {
    return this.countersigning?.glass.isAllowed() ?? false;
  }

  /** A person lets a held call run without peers, as the card's own live view has it. Loud, and never for an agent. */
  async breakGlass(id: string, decision: GlassDecision): Promise<Result<Request, GlassRefusal | Obstacle>> {
    return this.countersigning?.glass.run(id, decision) ?? err({ code: 'glass-forbidden' });
  }

  /** Answers whoever waits: no. Their requests stay, parked. */
  dispose(): void {
    this.closed = true;
    this.countersigning?.dispose();
    this.holding.dispose();
    this.transcripts?.dispose();
  }

  private async rule(ring: Ring, caller: Caller): Promise<Ruling> {
    const event = decodeEvent(ring.agent, ring.payload, ring.cwd, ring.event);
    if (!event.ok) return { kind: 'fail', reason: words.undecodedText(event.error) };
    if (event.value.kind === 'other') return noOpinion;
    this.transcripts?.rang(ring, event.value);
    if (event.value.kind === 'after') return this.close(ring, event.value);
    const kept = this.releases.keptFor(event.value.call);
    const judged = await receive(ring, event.value, this.parts, kept);
    if (!judged.ok) return { kind: 'fail', reason: judged.error };
    if (this.closed) return { kind: 'deny', reason: words.closingText('this call') };
    const facts = this.sessions.factsOf(judged.value.call.session);
    const { assessment, team } = judged.value;
    return this.follow(judged.value, ruleOn(assessment, facts, this.parts.settings(), team), caller);
  }

  private follow(judged: Judged, verdict: Verdict, caller: Caller): Ruling | Promise<Ruling> {
    switch (verdict.kind) {
      case 'no-opinion':
        return this.pass(judged);
      case 'deny':
        return this.forbid(judged, words.forbiddenText(verdict.rule));
      case 'hold':
        return this.hold(judged, verdict, caller);
    }
  }

  private async hold(
    judged: Judged,
    verdict: Verdict & { readonly kind: 'hold' },
    caller: Caller,
  ): Promise<Ruling> {
    const shown = await this.holding.look(judged, verdict);
    if (this.closed) return { kind: 'deny', reason: words.closingText('this call') };
    return this.holding.hold(shown, verdict, caller);
  }

  /** Records that a call passes, then stays out of its way. */
  private pass(judged: Judged): Promise<Ruling> {
    return this.releasing.recorded({ ...judged.facts, type: 'call.passed' }, () => {
      this.releases.passed(judged, this.parts.clock.now());
      return noOpinion;
    });
  }

  private forbid(judged: Judged, reason: string): Promise<Ruling> {
    return this.releasing.recorded(
      { ...judged.facts, type: 'call.denied', request: '', by: 'policy', reason },
      () => ({ kind: 'deny', reason }),
    );
  }

  /** Closes the entry of a call that has ended. It never blocks: the call is over. */
  private async close(ring: Ring, event: HookEvent & { readonly kind: 'after' }): Promise<Ruling> {
    const ended = this.releases.ended(event.call, event.outcome);
    if (!ended?.isSame) {
      const ran = await receive(ring, event, this.parts);
      if (!ran.ok) return noOpinion;
      // Another hook can rewrite a call after it was let go; what ran then was never judged.
      if (ended) await this.parts.record.append({ ...ran.value.facts, ...rewritten });
      else if (hasSlipped(ran.value.facts, this.parts.record, this.parts.clock.now()))
        await this.parts.record.append({ ...ran.value.facts, type: 'call.slipped', seen: 'after' });
      await this.parts.record.append({ ...ran.value.facts, type: 'call.finished', outcome: event.outcome });
      return noOpinion;
    }
    await this.parts.record.append({ ...ended.facts, type: 'call.finished', outcome: event.outcome });
    return noOpinion;
  }

  /** Takes the decision for this window, then makes it durable; a record that fails gives it back. */
  private async recordDecision(
    request: Request,
    decision: Decision,
    claim: Claim,
  ): Promise<Result<void, Refusal>> {
    const claimed = this.parts.requests.claim(request.id, claim);
    if (!claimed.ok) return err('record-failed');
    if (!claimed.value) {
      this.shelf.refresh();
      return err('already-decided');
    }
    const facts = { ...factsOfRequest(request), request: request.id };
    const recorded = await this.parts.record.append(
      decision.kind === 'approve'
        ? { ...facts, type: 'call.approved', by: 'person', typed: request.ceremony.kind === 'typed' }
        : { ...facts, type: 'call.denied', by: 'person', reason: decision.reason },
    );
    if (recorded.ok) return ok(undefined);
    this.parts.requests.unclaim(request.id, claim);
    return err('record-failed');
  }

  /** The requester's yes to a call that peers have to countersign: it is signed and sent, and approves nothing. */
  private askPeers(
    request: Request,
    decision: Decision & { readonly kind: 'approve' },
    now: number,
  ): Result<Request, Refusal> {
    if (!this.countersigning) return err('needs-countersignatures');
    const confirmed = confirm(request, decision, this.parts.windows.self, now);
    if (!confirmed.ok) return confirmed;
    const claimed = this.parts.requests.claim(request.id, 'decided');
    if (!claimed.ok) return err('record-failed');
    if (!claimed.value) {
      this.shelf.refresh();
      return err('already-decided');
    }
    void this.countersigning.begin(confirmed.value);
    return confirmed;
  }

  private withPeers(parts: CountersignParts): Countersigning {
    const countersigning = new Countersigning(this.parts, parts, this.shelf, {
      approved: (request) => void this.holding.release(request.id),
      denied: ({ id }, reason) =>
        this.holding.settle(id, { kind: 'deny', reason: words.deniedText(id, reason) }),
      voided: ({ id }, code) => this.holding.settle(id, { kind: 'deny', reason: words.voidedText(id, code) }),
      watchExpiry: (request) => this.holding.watchExpiry(request),
      isHeld: (id) => this.holding.isHeld(id),
    });
    this.holding.peers = countersigning;
    this.releasing.peers = countersigning;
    return countersigning;
  }
}
