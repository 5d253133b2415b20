import { thrownText } from '../core/shared/thrown.js';
import type { Courier, CourierFailure, MessageKey } from '../ports/courier.js';
import type { Clock } from '../ports/ports.js';

export interface Letter {
  readonly id: string;
  /** The envelope to put. */
  readonly bytes: Uint8Array;
  /** Places where an answer can lie: those of the roster's keys. What lies elsewhere is never fetched. */
  readonly places: ReadonlySet<string>;
}

export interface LetterNews {
  /** Everything that lies in the places, each time that it was looked at. */
  arrived(answers: readonly Uint8Array[]): Promise<void>;
  /** Undefined when the courier works again. `retryAt` in Unix milliseconds. */
  trouble(failure: (CourierFailure & { readonly retryAt: number }) | undefined, isDelivered: boolean): void;
}

const leastWaitMs = 1_000;
const mostWaitMs = 30_000;

/** One request at the courier: put there, whatever it takes, and asked for answers until it is ended. */
export class Correspondence {
  private isDelivered = false;
  private isRunning = false;
  private isWanted = false;
  private hasEnded = false;
  private waitMs = leastWaitMs;
  private stopWatching: () => void = () => undefined;
  private stopRetry: () => void = () => undefined;

  constructor(
    private readonly courier: Courier,
    private readonly clock: Clock,
    private readonly letter: Letter,
    private readonly news: LetterNews,
  ) {}

  begin(): void {
    this.stopWatching = this.courier.watch('answer', this.letter.id, () => void this.look());
    void this.look();
  }

  /** Looks at most once at a time; a wish meanwhile makes it look again. */
  async look(): Promise<void> {
    this.isWanted = true;
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.isWanted && !this.hasEnded) {
      this.isWanted = false;
      const failure = await this.once().catch(
        (error: unknown): CourierFailure => ({
          code: 'unusable',
          detail: thrownText(error),
        }),
      );
      if (failure) this.retry(failure);
    }
    this.isRunning = false;
  }

  /** Stops asking, and takes the letter and its answers back. */
  end(isOver: boolean): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.stopWatching();
    this.stopRetry();
    if (isOver) void this.courier.remove([this.key(), ...this.answerKeys()]).catch(() => undefined);
  }

  private async once(): Promise<CourierFailure | undefined> {
    if (!this.isDelivered) {
      const failure = await this.deliver();
      if (failure) return failure;
      this.isDelivered = true;
    }
    const listed = await this.courier.list('answer', this.letter.id);
    if (!listed.ok) return listed.error;
    const answers: Uint8Array[] = [];
    for (const key of listed.value.filter((one) => this.letter.places.has(one.signer))) {
      const got = await this.courier.get(key);
      // Junk in one place must not keep the others from being read.
      if (!got.ok && !isJunk(got.error)) return got.error;
      if (got.ok && got.value !== undefined) answers.push(got.value);
    }
    if (this.hasEnded) return undefined;
    this.waitMs = leastWaitMs;
    this.news.trouble(undefined, true);
    if (answers.length > 0) await this.news.arrived(answers);
    return undefined;
  }

  private async deliver(): Promise<CourierFailure | undefined> {
    const put = await this.courier.put(this.key(), this.letter.bytes);
    if (!put.ok) return put.error;
    if (put.value === 'created') return undefined;
    const there = await this.courier.get(this.key());
    if (!there.ok) return there.error;
    const isOurs = there.value !== undefined && sameBytes(there.value, this.letter.bytes);
    return isOurs ? undefined : { code: 'place-taken', detail: '' };
  }

  private retry(failure: CourierFailure): void {
    if (this.hasEnded) return;
    const retryAt = this.clock.now() + this.waitMs;
    this.waitMs = Math.min(this.waitMs * 2, mostWaitMs);
    this.news.trouble({ ...failure, retryAt }, this.isDelivered);
    this.stopRetry();
    this.stopRetry = this.clock.at(retryAt, () => void this.look());
  }

  private key(): MessageKey {
    return { kind: 'request', id: this.letter.id, signer: '' };
  }

  private answerKeys(): readonly MessageKey[] {
    return [...this.letter.places].map((signer) => ({ kind: 'answer', id: this.letter.id, signer }));
  }
}

/** What lies there is no message, however often it is asked for. */
export function isJunk({ code }: CourierFailure): boolean {
  return code === 'too-large' || code === 'unusable';
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
