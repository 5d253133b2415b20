import type { Result } from '../../core/shared/result.js';
import type { CourierFailure, MessageKind } from '../../ports/courier.js';
import type { Clock } from '../../ports/ports.js';
import { systemClock } from '../clock.js';

export interface Watched {
  readonly kind: MessageKind;
  /** One request's messages; undefined is all of the kind. */
  readonly id: string | undefined;
}

/** Milliseconds between two looks. */
export interface PollingPace {
  /** While someone waits for the messages of one request. */
  readonly openMs: number;
  /** While a person looks at the window. */
  readonly attendedMs: number;
  readonly idleMs: number;
  /** The longest, when looking keeps failing. */
  readonly worstMs: number;
}

export interface PollingParts {
  /** What lies there, as one text for each that is watched, empty where there is nothing. One request in all. */
  look(watched: readonly Watched[]): Promise<Result<readonly string[], CourierFailure>>;
  /** Nobody watches any more. */
  rest?(): void;
  readonly pace: PollingPace;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly clock?: Clock;
}

interface Watch extends Watched {
  readonly changed: () => void;
  last: string;
}

/** Looks again and again, as often as it is worth, and calls back those for whom something is different. */
export class Polling {
  private readonly watches = new Set<Watch>();
  private cancel: (() => void) | undefined;
  private readonly clock: Clock;
  private dueAt = Number.POSITIVE_INFINITY;
  private isLooking = false;
  private isAttended = false;
  private failures = 0;

  constructor(private readonly parts: PollingParts) {
    this.clock = parts.clock ?? systemClock;
  }

  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void {
    const watch: Watch = { kind, id, changed, last: '' };
    this.watches.add(watch);
    this.schedule(0);
    return () => {
      this.watches.delete(watch);
      if (this.watches.size === 0) this.rest();
    };
  }

  /** A person looks, or no longer does: looking begins at once. */
  attend(isAttended: boolean): void {
    this.isAttended = isAttended;
    if (isAttended && this.watches.size > 0) this.schedule(0);
  }

  dispose(): void {
    this.watches.clear();
    this.rest();
  }

  private rest(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.dueAt = Number.POSITIVE_INFINITY;
    if (this.watches.size === 0 && !this.isLooking) this.parts.rest?.();
  }

  /** Only ever sooner: a later wish does not delay a look that is due. */
  private schedule(waitMs: number): void {
    const at = this.clock.now() + waitMs;
    if (this.isLooking || at >= this.dueAt) return;
    this.cancel?.();
    this.dueAt = at;
    this.cancel = this.clock.at(at, () => void this.lookNow());
  }

  private async lookNow(): Promise<void> {
    this.rest();
    this.isLooking = true;
    const asked = [...this.watches];
    const seen = await this.parts.look(asked);
    this.isLooking = false;
    this.failures = seen.ok ? 0 : this.failures + 1;
    if (seen.ok) this.tell(asked, seen.value);
    if (this.watches.size > 0) this.schedule(this.hasNew(asked) ? 0 : this.wait());
    else this.rest();
  }

  private tell(asked: readonly Watch[], seen: readonly string[]): void {
    for (const [index, watch] of asked.entries()) {
      const now = seen[index] ?? '';
      if (now === watch.last || !this.watches.has(watch)) continue;
      watch.last = now;
      watch.changed();
    }
  }

  private hasNew(asked: readonly Watch[]): boolean {
    return [...this.watches].some((watch) => !asked.includes(watch));
  }

  /** A tenth more or less, so that windows that started together do not ask together. */
  private wait(): number {
    const { pace } = this.parts;
    const base = [...this.watches].some((watch) => watch.id !== undefined)
      ? pace.openMs
      : this.isAttended
        ? pace.attendedMs
        : pace.idleMs;
    const slowed = Math.min(base * 2 ** Math.min(this.failures, 6), Math.max(base, pace.worstMs));
    return slowed * (0.9 + 0.2 * this.parts.random());
  }
}
