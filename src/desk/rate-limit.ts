import type { Obstacle } from '../core/countersign/progress.js';

const windowMs = 5 * 60_000;
const mostInWindow = 10;

/** Keeps peers from being worn down: so many requests in so much time, and a pause after a no. Unix milliseconds. */
export class Pace {
  private sent: readonly number[] = [];
  private readonly refused = new Map<string, number>();

  /** Why a call with this digest is not sent now. */
  obstacle(digest: string, now: number): Obstacle | undefined {
    const until = (this.refused.get(digest) ?? 0) + windowMs;
    if (this.refused.has(digest) && now < until) return { code: 'cooling-down', until };
    const [oldest, ...more] = this.sent.filter((at) => now - at < windowMs);
    if (oldest === undefined || more.length + 1 < mostInWindow) return undefined;
    return { code: 'too-many', until: oldest + windowMs };
  }

  noteSent(now: number): void {
    this.sent = [...this.sent, now].slice(-mostInWindow);
  }

  noteRefused(digest: string, now: number): void {
    this.refused.set(digest, now);
  }
}
