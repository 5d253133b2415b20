import { isOpen, isRedeemable, use, voidRequest } from '../core/approval/lifecycle.js';
import type { Request, VoidCode } from '../core/approval/request.js';
import type { Entry } from '../core/record/entry.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import { err, ok } from '../core/shared/result.js';
import type { JsonValue } from '../core/toolcall/toolcall.js';
import * as words from '../messages/answers/answer.js';
import type { Ruling } from '../protocol/answer.js';
import { repeatedLimitCharacters } from '../protocol/limits.js';
import { isClockBehind } from './clock-behind.js';
import { recorded } from './counter.js';
import type { Countersigning } from './countersigning.js';
import type { Ledger } from './ledger.js';
import type { DeskParts } from './parts.js';
import { receive } from './reception.js';
import type { Releases } from './releases.js';
import { Rewriters } from './rewriters.js';
import type { Judged } from './ring.js';

/** How far back an approval is looked for: it lasts minutes, and no agent makes this many calls in them. */
const approvalsWithin = 5_000;

/** Spends approvals: one run for one yes, in the record before the agent hears of it. */
export class Releasing {
  private readonly rewriters: Rewriters;

  constructor(
    private readonly parts: DeskParts,
    private readonly ledger: Ledger,
    private readonly releases: Releases,
    /** Present where peers can be asked. */
    private readonly peers: Countersigning | undefined,
  ) {
    this.rewriters = new Rewriters(parts.record);
  }

  /** Judges anew what was approved: files and contexts can have changed while the person was reading. */
  async release(id: string, held: Judged): Promise<Ruling> {
    const twin = await this.twin(held);
    if (twin) return twin;
    const judged = await receive(held.ring, held, this.parts, this.releases.keptFor(held.call));
    if (!judged.ok) return { kind: 'fail', reason: judged.error };
    const { call, site } = judged.value;
    const hooks = await this.parts.judge.foreignHooks(call.agent, site);
    const request = this.ledger.get(id);
    if (request?.state.kind !== 'approved') return { kind: 'deny', reason: words.ranOnceText(id) };
    if (judged.value.digest !== request.digest) return this.voided(request, judged.value, 'target-changed');
    return this.redeemed(request, judged.value, hooks);
  }

  /** Spends an approval that the record holds; one that peers bear is looked at once more before. */
  redeemed(request: Request, judged: Judged, hooks: readonly ForeignHook[]): Promise<Ruling> {
    return request.ceremony.kind === 'countersign'
      ? this.withPeers(request, judged)
      : this.redeem(request, judged, hooks);
  }

  private async withPeers(request: Request, judged: Judged): Promise<Ruling> {
    const code = this.peers === undefined ? 'not-countersigned' : await this.peers.cleared(request, judged);
    if (code !== undefined) return this.voided(request, judged, code);
    const hooks = await this.parts.judge.foreignHooks(judged.call.agent, judged.site);
    const now = this.parts.clock.now();
    const current = this.ledger.get(request.id);
    if (!current || !isRedeemable(current, now))
      return { kind: 'deny', reason: words.ranOnceText(request.id) };
    return this.redeem(current, judged, hooks);
  }

  /**
   * Why an approval that stands on disk does not count: the record holds no yes, or a later word, or is ahead of the clock.
   * `newer`: a newer version has written something about it that cannot be read here; the yes is that version's to honour.
   */
  flawOf(request: Request): VoidCode | 'newer' | undefined {
    const newest = this.parts.record.newest(approvalsWithin);
    const entries = newest.ok ? newest.value : [];
    const last = entries.find(({ body }) => decides(body, request.id));
    if (last === undefined && entries.some(({ body }) => body.type === 'newer' && body.about === request.id))
      return 'newer';
    if (last === undefined || !bears(last.body, request)) return 'record-failed';
    return isClockBehind(this.parts) ? 'clock-set-back' : undefined;
  }

  /** Spends the approval, once over all windows. */
  private async redeem(request: Request, judged: Judged, hooks: readonly ForeignHook[]): Promise<Ruling> {
    const { id } = request;
    const [rewriter] = this.rewriters.unaccepted(hooks);
    if (rewriter !== undefined) {
      await this.voided(request, judged, 'hook-unaccepted');
      return { kind: 'deny', reason: words.rewriterText(id, rewriter) };
    }
    const now = this.parts.clock.now();
    const used = await this.ledger.move(id, (current) =>
      current.state.kind === 'approved' && current.digest === judged.digest
        ? ok({
            claim: 'used',
            entry: { ...judged.facts, type: 'call.released', request: id },
            to: use(current, now),
          } as const)
        : err({ code: 'already-decided' } as const),
    );
    if (used.ok) {
      this.releases.given(judged, id, now);
      return allowed(judged, id);
    }
    switch (used.error.code) {
      case 'record-failed':
        return { kind: 'fail', reason: words.recordFailedText(used.error.detail) };
      case 'store-failed':
        return { kind: 'fail', reason: words.storeFailedText(used.error.detail) };
      default:
        return { kind: 'deny', reason: words.ranOnceText(id) };
    }
  }

  /** The answer for a call's second hook, or its ring at the second line, when the first has just been let go. */
  async twin(judged: Judged): Promise<Ruling | undefined> {
    const request = this.releases.twinOf(judged, this.parts.clock.now());
    if (request === undefined) return undefined;
    if (request === '') return this.unasked(judged);
    const entry = { ...judged.facts, type: 'call.released', request } as const;
    return recorded(this.parts.record, entry, () => allowed(judged, request));
  }

  /** A ring of the second line, for what its hook was let go with unasked. */
  private unasked(judged: Judged): Promise<Ruling> {
    return recorded(this.parts.record, { ...judged.facts, type: 'call.passed' }, () => ({
      kind: 'no-opinion',
    }));
  }

  /** Ends a request whose yes no longer counts; the answer to whoever came with it. */
  async voided({ id }: Request, judged: Judged, code: VoidCode): Promise<Ruling> {
    await this.ledger.move(id, (current) =>
      isOpen(current) || current.state.kind === 'approved'
        ? ok({
            entry: { ...judged.facts, type: 'call.void', request: id, code },
            to: voidRequest(current, code, this.parts.clock.now()),
          } as const)
        : err({ code: 'already-decided' } as const),
    );
    return { kind: 'deny', reason: words.voidedText(id, code) };
  }
}

/** An allow repeats the input that was judged. */
function allowed({ input }: Judged, id: string): Ruling {
  return { kind: 'allow', reason: words.approvedText(id), ...repeated(input) };
}

/** The entries by which the record knows how a request stands. */
function decides(body: Entry['body'], id: string): boolean {
  switch (body.type) {
    case 'call.approved':
    case 'call.denied':
    case 'call.expired':
    case 'call.released':
    case 'call.void':
      return body.request === id;
    default:
      return false;
  }
}

function bears(body: Entry['body'], { digest, ceremony }: Request): boolean {
  if (body.type !== 'call.approved' || body.digest !== digest) return false;
  return ceremony.kind !== 'countersign' || body.by === 'peers' || body.by === 'break-glass';
}

/** An input that fits into the answer. */
function repeated(input: JsonValue | undefined): { readonly input?: JsonValue } {
  if (input === undefined || JSON.stringify(input).length > repeatedLimitCharacters) return {};
  return { input };
}
