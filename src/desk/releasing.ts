import { isRedeemable, use, voidRequest } from '../core/approval/lifecycle.js';
import type { Request, VoidCode } from '../core/approval/request.js';
import type { EntryBody } from '../core/record/entry.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import type { JsonValue } from '../core/toolcall/toolcall.js';
import * as words from '../messages/answers/answer.js';
import type { Ruling } from '../protocol/answer.js';
import { repeatedLimitCharacters } from '../protocol/limits.js';
import { isClockBehind } from './clock-behind.js';
import type { Countersigning } from './countersigning.js';
import type { DeskParts } from './parts.js';
import { receive } from './reception.js';
import type { Releases } from './releases.js';
import { Rewriters } from './rewriters.js';
import type { Judged } from './ring.js';
import type { Shelf } from './shelf.js';

/** How far back an approval is looked for: it lasts minutes, and no agent makes this many calls in them. */
const approvalsWithin = 5_000;

/** Spends approvals: one run for one yes, in the record before the agent hears of it. */
export class Releasing {
  /** Set where peers can be asked. */
  peers: Countersigning | undefined;
  private readonly rewriters: Rewriters;

  constructor(
    private readonly parts: DeskParts,
    private readonly shelf: Shelf,
    private readonly releases: Releases,
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
    const request = this.shelf.get(id);
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
    const current = this.shelf.get(request.id);
    if (!current || !isRedeemable(current, now))
      return { kind: 'deny', reason: words.ranOnceText(request.id) };
    return this.redeem(current, judged, hooks);
  }

  /**
   * True when the record holds the yes: a file that only says so is void. Where a newer version has written something about
   * it that cannot be read here, the yes is that version's to honour: it is neither used nor made void.
   */
  vouchedFor(request: Request): boolean {
    const newest = this.parts.record.newest(approvalsWithin);
    const isRecorded =
      newest.ok &&
      newest.value.some(
        ({ body }) =>
          body.type === 'call.approved' &&
          body.request === request.id &&
          body.digest === request.digest &&
          (request.ceremony.kind !== 'countersign' || body.by === 'peers' || body.by === 'break-glass'),
      );
    const isBehind = isClockBehind(this.parts);
    if (isRecorded && isBehind) {
      this.shelf.put(voidRequest(request, 'clock-set-back', this.parts.clock.now()));
      return false;
    }
    const isNewer =
      newest.ok && newest.value.some(({ body }) => body.type === 'newer' && body.about === request.id);
    if (!isRecorded && !isNewer)
      this.shelf.put(voidRequest(request, 'record-failed', this.parts.clock.now()));
    return isRecorded;
  }

  /** Spends the approval, once over all windows. */
  private async redeem(request: Request, judged: Judged, hooks: readonly ForeignHook[]): Promise<Ruling> {
    const [rewriter] = this.rewriters.unaccepted(hooks);
    if (rewriter !== undefined) {
      await this.voided(request, judged, 'hook-unaccepted');
      return { kind: 'deny', reason: words.rewriterText(request.id, rewriter) };
    }
    const claimed = this.parts.requests.claim(request.id, 'used');
    if (!claimed.ok) return { kind: 'fail', reason: words.storeFailedText(claimed.error.detail) };
    if (!claimed.value) return { kind: 'deny', reason: words.ranOnceText(request.id) };
    const ruling = await this.allow(judged, request.id);
    if (ruling.kind !== 'allow') {
      this.parts.requests.unclaim(request.id, 'used');
      return ruling;
    }
    const now = this.parts.clock.now();
    this.shelf.put(use(request, now));
    this.releases.given(judged, request.id, now);
    return ruling;
  }

  /** The answer for a call's second hook, or its ring at the second line, when the first has just been let go. */
  async twin(judged: Judged): Promise<Ruling | undefined> {
    const request = this.releases.twinOf(judged, this.parts.clock.now());
    if (request === undefined) return undefined;
    return request === '' ? this.unasked(judged) : this.allow(judged, request);
  }

  /** A ring of the second line, for what its hook was let go with unasked. */
  private unasked(judged: Judged): Promise<Ruling> {
    return this.recorded({ ...judged.facts, type: 'call.passed' }, () => ({ kind: 'no-opinion' }));
  }

  /** What `then` gives, if the record has the entry; else a no. */
  async recorded(body: EntryBody, then: () => Ruling): Promise<Ruling> {
    const recorded = await this.parts.record.append(body);
    return recorded.ok ? then() : { kind: 'fail', reason: words.recordFailedText(recorded.error.detail) };
  }

  private allow(judged: Judged, request: string): Promise<Ruling> {
    return this.recorded({ ...judged.facts, type: 'call.released', request }, () => ({
      kind: 'allow',
      reason: words.approvedText(request),
      ...repeated(judged.input),
    }));
  }

  async voided(request: Request, judged: Judged, code: VoidCode): Promise<Ruling> {
    this.shelf.put(voidRequest(request, code, this.parts.clock.now()));
    await this.parts.record.append({ ...judged.facts, type: 'call.void', request: request.id, code });
    return { kind: 'deny', reason: words.voidedText(request.id, code) };
  }
}

/** An input that fits into the answer. */
function repeated(input: JsonValue | undefined): { readonly input?: JsonValue } {
  if (input === undefined || JSON.stringify(input).length > repeatedLimitCharacters) return {};
  return { input };
}
