import { askedPlace } from '../core/approval/asked-place.js';
import { approve, confirm, type DecisionError, deny } from '../core/approval/lifecycle.js';
import type { NewerRequest, Request } from '../core/approval/request.js';
import { approvalMs } from '../core/approval/times.js';
import type { Obstacle, Progress } from '../core/countersign/progress.js';
import { ruleOn } from '../core/policy/rule-on.js';
import { productionTouched, targetKey } from '../core/policy/touch.js';
import type { Entry } from '../core/record/entry.js';
import { evidenceOf, factsOfRequest } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { isSamePlace, type PlaceKey, type Sayable } from '../core/target/said-place.js';
import type { HookEvent } from '../core/toolcall/event.js';
import type { Claim, RecordFailure } from '../ports/ports.js';
import type { Answer } from '../protocol/answer.js';
import type { Decision, GlassDecision, GlassRefusal, Refusal } from '../protocol/decision.js';
import type { Ring, RingTaker } from '../protocol/ring.js';
import { answerRing, type Clerk } from './counter.js';
import { Countersigning } from './countersigning.js';
import { CredentialsRead } from './credentials-read.js';
import { evaluateCall } from './evaluate.js';
import { Holding } from './holding.js';
import { Ledger, type MoveFailure, note, type Transition } from './ledger.js';
import type { DeskParts } from './parts.js';
import { refusalOf } from './refusal-of.js';
import { Releases } from './releases.js';
import { Releasing } from './releasing.js';
import { Rewriters } from './rewriters.js';
import type { Caller } from './ring.js';
import { Sessions } from './sessions.js';
import { Transcripts } from './transcripts.js';
import { slippedEntry, unpermitted } from './unobserved.js';
import { Waiters } from './waiters.js';

/** A call that was let go as one thing and has run as another. */
const rewritten = { type: 'call.void', request: '', code: 'call-changed' } as const;

/**
 * The notary's desk: one call's way from ring to release. The order is law: a decision is in the record, durably,
 * before anything is released, and everything that breaks on the way is a no.
 */
export class Desk implements RingTaker {
  private readonly ledger: Ledger;
  private readonly sessions: Sessions;
  private readonly releases: Releases;
  private readonly holding: Holding;
  private readonly rewriters: Rewriters;
  private readonly countersigning: Countersigning | undefined;
  private readonly transcripts: Transcripts | undefined;
  private closed = false;
  private judging: Promise<void> = Promise.resolve();

  constructor(private readonly parts: DeskParts) {
    const waiters = new Waiters();
    this.sessions = new Sessions(parts.judge);
    const credentials = new CredentialsRead(parts);
    this.releases = new Releases(this.sessions, (judged) => credentials.read(judged));
    this.ledger = new Ledger(parts);
    this.rewriters = new Rewriters(parts.record);
    this.transcripts = parts.tailOf && new Transcripts(parts, parts.tailOf);
    this.countersigning =
      parts.countersigning && new Countersigning(parts, parts.countersigning, this.ledger, waiters);
    const releasing = new Releasing(parts, this.ledger, this.releases, this.countersigning);
    this.holding = new Holding(parts, this.ledger, waiters, releasing, this.countersigning, credentials);
  }

  /** Brings back the requests that are on disk. Before it, none is shown. */
  async restore(): Promise<void> {
    await this.ledger.refresh();
    for (const request of this.ledger.list()) this.holding.watchExpiry(request);
  }

  /** Answers one ring. `gone` aborts when the agent hangs up; `held` hears the request. Never rejects. */
  ring(ring: Ring, gone?: AbortSignal, held?: (request: string) => void): Promise<Answer> {
    return answerRing(ring, this.clerk(ring, { gone, held }));
  }

  /** Open requests first, oldest first; then the latest 20 decided, newest first. */
  requests(): readonly Request[] {
    return this.ledger.list();
  }

  /** Those that only a newer version can decide about. */
  newerRequests(): readonly NewerRequest[] {
    return this.ledger.newer();
  }

