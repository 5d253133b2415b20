import { awaitsDecision } from '../core/approval/lifecycle.js';
import type { Request } from '../core/approval/request.js';
import { withSeen } from '../core/approval/seen.js';
import { err, ok } from '../core/shared/result.js';
import type { RulesOf } from '../ports/looks.js';
import type { Ledger } from './ledger.js';
import type { DeskParts } from './parts.js';
import type { Judged } from './ring.js';

/** Has the places of held calls looked at, each at most once at a time. It decides nothing, and ends with the request's question. */
export class Looking {
  private readonly running = new Map<string, AbortController>();

  constructor(
    private readonly parts: Pick<DeskParts, 'looks' | 'clock'>,
    private readonly ledger: Ledger,
    private readonly judgedFrom: (id: string) => Judged | undefined,
    /** By what a request is ruled on. */
    private readonly rulesOf: (request: Request) => RulesOf,
    /** Ends such a one. */
    private readonly forbidden: (id: string) => Promise<void>,
  ) {
    ledger.onChange(() => this.endDecided());
  }

  isLooking(id: string): boolean {
    return this.running.has(id);
  }

  /** A call is held: where a person has chosen so, it is looked up by itself. */
  held(id: string): void {
    if (this.parts.looks?.isAutomatic() === true && this.ledger.get(id)?.look?.seenAt === undefined)
      void this.look(id);
  }

  /** Resolves once what was seen stands on the card. */
  async look(id: string): Promise<void> {
    const { looks, clock } = this.parts;
    const request = this.ledger.get(id);
    if (looks === undefined || request?.look === undefined || !awaitsDecision(request)) return;
    if (this.running.has(id)) return;
    const control = new AbortController();
    this.running.set(id, control);
    this.ledger.touch();
    const order = { request, judged: this.judgedFrom(id), cancelled: control.signal };
    const outcome = await looks.look(order).catch(() => undefined);
    this.running.delete(id);
    if (outcome === undefined || control.signal.aborted) {
      this.ledger.touch();
      return;
    }
    const ruled = await this.ruling();
    const seen = (current: Request): Request | undefined => ruled(withSeen(current, outcome, clock.now()));
    if (seen(this.ledger.get(id) ?? request) === undefined) return this.forbidden(id);
    await this.ledger.move(id, (current) => {
      const to = awaitsDecision(current) && current.digest === request.digest ? seen(current) : undefined;
      return to === undefined ? err({ code: 'already-decided' } as const) : ok({ to });
    });
  }

  /** What the rules say to a request of which more was seen; undefined where they forbid it. */
  async ruling(): Promise<(request: Request) => Request | undefined> {
    const asSeen = await this.parts.looks?.asSeen();
    return (request) => (asSeen === undefined ? request : asSeen(request, this.rulesOf(request)));
  }

  dispose(): void {
    for (const control of this.running.values()) control.abort();
  }

  private endDecided(): void {
    for (const [id, control] of this.running) {
      const request = this.ledger.get(id);
      if (request === undefined || !awaitsDecision(request)) control.abort();
    }
  }
}
