import { approved, voidRequest } from '../core/approval/lifecycle.js';
import type { Request, VoidCode } from '../core/approval/request.js';
import type { SentRequest } from '../core/approval/sent-request.js';
import type { Trust } from '../core/countersign/trust.js';
import type { EntryBody } from '../core/record/entry.js';
import { factsOf } from '../core/record/facts.js';
import type { Claim } from '../ports/ports.js';
import type { CountersignParts } from './countersign-parts.js';
import type { DeskParts } from './parts.js';
import { receiptOf } from './receipt-of.js';
import type { Shelf } from './shelf.js';

/** What the desk does about a request that peers have decided. */
export interface CountersignHooks {
  approved(request: Request): void;
  denied(request: Request, reason: string): void;
  voided(request: Request, code: VoidCode): void;
  watchExpiry(request: Request): void;
  /** True while a hook waits for it. */
  isHeld(id: string): boolean;
}

/** A request that has been sent. */
export type Carried = Request & { readonly sent: SentRequest };

type Conclusion =
  | Pick<Extract<EntryBody, { type: 'call.approved' }>, 'type' | 'by' | 'typed' | 'signers'>
  | Pick<Extract<EntryBody, { type: 'call.denied' }>, 'type' | 'by' | 'reason'>
  | Pick<Extract<EntryBody, { type: 'call.void' }>, 'type' | 'code'>;

/** Ends the asking of peers: once over all windows, and in the record before it counts. */
export class Concluding {
  constructor(
    private readonly desk: DeskParts,
    private readonly parts: CountersignParts,
    private readonly shelf: Shelf,
    private readonly hooks: CountersignHooks,
  ) {}

  /** Enough peers said yes, or a person broke the glass: from now on the call may run once, for a while. */
  async approved(
    request: Carried,
    by: 'peers' | 'break-glass',
    signers: readonly string[],
    trust: Trust,
  ): Promise<boolean> {
    const now = this.desk.clock.now();
    if (!(await this.take(request, { type: 'call.approved', by, typed: true, signers }))) return false;
    const sent = { ...request.sent, approvedBy: signers };
    const yes = { ...approved({ ...request, sent }, now, 0), expiresAt: now + sent.useWithinMs };
    this.parts.keepReceipt(request.id, receiptOf(sent, trust, now));
    this.shelf.put(yes);
    this.hooks.watchExpiry(yes);
    this.hooks.approved(yes);
    return true;
  }

  async denied(request: Carried, by: string, reason: string): Promise<void> {
    if (!(await this.take(request, { type: 'call.denied', by: 'peers', reason }))) return;
    const state = { kind: 'denied', at: this.desk.clock.now(), reason } as const;
    const no: Request = { ...request, window: '', sent: { ...request.sent, deniedBy: by }, state };
    this.shelf.put(no);
    this.hooks.denied(no, reason);
  }

  /** A no that comes before the run, after enough have said yes: whoever takes the one use first has it. */
  async deniedLate(request: Carried, by: string, reason: string): Promise<void> {
    if (!(await this.take(request, { type: 'call.denied', by: 'peers', reason }, 'used'))) return;
    const state = { kind: 'denied', at: this.desk.clock.now(), reason } as const;
    this.shelf.put({ ...request, window: '', sent: { ...request.sent, deniedBy: by }, state });
  }

  async voided(request: Request, code: VoidCode): Promise<void> {
    if (!(await this.take(request, { type: 'call.void', code }))) return;
    const no = voidRequest(request, code, this.desk.clock.now());
    this.shelf.put(no);
    this.hooks.voided(no, code);
  }

  private async take(request: Request, body: Conclusion, claim: Claim = 'concluded'): Promise<boolean> {
    const claimed = this.desk.requests.claim(request.id, claim);
    if (!claimed.ok) return false;
    if (!claimed.value) {
      this.shelf.refresh();
      return false;
    }
    const facts = factsOf(request.call, request.assessment, request.digest);
    const recorded = await this.desk.record.append({ ...facts, ...body, request: request.id });
    if (!recorded.ok) this.desk.requests.unclaim(request.id, claim);
    return recorded.ok;
  }
}
