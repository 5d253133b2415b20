import { awaitsDecision, type DecisionError } from '../core/approval/lifecycle.js';
import type { Request } from '../core/approval/request.js';
import type { SentRequest } from '../core/approval/sent-request.js';
import { answerPlace } from '../core/countersign/answer-statement.js';
import { encodeEnvelope } from '../core/countersign/decode-envelope.js';
import { decodeRequestStatement } from '../core/countersign/decode-statement.js';
import type { Obstacle, Progress } from '../core/countersign/progress.js';
import { callFacts } from '../core/record/facts.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { thrownText } from '../core/shared/thrown.js';
import { BreakGlass } from './break-glass.js';
import { type CarriedRequest, Counting, isCarried } from './carried-request.js';
import { isClockBehind } from './clock-behind.js';
import { Correspondence } from './correspondence.js';
import type { CountersignParts } from './countersign-parts.js';
import type { Ledger, MoveFailure } from './ledger.js';
import { ownBlobs } from './own-person.js';
import type { DeskParts } from './parts.js';
import { Pace } from './rate-limit.js';
import { cleared, type Hindrance } from './recheck.js';
import { type Carried, Concluding } from './resolve.js';
import type { Judged } from './ring.js';
import { foreseen, inForce, signRequest } from './signing.js';
import type { Waiters } from './waiters.js';

/**
 * Carries a request to peers and counts their answers. Nothing is approved here but by signatures: what breaks, is late
 * or is not understood leaves the call held.
 */
export class Countersigning {
  private readonly open = new Map<string, CarriedRequest>();
  private readonly obstacles = new Map<string, Obstacle>();
  private readonly pace = new Pace();
  readonly glass: BreakGlass;
  private readonly concluding: Concluding;
  private readonly counting: Counting;
  private readonly stops: readonly (() => void)[];

  constructor(
    private readonly desk: DeskParts,
    private readonly parts: CountersignParts,
    private readonly ledger: Ledger,
    private readonly waiters: Waiters,
  ) {
    this.concluding = new Concluding(desk, parts, ledger);
    this.glass = new BreakGlass(desk, parts, ledger, this.concluding);
    this.counting = new Counting(desk, parts, ledger, this.concluding, {
      carried: (id, open) => this.carried(id, open),
      show: (id, open, change) => this.show(id, open, change),
      refused: (digest) => this.pace.noteRefused(digest, this.desk.clock.now()),
    });
    this.stops = [
      ledger.onMoved((request) => this.follow(request)),
      ledger.onRead(() => this.review()),
      parts.trust.onChange(() => this.checkPolicy()),
    ];
  }

  progress(id: string): Progress | undefined {
    return this.open.get(id)?.progress;
  }

  obstacle(id: string): Obstacle | undefined {
    return this.obstacles.get(id);
  }

  /** The requester has typed the name; `confirmed` says what the request is from then on. Then it is signed and sent. */
  async ask(
    request: Request,
    confirmed: (current: Request) => Result<Request, DecisionError>,
  ): Promise<Result<Request, DecisionError | MoveFailure>> {
    const { id } = request;
    const open = this.note(id, request);
    const asked = await this.ledger.move(id, (current) => {
      const to = confirmed(current);
      return to.ok ? ok({ claim: 'decided', to: to.value } as const) : to;
    });
    if (asked.ok) void this.begin(asked.value, open);
    else this.stop(id, open, false);
    return asked;
  }

  private async begin({ id, digest }: Request, open: CarriedRequest): Promise<void> {
    this.obstacles.delete(id);
    const obstacle =
      this.clockObstacle() ??
      this.pace.obstacle(digest, this.desk.clock.now()) ??
      (await this.send(id, open).catch(brokenSigning));
    if (obstacle) await this.giveBack(id, obstacle);
  }

  /** Says on the card what would keep peers from being asked, before its person reads and types for nothing. */
  async foresee(request: Request): Promise<void> {
    if (request.ceremony.kind !== 'countersign') return;
    const obstacle = await foreseen(request, this.desk.clock, this.parts).catch(brokenSigning);
    const current = this.ledger.get(request.id);
    if (current && awaitsDecision(current)) this.noteObstacle(request.id, obstacle);
  }

