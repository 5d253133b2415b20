import type { Moved } from '../core/approval/ground-difference.js';
import { expire, isOpen, isRedeemable, use, voidRequest } from '../core/approval/lifecycle.js';
import type { CopyFailure, CopyOffer, Request, VoidCode } from '../core/approval/request.js';
import type { Entry } from '../core/record/entry.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import { err, ok } from '../core/shared/result.js';
import type { JsonValue, ToolCall } from '../core/toolcall/toolcall.js';
import { repeatedLimitCharacters } from '../protocol/limits.js';
import { recorded } from './counter.js';
import type { Countersigning } from './countersigning.js';
import { evaluateCall } from './evaluate.js';
import { groundNow, movedSince } from './grounds.js';
import type { Ledger } from './ledger.js';
import type { DeskParts } from './parts.js';
import { promisedCopy } from './promised-copy.js';
import type { Releases } from './releases.js';
import { Rewriters } from './rewriters.js';
import type { DeskRuling, Judged, Kept } from './ring.js';
import { flawOfYes, isFirstOf, lastingMs, type YesFlaw } from './standing-yes.js';

/** Spends approvals: one run for one yes, in the record before the agent hears of it. */
export class Releasing {
  private readonly rewriters: Rewriters;
  /** When this window took a yes, by the clock that nobody sets. */
  private readonly takenAt = new Map<string, number>();

  constructor(
    private readonly parts: DeskParts,
    private readonly ledger: Ledger,
    private readonly releases: Releases,
    /** Present where peers can be asked. */
    private readonly peers: Countersigning | undefined,
  ) {
    this.rewriters = new Rewriters(parts.record);
    ledger.onMoved(({ id, state }) => {
      if (state.kind !== 'approved') this.takenAt.delete(id);
      else if (!this.takenAt.has(id)) this.takenAt.set(id, parts.clock.elapsed());
    });
  }

  /** What is remembered of a call's session. */
  keptFor(call: ToolCall): Kept {
    return this.releases.keptFor(call);
  }

  /** Judges anew what was approved: files and contexts can have changed while the person was reading. */
  async release(id: string, held: Judged): Promise<DeskRuling> {
    const twin = await this.twin(held);
    if (twin) return twin;
    const judged = await evaluateCall(held.ring, held, this.parts, this.releases.keptFor(held.call));
    if (!judged.ok) return { kind: 'fail', reason: judged.error };
    const { call, site } = judged.value;
    const hooks = await this.parts.judge.foreignHooks(call.agent, site);
    const request = this.ledger.get(id);
    if (request?.state.kind !== 'approved') return { kind: 'deny', reason: { code: 'ran-once', id } };
    if (judged.value.digest !== request.digest) return this.voided(request, judged.value, 'target-changed');
    const flaw = this.flawOf(request);
    if (flaw !== undefined) return this.flawed(request, judged.value, flaw);
    return this.redeemed(request, judged.value, hooks);
  }

  /** Spends an approval that the record holds, if what it was shown with is what would run. */
  async redeemed(request: Request, judged: Judged, hooks: readonly ForeignHook[]): Promise<DeskRuling> {
    if (request.ceremony.kind === 'countersign') return this.withPeers(request, judged);
    const moved = await this.moved(request, judged);
    if (moved !== undefined) return this.voided(request, judged, 'ground-changed', moved);
    return this.redeem(request, judged, hooks);
  }

  private async moved(request: Request, judged: Judged): Promise<readonly Moved[] | undefined> {
    return movedSince(request, await groundNow(judged, this.parts, request.basis));
  }

  private async withPeers(request: Request, judged: Judged): Promise<DeskRuling> {
    const code = this.peers === undefined ? 'not-countersigned' : await this.peers.cleared(request, judged);
    if (code === 'begun-here') return { kind: 'deny', reason: { code: 'ran-once', id: request.id } };
    if (code === 'ground-changed')
      return this.voided(request, judged, code, await this.moved(request, judged));
    if (code !== undefined) return this.voided(request, judged, code);
    const hooks = await this.parts.judge.foreignHooks(judged.call.agent, judged.site);
    const now = this.parts.clock.now();
    const current = this.ledger.get(request.id);
    if (!current || !isRedeemable(current, now))
      return { kind: 'deny', reason: { code: 'ran-once', id: request.id } };
    return this.redeem(current, judged, hooks);
  }

  /** Why an approval that stands on disk does not count: by the record, and by how long this process has known of it. */
  flawOf(request: Request): YesFlaw | undefined {
    if (this.ledger.isForeign(request.id)) return flawOfYes(request, this.parts) ?? 'not-ours';
    return flawOfYes(request, this.parts) ?? (this.isOverdue(request) ? 'expired' : undefined);
  }

  /** By the clock that nobody sets: a yes that this window took lasts no longer for a date that was changed. */
  private isOverdue(request: Request): boolean {
    const since = this.takenAt.get(request.id);
    const lasts = lastingMs(request, this.parts) ?? 0;
    return since !== undefined && this.parts.clock.elapsed() >= since + lasts;
  }