  /** The names of request files that cannot be read: somebody may wait for what is in them. */
  unreadable(): readonly string[] {
    return this.ledger.unreadable();
  }

  onChange(listener: () => void): () => void {
    return this.ledger.onChange(listener);
  }

  /** The newest `limit` entries of the record, newest first. */
  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    return this.parts.record.newest(limit);
  }

  /** Takes a person's decision, as made on the card's own live view. It is recorded before it counts. */
  async decide(id: string, decision: Decision): Promise<Result<Request, Refusal>> {
    // Another window may have decided it, or hold it now.
    await this.ledger.refresh();
    const request = this.ledger.get(id);
    if (!request) return err('unknown-request');
    const now = this.parts.clock.now();
    if (decision.kind === 'approve' && this.rewriters.waiting(request).length > 0)
      return err('hook-unaccepted');
    const decided =
      decision.kind === 'approve' && request.ceremony.kind === 'countersign'
        ? await this.askPeers(request, decision, now)
        : await this.ledger.move(id, (current) => this.decided(current, decision, now));
    return decided.ok ? decided : err(refusalOf(decided.error));
  }

  /** Lets reads on the production targets of a held read pass, for the rest of its session. Decides nothing else. */
  async letReadsPass(id: string): Promise<Result<void, Refusal>> {
    const request = this.ledger.get(id);
    if (request?.rule.id !== 'built-in/production-touch') return err('unknown-request');
    const { agent, session } = request.call;
    for (const target of productionTouched(request.assessment)) {
      const name = `${target.system}:${target.name}`;
      const recorded = await note(this.parts.record, { type: 'reads.passed', agent, session, target: name });
      if (!recorded.ok) return err('record-failed');
      this.sessions.letReadsPass(session, targetKey(target));
    }
    return ok(undefined);
  }

  /** A person accepts the hooks of the workspace that a request shows, as they are now. Decides nothing else. */
  async acceptHooks(id: string): Promise<Result<void, Refusal>> {
    const request = this.ledger.get(id);
    if (!request) return err('unknown-request');
    return (await this.rewriters.accept(request)).ok ? ok(undefined) : err('record-failed');
  }

  /**
   * A person says what the place is that a held card asks about. Recorded first; then whatever waits is judged again, and asks for
   * what it asks for then. It decides nothing.
   */
  async sayPlace(id: string, environment: Sayable): Promise<Result<void, Refusal>> {
    const { places, person } = this.parts;
    const request = this.ledger.get(id);
    const asked = request && askedPlace(request);
    if (places === undefined || asked === undefined) return err('unknown-request');
    if (environment !== 'production' && !asked.canBeHarmless) return err('unknown-request');
    const decider = person?.();
    const by = { request: id, ...(decider === undefined ? {} : { decider }) };
    const said = await places.say({ ...asked.place, environment }, by);
    if (!said.ok) return err('record-failed');
    await this.judgeAgain();
    await this.holding.endUnread(id);
    return ok(undefined);
  }

  /** A person wants to see what a held call would reach. It decides nothing, and resolves once the card says what was seen. */
  look(id: string): Promise<void> {
    return this.holding.looking.look(id);
  }

  isLooking(id: string): boolean {
    return this.holding.looking.isLooking(id);
  }

  /** What the person has said of this very place. */
  saidOf(place: PlaceKey): Sayable | undefined {
    return this.parts.places?.now().find((one) => isSamePlace(one, place))?.environment;
  }

  /** What is known of places is another: this window's undecided requests are judged by it, one after the other. */
  judgeAgain(): Promise<void> {
    this.judging = this.judging.then(async () => {
      for (const [request, held] of this.holding.undecided()) {
        const kept = this.releases.keptFor(held.call);
        const judged = await evaluateCall(held.ring, held, this.parts, kept);
        if (!judged.ok) continue;
        const { assessment, team } = judged.value;
        const verdict = ruleOn(assessment, kept.session, this.parts.settings(), team);
        await this.holding.judgedAgain(request, judged.value, verdict).catch(() => undefined);
      }
    });
    return this.judging;
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

  /** Answers whoever waits: no. Resolves once their requests are kept, parked. */
  async dispose(): Promise<void> {
    this.closed = true;
    this.countersigning?.dispose();
    this.holding.dispose();
    this.transcripts?.dispose();
    await this.ledger.rest();
  }

  /** This window's side of the counter, for one ring. */
  private clerk(ring: Ring, caller: Caller): Clerk {
    const { parts } = this;
    return {
      record: parts.record,
      settings: () => parts.settings(),
      rang: (event) => this.transcripts?.rang(ring, event),
      judge: (asked) => evaluateCall(ring, asked, parts, this.releases.keptFor(asked.call)),
      sessionOf: ({ call }) => this.sessions.factsOf(call.session),
      passed: (judged) => this.releases.passed(judged, parts.clock.now()),
      hold: (judged, verdict) =>
        this.closed
          ? { kind: 'deny', reason: { code: 'closing' } }
          : this.holding.hold(judged, verdict, caller),
      ended: (event) => this.close(ring, event),
    };
  }

  /** Closes the entry of a call that has ended. It never blocks: the call is over. */
  private async close(ring: Ring, event: HookEvent & { readonly kind: 'after' }): Promise<void> {
    const { record, clock } = this.parts;
    const ended = this.releases.ended(event.call, event.outcome);
    if (ended?.isSame) {
      await note(record, { ...ended.facts, type: 'call.finished', outcome: event.outcome });
      return;
    }
    const ran = await evaluateCall(ring, event, this.parts);
    if (!ran.ok) return;
    // Another hook can rewrite a call after it was let go; what ran then was never judged.
    if (ended) await note(record, { ...ran.value.facts, ...rewritten });
    else {
      const found = unpermitted(ran.value.facts, record, clock.now());
      if (found) await note(record, slippedEntry(ran.value.facts, found, 'after'));
      if (found?.despite) await this.holding.ranAnyway(ran.value);
    }
    await note(record, { ...ran.value.facts, type: 'call.finished', outcome: event.outcome });
  }

  /** What a person's own word makes of a request. One that peers are asked about is taken back. */
  private decided(current: Request, decision: Decision, now: number): Result<Transition, DecisionError> {
    const decider = this.parts.person?.();
    const about = {
      ...factsOfRequest(current),
      request: current.id,
      ...(decider === undefined ? {} : { decider }),
      evidence: evidenceOf(current, this.parts.team?.(current.call)?.digest),
    };
    if (decision.kind === 'approve') {
      const yes = approve(current, decision, now, approvalMs(this.parts.settings()));
      const typed = current.ceremony.kind === 'typed';
      const entry = { ...about, type: 'call.approved', by: 'person', typed } as const;
      return yes.ok ? ok({ claim: 'decided', entry, to: yes.value }) : yes;
    }
    const no = deny(current, decision, now);
    const claim = claimOfNo(current);
    const entry = { ...about, type: 'call.denied', by: 'person', reason: decision.reason } as const;
    return no.ok ? ok({ claim, entry, to: no.value }) : no;
  }

  /** The requester's yes to a call that peers have to countersign: it is signed and sent, and approves nothing. */
  private async askPeers(
    request: Request,
    decision: Decision & { readonly kind: 'approve' },
    now: number,
  ): Promise<Result<Request, DecisionError | MoveFailure>> {
    if (!this.countersigning) return err('needs-countersignatures');
    const { self } = this.parts.windows;
    const possible = confirm(request, decision, self, now);
    if (!possible.ok) return possible;
    return this.countersigning.ask(request, (current) => confirm(current, decision, self, now));
  }
}

/** A yes that is not used yet is taken back before its one run, or not at all: both want the same claim. */
function claimOfNo({ state }: Request): Claim {
  if (state.kind === 'approved') return 'used';
  return state.kind === 'countersigning' ? 'concluded' : 'decided';
}