  /** Takes up what this home was carrying when its window closed. */
  private review(): void {
    for (const id of [...this.open.keys()]) {
      const request = this.ledger.get(id);
      if (request) this.follow(request);
    }
    for (const request of this.ledger.list()) {
      if (isCarried(request) && !this.open.has(request.id)) void this.adopt(request);
    }
  }

  /** What is decided, used or taken back is asked about no longer. */
  private follow(request: Request): void {
    const open = this.open.get(request.id);
    if (open?.isAsked && !isCarried(request)) this.stop(request.id, open, true);
    else if (open && isCarried(request)) open.isAsked = true;
  }

  /** Undefined when an approved request is still what was signed, by everything that can be looked at. */
  cleared(request: Request, judged: Judged): Promise<Hindrance | undefined> {
    return cleared(request, judged, this.desk, this.parts);
  }

  dispose(): void {
    this.glass.dispose();
    for (const stop of this.stops) stop();
    for (const [id, open] of this.open) this.stop(id, open, false);
  }

  private note(id: string, { ceremony }: Request): CarriedRequest {
    const needs = ceremony.kind === 'countersign' ? ceremony.needs : [];
    const open: CarriedRequest = {
      progress: {
        phase: 'signing',
        needs: needs.map((need) => ({ need, by: [], lacking: need.count })),
        approveBy: 0,
        refused: [],
      },
      cancel: new AbortController(),
      seen: new Set(),
      ownKeys: [],
      isAsked: false,
    };
    this.open.set(id, open);
    return open;
  }

  private async send(id: string, open: CarriedRequest): Promise<Obstacle | undefined> {
    const asked = this.ledger.get(id);
    if (!asked) return undefined;
    const signed = await signRequest(asked, this.desk, this.parts, undefined, open.cancel.signal);
    if (!signed.ok) return signed.error;
    const request = this.ledger.get(id);
    // Taken back, expired or void while the key was being touched.
    if (request?.state.kind !== 'countersigning' || this.open.get(id) !== open) return undefined;
    const { sent, signature, statement, ownKeys } = signed.value;
    const kept = await this.ledger.move(id, (current) => {
      if (current.state.kind !== 'countersigning') return err({ code: 'already-decided' } as const);
      const { call, assessment, digest, ceremony } = current;
      const asks = ceremony.kind === 'countersign' ? { ...ceremony, needs: statement.needs } : ceremony;
      const { id: sentId, approveBy, policy } = sent;
      return ok({
        entry: {
          ...callFacts(call, assessment, digest),
          ...signature,
          type: 'request.sent',
          request: id,
          id: sentId,
          approveBy,
          policy,
        },
        to: { ...current, ceremony: asks, sent, expiresAt: Math.min(current.expiresAt, approveBy) },
      } as const);
    });
    if (!kept.ok) {
      return 'detail' in kept.error ? { code: 'record-failed', detail: kept.error.detail } : undefined;
    }
    this.pace.noteSent(this.desk.clock.now());
    open.statement = statement;
    open.ownKeys = ownKeys;
    return this.carry(id, open, sent);
  }

  /** What no open window carries is carried here; what was never signed goes back to the person. */
  private async adopt(request: Request): Promise<void> {
    const { self } = this.desk.windows;
    if (request.window !== self && this.desk.windows.isOpen(request.window)) return;
    const open = this.note(request.id, request);
    if (request.sent === undefined) {
      return this.giveBack(request.id, undefined);
    }
    const statement = decodeRequestStatement(request.sent.statement);
    if (!statement.ok) {
      await this.concluding.voided(request.id, 'not-countersigned');
      return;
    }
    open.statement = statement.value;
    for (const text of request.sent.answers) open.seen.add(sha256(text));
    if (request.window !== self) {
      await this.ledger.move(request.id, (current) => ok({ to: { ...current, window: self } }));
    }
    const keys = await this.parts.signer.keys().catch(() => undefined);
    if (keys === undefined || this.open.get(request.id) !== open) return;
    open.ownKeys = await ownBlobs(this.parts.signer, keys.ok ? keys.value : []);
    // The policy may have changed while no window was open, or before this one had looked at its requests.
    if (this.isUnderAnotherPolicy(request.sent)) {
      await this.concluding.voided(request.id, 'policy-changed');
      return;
    }
    this.noteObstacle(request.id, this.carry(request.id, open, request.sent));
  }

