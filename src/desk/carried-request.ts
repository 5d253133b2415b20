import type { Request } from '../core/approval/request.js';
import type { Obstacle, Progress } from '../core/countersign/progress.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import { type AskedSignatures, measure, standing } from '../core/countersign/threshold.js';
import type { Trust } from '../core/countersign/trust.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { answerEntry } from './answer-entry.js';
import { isClockBehind } from './clock-behind.js';
import type { Correspondence } from './correspondence.js';
import type { CountersignParts } from './countersign-parts.js';
import { type Ledger, note } from './ledger.js';
import type { DeskParts } from './parts.js';
import type { Carried, Concluding } from './resolve.js';
import { inForce } from './signing.js';

/** A request that this window carries to peers. */
export interface CarriedRequest {
  progress: Progress;
  readonly cancel: AbortController;
  readonly seen: Set<string>;
  /** True once the request is known to be one that peers are asked about. */
  isAsked: boolean;
  statement?: RequestStatement;
  ownKeys: readonly string[];
  correspondence?: Correspondence;
}

/** Where what is counted is shown. */
export interface Tally {
  /** The request as it is now; undefined when it is not carried here any more. */
  carried(id: string, open: CarriedRequest): Carried | undefined;
  show(id: string, open: CarriedRequest, change: Partial<Progress>): void;
  /** A call with this digest was refused. */
  refused(digest: string): void;
}

const mostRefused = 20;

/** Counts the answers to a request, each in the record before it counts, and concludes it when they suffice. */
export class Counting {
  constructor(
    private readonly desk: DeskParts,
    private readonly parts: Pick<CountersignParts, 'trust'>,
    private readonly ledger: Ledger,
    private readonly concluding: Concluding,
    private readonly tally: Tally,
  ) {}

  /** Everything that lies at the courier for a request, as it is there now. */
  async arrived(id: string, open: CarriedRequest, answers: readonly Uint8Array[]): Promise<void> {
    const request = this.tally.carried(id, open);
    const trust = inForce(this.parts.trust.now());
    if (!request) return;
    const fresh = answers.filter((bytes) => !open.seen.has(sha256(bytes)));
    if (request.state.kind === 'approved') return this.stopLate(request, open, trust, fresh);
    if (!trust.ok || trust.value.digest !== request.sent.policy) {
      await this.concluding.voided(id, 'policy-changed');
      return;
    }
    if (fresh.length > 0 && isClockBehind(this.desk)) {
      await this.concluding.voided(id, 'clock-set-back');
      return;
    }
    for (const bytes of fresh) await this.count(bytes, request, open, trust.value);
    await this.conclude(id, open);
  }

  /** A peer's no still stops a call that enough others have approved, as long as it has not begun to run. */
  private async stopLate(
    request: Carried,
    open: CarriedRequest,
    trust: Result<Trust, Obstacle>,
    fresh: readonly Uint8Array[],
  ): Promise<void> {
    if (!trust.ok) return;
    for (const bytes of fresh) {
      const measured = measure(bytes, this.asked(request, open, trust.value));
      if (!measured.ok || measured.answer.statement.decision !== 'denial') continue;
      if (!(await note(this.desk.record, answerEntry(measured, sha256(bytes), request))).ok) continue;
      open.seen.add(sha256(bytes));
      const { person, statement } = measured.answer;
      await this.concluding.deniedLate(request, person, statement.comment);
      return;
    }
  }

  /** Keeps an answer that counts, once the record holds it; of one that does not, the record says why. */
  private async count(
    bytes: Uint8Array,
    request: Carried,
    open: CarriedRequest,
    trust: Trust,
  ): Promise<void> {
    const measured = measure(bytes, this.asked(request, open, trust));
    const answer = sha256(bytes);
    if (measured.ok) {
      const text = new TextDecoder().decode(bytes);
      const kept = await this.ledger.move(request.id, (current) => {
        if (!current.sent || !isCarried(current)) return err({ code: 'already-decided' } as const);
        const sent = { ...current.sent, answers: [...current.sent.answers, text] };
        return ok({ entry: answerEntry(measured, answer, request), to: { ...current, sent } });
      });
      if (kept.ok) open.seen.add(answer);
      return;
    }
    open.seen.add(answer);
    if (open.progress.refused.length >= mostRefused) return;
    await note(this.desk.record, answerEntry(measured, answer, request));
    const { code, detail } = measured;
    this.tally.show(request.id, open, { refused: [...open.progress.refused, { code, detail }] });
  }

  /** Where the request stands by the answers that are kept; the policy is asked for anew before a yes counts. */
  private async conclude(id: string, open: CarriedRequest): Promise<void> {
    const before = this.tally.carried(id, open);
    if (before?.state.kind !== 'countersigning') return;
    const now = inForce(this.parts.trust.now());
    const seen = now.ok ? standing(this.asked(before, open, now.value)) : undefined;
    const isDecided = seen !== undefined && seen.kind !== 'waiting';
    const trust = isDecided && seen.kind === 'approved' ? inForce(await this.parts.trust.refresh()) : now;
    const request = this.tally.carried(id, open);
    if (request?.state.kind !== 'countersigning') return;
    if (!trust.ok || trust.value.digest !== request.sent.policy) {
      await this.concluding.voided(id, 'policy-changed');
      return;
    }
    const stands = standing(this.asked(request, open, trust.value));
    switch (stands.kind) {
      case 'waiting':
        this.tally.show(id, open, { needs: stands.needs });
        return;
      case 'denied':
        this.tally.refused(request.digest);
        await this.concluding.denied(request, stands.by, stands.reason);
        return;
      case 'approved':
        await this.concluding.approved(
          request,
          'peers',
          stands.needs.flatMap((met) => met.by),
          trust.value,
        );
        return;
    }
  }

  private asked(
    request: Carried,
    open: CarriedRequest,
    trust: Trust,
  ): AskedSignatures & { readonly statement: RequestStatement } {
    const statement = open.statement;
    if (!statement) throw new Error('no-statement');
    return {
      statement,
      digest: request.sent.digest,
      answers: request.sent.answers.map((text) => new TextEncoder().encode(text)),
      trust,
      ownKeys: open.ownKeys,
      now: this.desk.clock.now(),
    };
  }
}

/** Peers are asked, or have approved a run that has not begun yet. */
export function isCarried({ state, sent }: Request): boolean {
  return (
    state.kind === 'countersigning' || (state.kind === 'approved' && sent !== undefined && !sent.brokenGlass)
  );
}
