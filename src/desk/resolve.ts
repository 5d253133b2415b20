import { approved, isOpen, voidRequest } from '../core/approval/lifecycle.js';
import type { Request, VoidCode } from '../core/approval/request.js';
import type { SentRequest } from '../core/approval/sent-request.js';
import type { Trust } from '../core/countersign/trust.js';
import type { CallFacts } from '../core/record/entry.js';
import { callFacts, evidenceOf } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { CountersignParts } from './countersign-parts.js';
import type { Ledger, MoveFailure } from './ledger.js';
import type { DeskParts } from './parts.js';
import { receiptOf } from './receipt-of.js';

/** A request that has been sent. */
export type Carried = Request & { readonly sent: SentRequest };

type Concluded = Result<Request, MoveFailure>;

const decidedBefore = err({ code: 'already-decided' } as const);

/** Ends the asking of peers: once over all windows, and in the record before it counts. */
export class Concluding {
  constructor(
    private readonly desk: Pick<DeskParts, 'clock'>,
    private readonly parts: Pick<CountersignParts, 'keepReceipt'>,
    private readonly ledger: Ledger,
  ) {}

  /** Enough peers said yes, or a person broke the glass: from now on the call may run once, for a while. */
  async approved(
    { id, sent }: Carried,
    by: 'peers' | 'break-glass',
    signers: readonly string[],
    trust: Trust,
  ): Promise<Concluded> {
    const now = this.desk.clock.now();
    const approvedBy = { ...sent, approvedBy: signers };
    const concluded = await this.ledger.move(id, (current) => {
      if (!isOpen(current)) return decidedBefore;
      const yes = approved({ ...current, sent: approvedBy }, now, 0);
      return ok({
        claim: 'concluded',
        entry: {
          ...about(current),
          evidence: evidenceOf(current, trust.digest),
          type: 'call.approved',
          by,
          typed: true,
          signers,
        },
        to: { ...yes, expiresAt: now + sent.useWithinMs },
      });
    });
    if (concluded.ok) this.parts.keepReceipt(id, receiptOf(approvedBy, trust, now));
    return concluded;
  }

  denied({ id }: Carried, by: string, reason: string): Promise<Concluded> {
    return this.ledger.move(id, (current) =>
      current.state.kind === 'countersigning' && current.sent
        ? ok({ ...this.no({ ...current, sent: current.sent }, by, reason), claim: 'concluded' })
        : decidedBefore,
    );
  }

  /** A no that comes before the run, after enough have said yes: whoever takes the one use first has it. */
  deniedLate({ id }: Carried, by: string, reason: string): Promise<Concluded> {
    return this.ledger.move(id, (current) =>
      current.state.kind === 'approved' && current.sent
        ? ok({ ...this.no({ ...current, sent: current.sent }, by, reason), claim: 'used' })
        : decidedBefore,
    );
  }

  /** What peers are asked for no longer counts. */
  voided(id: string, code: VoidCode): Promise<Concluded> {
    return this.ledger.move(id, (current) => {
      if (current.state.kind !== 'countersigning') return decidedBefore;
      const entry = { ...about(current), type: 'call.void', code } as const;
      return ok({ claim: 'concluded', entry, to: voidRequest(current, code, this.desk.clock.now()) });
    });
  }

  private no(current: Carried, by: string, reason: string) {
    const state = { kind: 'denied', at: this.desk.clock.now(), reason } as const;
    const to: Request = { ...current, window: '', sent: { ...current.sent, deniedBy: by }, state };
    return { entry: { ...about(current), type: 'call.denied', by: 'peers', reason } as const, to };
  }
}

function about({ id, call, assessment, digest }: Request): CallFacts & { readonly request: string } {
  return { ...callFacts(call, assessment, digest), request: id };
}
