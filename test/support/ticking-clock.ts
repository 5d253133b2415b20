import type { Clock } from '../../src/ports/ports.js';

/** A clock that stands still until a test moves it. */
export class TickingClock implements Clock {
  private readonly due = new Set<{ readonly at: number; readonly run: () => void }>();

  private ran = 0;

  constructor(private time: number) {}

  elapsed(): number {
    return this.ran;
  }

  /** Somebody sets the date; no time goes by. */
  set(time: number): void {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  at(at: number, run: () => void): () => void {
    const one = { at, run };
    this.due.add(one);
    return () => this.due.delete(one);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    this.ran += milliseconds;
    for (const one of [...this.due].filter(({ at }) => at <= this.time)) {
      this.due.delete(one);
      one.run();
    }
  }
}