  private carry(id: string, open: CarriedRequest, sent: SentRequest): Obstacle | undefined {
    const trust = inForce(this.parts.trust.now());
    if (!trust.ok) return trust.error;
    const courier = this.parts.courier(trust.value);
    if (!courier.ok) return { code: 'no-courier', detail: `${courier.error.code} ${courier.error.detail}` };
    const envelope = encodeEnvelope({ statement: sent.statement, signatures: [sent.signature] });
    if (!envelope.ok) return { code: 'too-large', detail: envelope.error.detail };
    const places = new Set(
      trust.value.roster.keys.flatMap(({ blob }) => [
        answerPlace(blob, 'approval'),
        answerPlace(blob, 'denial'),
      ]),
    );
    this.show(id, open, { phase: 'sending', approveBy: sent.approveBy });
    open.correspondence = new Correspondence(
      courier.value,
      this.desk.clock,
      { id: sent.id, bytes: envelope.value, places },
      {
        arrived: (answers) => this.counting.arrived(id, open, answers),
        trouble: (failure, isDelivered) => {
          const { trouble: _, ...rest } = open.progress;
          open.progress = rest;
          const phase = isDelivered ? 'waiting' : 'sending';
          this.show(id, open, { phase, ...(failure ? { trouble: failure } : {}) });
        },
      },
    );
    open.correspondence.begin();
    return undefined;
  }

  /** Back to the person, with what stands in the way. */
  private async giveBack(id: string, obstacle: Obstacle | undefined): Promise<void> {
    const open = this.open.get(id);
    if (open) this.stop(id, open, false);
    if (obstacle) this.obstacles.set(id, obstacle);
    await this.ledger.move(id, (current) => {
      if (current.state.kind !== 'countersigning') return err({ code: 'already-decided' } as const);
      const { sent: _, ...rest } = current;
      const isHeld = this.waiters.isHeld(id);
      const window = isHeld ? this.desk.windows.self : '';
      const state = { kind: isHeld ? 'pending' : 'parked' } as const;
      return ok({ unclaim: 'decided', to: { ...rest, window, state } } as const);
    });
  }

  private stop(id: string, open: CarriedRequest, isOver: boolean): void {
    open.cancel.abort();
    open.correspondence?.end(isOver);
    if (this.open.get(id) === open) this.open.delete(id);
  }

  /** Another policy ends what was signed under the one before; the same one lets go on what could not be carried yet. */
  private checkPolicy(): void {
    const trust = inForce(this.parts.trust.now());
    for (const [id, open] of [...this.open]) {
      const sent = this.ledger.get(id)?.sent;
      if (!sent || !trust.ok) continue;
      if (this.isUnderAnotherPolicy(sent)) void this.concluding.voided(id, 'policy-changed');
      else if (!open.correspondence && open.statement) this.noteObstacle(id, this.carry(id, open, sent));
    }
    for (const request of this.ledger.list().filter(awaitsDecision)) void this.foresee(request);
  }

  private isUnderAnotherPolicy({ policy }: SentRequest): boolean {
    const trust = inForce(this.parts.trust.now());
    return trust.ok && trust.value.digest !== policy;
  }

  private noteObstacle(id: string, obstacle: Obstacle | undefined): void {
    if (obstacle) this.obstacles.set(id, obstacle);
    else this.obstacles.delete(id);
    this.ledger.touch();
  }

  private carried(id: string, open: CarriedRequest): Carried | undefined {
    const request = this.ledger.get(id);
    if (this.open.get(id) !== open || !request || !isCarried(request)) return undefined;
    return request.sent === undefined ? undefined : { ...request, sent: request.sent };
  }

  /** No approval outlives its time by a clock that was set back: the record remembers later ones. */
  private clockObstacle(): Obstacle | undefined {
    return isClockBehind(this.desk)
      ? { code: 'clock-set-back', detail: new Date(this.desk.clock.now()).toISOString() }
      : undefined;
  }

  private show(id: string, open: CarriedRequest, change: Partial<Progress>): void {
    open.progress = { ...open.progress, ...change };
    if (this.open.get(id) === open) this.ledger.touch();
  }
}

function brokenSigning(error: unknown): Obstacle {
  return { code: 'sign-failed', detail: thrownText(error) };
}
