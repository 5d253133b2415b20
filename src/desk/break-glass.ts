import { refusalOfYes } from '../core/approval/lifecycle.js';
import type { Request } from '../core/approval/request.js';
import { atLeast } from '../core/countersign/assignment.js';
import { encodeEnvelope } from '../core/countersign/decode-envelope.js';
import type { Obstacle } from '../core/countersign/progress.js';
import { reviewersIn } from '../core/countersign/review.js';
import { reviewHoursOf } from '../core/policy/team-policy.js';
import { callFacts } from '../core/record/facts.js';
import { hourMs } from '../core/shared/durations.js';
import { err, type Result } from '../core/shared/result.js';
import { type GlassDecision, type GlassRefusal, leastGlassReason } from '../protocol/decision.js';
import { Correspondence } from './correspondence.js';
import type { CountersignParts } from './countersign-parts.js';
import { type Ledger, note } from './ledger.js';
import type { DeskParts } from './parts.js';
import { refusalOf } from './refusal-of.js';
import type { Concluding } from './resolve.js';
import { inForce, type Signed, signRequest } from './signing.js';

/**
 * Lets a call run without the peers that the policy asks for: where the policy allows it, with a reason, by a person's
 * own signature, told to everyone. No agent can ask for it: it has no hook, no command line and no message of its own.
 */
export class BreakGlass {
  private readonly notices = new Set<Correspondence>();

  constructor(
    private readonly desk: DeskParts,
    private readonly parts: CountersignParts,
    private readonly ledger: Ledger,
    private readonly concluding: Concluding,
  ) {}

  /** True when the policy in force lets a person do it. */
  isAllowed(): boolean {
    const trust = inForce(this.parts.trust.now());
    return trust.ok && trust.value.policy.breakGlass.allowed;
  }

  async run(id: string, decision: GlassDecision): Promise<Result<Request, GlassRefusal | Obstacle>> {
    await this.ledger.refresh();
    const asked = this.ledger.get(id);
    const refusal = this.refusal(asked, decision);
    if (!asked || refusal) return err({ code: refusal ?? 'unknown-request' });
    const signed = await signRequest(
      asked,
      this.desk,
      this.parts,
      decision.reason.trim(),
      new AbortController().signal,
    );
    if (!signed.ok) return signed;
    const trust = inForce(this.parts.trust.now());
    if (!trust.ok) return trust;
    const { allowed, presence } = trust.value.policy.breakGlass;
    if (!allowed) return err({ code: 'glass-forbidden' });
    if (!atLeast(signed.value.signature.presence, presence)) return err({ code: 'presence-too-low' });
    const request = this.ledger.get(id);
    const late = this.refusal(request, decision);
    if (!request || late) return err({ code: late ?? 'unknown-request' });
    return this.conclude(request, signed.value, decision.reason.trim());
  }

  dispose(): void {
    for (const notice of this.notices) notice.end(false);
  }

  private refusal(request: Request | undefined, decision: GlassDecision): GlassRefusal['code'] | undefined {
    if (!request) return 'unknown-request';
    if (!this.isAllowed() || request.ceremony.kind !== 'countersign') return 'glass-forbidden';
    if (decision.reason.trim().length < leastGlassReason) return 'reason-missing';
    // Peers may be asked already: who cannot wait for them takes the same way.
    const open =
      request.state.kind === 'countersigning' ? { ...request, state: { kind: 'parked' } as const } : request;
    return refusalOfYes(open, decision, this.desk.clock.now());
  }

  private async conclude(
    request: Request,
    signed: Signed,
    reason: string,
  ): Promise<Result<Request, GlassRefusal | Obstacle>> {
    const trust = inForce(this.parts.trust.now());
    if (!trust.ok) return trust;
    const recorded = await note(this.desk.record, {
      ...callFacts(request.call, request.assessment, request.digest),
      ...signed.signature,
      type: 'break-glass',
      request: request.id,
      reason,
      review: {
        id: signed.sent.id,
        from: reviewersIn(trust.value.roster, signed.signature.person),
        by: this.desk.clock.now() + reviewHoursOf(trust.value.policy.breakGlass) * hourMs,
      },
    });
    if (!recorded.ok) return err({ code: 'record-failed' });
    const sent = { ...signed.sent, brokenGlass: true } as const;
    const done = await this.concluding.approved(
      { ...request, sent },
      'break-glass',
      [signed.sent.requester],
      trust.value,
    );
    if (!done.ok) return err({ code: refusalOf(done.error) });
    this.tell(signed);
    return done;
  }

  /** Peers hear of it, now or when the courier is back. */
  private tell({ sent }: Signed): void {
    const trust = inForce(this.parts.trust.now());
    const courier = trust.ok ? this.parts.courier(trust.value) : trust;
    const envelope = encodeEnvelope({ statement: sent.statement, signatures: [sent.signature] });
    if (!courier.ok || !envelope.ok) return;
    const letter = { id: sent.id, bytes: envelope.value, places: new Set<string>() };
    const notice = new Correspondence(courier.value, this.desk.clock, letter, {
      arrived: async () => undefined,
      trouble: (_failure, isDelivered) => {
        if (isDelivered) notice.end(false);
      },
    });
    this.notices.add(notice);
    notice.begin();
  }
}
