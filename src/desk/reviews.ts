import { answerPlace } from '../core/countersign/answer-statement.js';
import { decodeEnvelope, encodeEnvelope } from '../core/countersign/decode-envelope.js';
import { decodeReceipt } from '../core/countersign/decode-receipt.js';
import type { Receipt } from '../core/countersign/receipt.js';
import { measureReview } from '../core/countersign/review.js';
import type { Trust } from '../core/countersign/trust.js';
import { isOverdue, type Review } from '../core/record/reviews.js';
import { canonical } from '../core/shared/canonical.js';
import { sha256 } from '../core/shared/digest.js';
import { hourMs } from '../core/shared/durations.js';
import type { Clock, RecordStore } from '../ports/ports.js';
import { Correspondence } from './correspondence.js';
import type { CountersignParts } from './countersign-parts.js';
import { note } from './ledger.js';
import { ownBlobs } from './own-person.js';
import { inForce } from './signing.js';

export interface ReviewsParts extends Pick<CountersignParts, 'trust' | 'signer' | 'courier'> {
  readonly clock: Clock;
  readonly record: RecordStore;
  /** What the record holds of broken glasses that nobody has looked at. */
  open(): Promise<readonly Review[]>;
  readonly receipts: {
    read(request: string): Uint8Array | undefined;
    keep(request: string, bytes: Uint8Array): void;
  };
  /** What is due, each time that it may have changed. */
  due(reviews: readonly Review[]): void;
}

const againMs = hourMs;

/**
 * Sees to it that somebody looks at each broken glass: the notice lies at the courier until another person's signed
 * word on it has come, however many windows open and close meanwhile.
 */
export class Reviews {
  private readonly letters = new Map<string, Correspondence>();
  private readonly closing = new Set<string>();
  private stopWaiting: () => void = () => undefined;
  private isClosed = false;
  private running: Promise<void> | undefined;
  private isWanted = false;

  constructor(private readonly parts: ReviewsParts) {}

  /** Looks what is due. Ends in bounded time; never rejects. */
  look(): Promise<void> {
    this.isWanted = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  dispose(): void {
    this.isClosed = true;
    this.stopWaiting();
    for (const letter of this.letters.values()) letter.end(false);
  }

  private async run(): Promise<void> {
    while (this.isWanted && !this.isClosed) {
      this.isWanted = false;
      const open = await this.parts.open().catch((): readonly Review[] => []);
      if (this.isClosed) return;
      this.follow(open);
      this.parts.due(open);
      this.wait(open);
    }
  }

  /** The next look is when the next one becomes overdue, or in an hour: another window may have closed one. */
  private wait(open: readonly Review[]): void {
    this.stopWaiting();
    if (open.length === 0) return;
    const now = this.parts.clock.now();
    const next = open.filter((one) => !isOverdue(one, now)).map(({ by }) => by);
    this.stopWaiting = this.parts.clock.at(Math.min(now + againMs, ...next), () => void this.look());
  }

  private follow(open: readonly Review[]): void {
    for (const [statement, letter] of this.letters) {
      if (open.some((one) => one.statement === statement)) continue;
      letter.end(true);
      this.letters.delete(statement);
    }
    const trust = inForce(this.parts.trust.now());
    if (!trust.ok) return;
    for (const review of open) {
      if (review.id !== '' && !this.letters.has(review.statement)) this.send(review, trust.value);
    }
  }

  private send(review: Review, trust: Trust): void {
    const receipt = this.receiptOf(review);
    const bytes = receipt && encodeEnvelope(receipt.request);
    const courier = this.parts.courier(trust);
    if (!bytes?.ok || !courier.ok) return;
    const places = new Set(
      trust.roster.keys.flatMap(({ blob }) => [answerPlace(blob, 'approval'), answerPlace(blob, 'denial')]),
    );
    const letter = new Correspondence(
      courier.value,
      this.parts.clock,
      { id: review.id, bytes: bytes.value, places },
      { arrived: (answers) => this.arrived(review, answers), trouble: () => undefined },
    );
    this.letters.set(review.statement, letter);
    letter.begin();
  }

  /** The first that counts closes it; what does not count is left where it lies. */
  private async arrived(review: Review, answers: readonly Uint8Array[]): Promise<void> {
    const { parts } = this;
    const trust = inForce(parts.trust.now());
    const keys = await parts.signer.keys().catch(() => undefined);
    // Not knowing which keys are at hand here, none can be told to be another's.
    if (!trust.ok || !keys?.ok || this.closing.has(review.statement)) return;
    const ownKeys = await ownBlobs(parts.signer, keys.value);
    for (const bytes of answers) {
      const measured = measureReview(bytes, {
        digest: review.statement,
        id: review.id,
        requester: review.person,
        brokenAt: review.ts,
        from: review.from,
        roster: trust.value.roster,
        ownKeys,
        now: parts.clock.now(),
      });
      if (!measured.ok || this.closing.has(review.statement)) continue;
      const { person, presence, statement } = measured.value;
      this.closing.add(review.statement);
      const recorded = await note(parts.record, {
        type: 'review.received',
        statement: review.statement,
        person,
        fingerprint: statement.approver.fingerprint,
        presence,
        request: review.request,
        answer: sha256(bytes),
        verdict: statement.decision === 'approval' ? 'right' : 'wrong',
        comment: statement.comment,
      });
      if (!recorded.ok) {
        this.closing.delete(review.statement);
        return;
      }
      this.keep(review, bytes);
      void this.look();
      return;
    }
  }

  private receiptOf({ request, statement }: Review): Receipt | undefined {
    const bytes = this.parts.receipts.read(request);
    const receipt = bytes && decodeReceipt(bytes);
    if (!receipt?.ok || sha256(receipt.value.request.statement) !== statement) return undefined;
    return receipt.value;
  }

  /** The signed review is kept with the receipt of what it is about, which proves it later. */
  private keep(review: Review, bytes: Uint8Array): void {
    const receipt = this.receiptOf(review);
    const envelope = decodeEnvelope(bytes);
    if (receipt === undefined || !envelope.ok) return;
    const text = canonical({ ...receipt, answers: [...receipt.answers, envelope.value] });
    if (text.ok) this.parts.receipts.keep(review.request, new TextEncoder().encode(text.value));
  }
}
