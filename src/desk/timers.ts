import type { Clock } from '../ports/ports.js';

/** Timers that all end with their owner. */
export class Timers {
  private readonly running = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** Runs once at or after `time`; the returned function cancels. */
  at(time: number, run: () => void): () => void {
    const stop = this.clock.at(time, () => {
      this.running.delete(cancel);
      run();
    });
    const cancel = (): void => {
      this.running.delete(cancel);
      stop();
    };
    this.running.add(cancel);
    return cancel;
  }

  dispose(): void {
    for (const cancel of [...this.running]) cancel();
  }
}