  /** Spends the approval, once over all windows. */
  private async redeem(request: Request, judged: Judged, hooks: readonly ForeignHook[]): Promise<DeskRuling> {
    const { id } = request;
    const [rewriter] = this.rewriters.unaccepted(hooks);
    if (rewriter !== undefined) {
      await this.voided(request, judged, 'hook-unaccepted');
      return { kind: 'deny', reason: { code: 'rewriter', id, hook: rewriter } };
    }
    const copied = await promisedCopy(request, judged, this.parts);
    if (copied?.ok === false) return this.withoutCopy(request, judged, copied.error);
    const now = this.parts.clock.now();
    const kept = copied === undefined ? {} : { keptUntil: copied.value.until };
    const used = await this.ledger.move(id, (current) =>
      current.state.kind === 'approved' && current.digest === judged.digest
        ? ok({
            claim: 'used',
            entry: { ...judged.facts, type: 'call.released', request: id },
            to: use(withCopy(current, kept), now),
            stands: (entry: Entry) => isFirstOf(entry, this.parts),
          } as const)
        : err({ code: 'already-decided' } as const),
    );
    if (used.ok) {
      this.releases.given(judged, id, now);
      return allowed(judged, id);
    }
    return 'detail' in used.error
      ? { kind: 'fail', reason: used.error }
      : { kind: 'deny', reason: { code: 'ran-once', id } };
  }

  /** The call does not run without the copy that was promised. */
  private async withoutCopy(request: Request, judged: Judged, failure: CopyFailure): Promise<DeskRuling> {
    const { id } = request;
    await this.voided(request, judged, 'copy-failed', [], failure);
    return { kind: 'deny', reason: { code: 'copy-failed', id, failure } };
  }

  /** The answer for a call's second hook, or its ring at the second line, when the first has just been let go. */
  async twin(judged: Judged): Promise<DeskRuling | undefined> {
    const request = this.releases.twinOf(judged, this.parts.clock.now());
    if (request === undefined) return undefined;
    if (request === '') return this.unasked(judged);
    const entry = { ...judged.facts, type: 'call.released', request } as const;
    return recorded(this.parts.record, entry, () => allowed(judged, request));
  }

  /** A ring of the second line, for what its hook was let go with unasked. */
  private unasked(judged: Judged): Promise<DeskRuling> {
    return recorded(this.parts.record, { ...judged.facts, type: 'call.passed' }, () => ({
      kind: 'no-opinion',
    }));
  }

  /** Ends a request whose yes does not stand; the answer to whoever came with it. */
  async flawed(request: Request, judged: Judged, flaw: YesFlaw): Promise<DeskRuling> {
    const { id } = request;
    // That version's yes is its own to honour.
    if (flaw === 'newer') return { kind: 'deny', reason: { code: 'voided', id, why: 'record-failed' } };
    if (flaw === 'used-elsewhere') {
      // Nothing is decided here: the file is what the record says.
      await this.ledger.move(id, (current) =>
        current.state.kind === 'approved'
          ? ok({ to: use(current, this.parts.clock.now()) } as const)
          : err({ code: 'already-decided' } as const),
      );
      return { kind: 'deny', reason: { code: 'ran-once', id } };
    }
    if (flaw !== 'expired') return this.voided(request, judged, flaw);
    await this.ledger.move(id, (current) =>
      current.state.kind === 'approved'
        ? ok({
            entry: { ...judged.facts, type: 'call.expired', request: id },
            to: expire(current, this.parts.clock.now()),
          } as const)
        : err({ code: 'already-decided' } as const),
    );
    return { kind: 'deny', reason: { code: 'expired', id } };
  }

  /** Ends a request whose yes no longer counts; the answer to whoever came with it. */
  async voided(
    { id }: Request,
    judged: Judged,
    code: VoidCode,
    moved: readonly Moved[] = [],
    failure?: CopyFailure,
  ): Promise<DeskRuling> {
    await this.ledger.move(id, (current) =>
      isOpen(current) || current.state.kind === 'approved'
        ? ok({
            entry: { ...judged.facts, type: 'call.void', request: id, code },
            to: {
              ...voidRequest(withCopy(current, failure && { failure }), code, this.parts.clock.now()),
              ...(moved.length === 0 ? {} : { moved }),
            },
          } as const)
        : err({ code: 'already-decided' } as const),
    );
    return { kind: 'deny', reason: { code: 'voided', id, why: code, moved } };
  }
}

function withCopy(request: Request, what: Pick<CopyOffer, 'keptUntil' | 'failure'> | undefined): Request {
  const { copy } = request;
  return copy === undefined || what === undefined ? request : { ...request, copy: { ...copy, ...what } };
}

/** An allow repeats the input that was judged. */
function allowed({ input }: Judged, id: string): DeskRuling {
  return { kind: 'allow', reason: { code: 'approved', id }, ...repeated(input) };
}

/** An input that fits into the answer. */
function repeated(input: JsonValue | undefined): { readonly input?: JsonValue } {
  if (input === undefined || JSON.stringify(input).length > repeatedLimitCharacters) return {};
  return { input };
}
