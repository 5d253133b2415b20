import type { DeskRuling, Waiter } from './ring.js';

/** The hooks that stand at the desk and wait, by the request that they wait for. */
export class Waiters {
  private readonly waiting = new Map<string, Set<Waiter>>();

  /** True while a hook waits for the request. */
  isHeld(id: string): boolean {
    return this.waiting.has(id);
  }

  of(id: string): readonly Waiter[] {
    return [...(this.waiting.get(id) ?? [])];
  }

  /** The requests that a hook waits for. */
  ids(): readonly string[] {
    return [...this.waiting.keys()];
  }

  add(id: string, waiter: Waiter): void {
    this.waiting.set(id, (this.waiting.get(id) ?? new Set<Waiter>()).add(waiter));
  }

  remove(id: string, waiter: Waiter): void {
    const all = this.waiting.get(id);
    all?.delete(waiter);
    if (all?.size === 0) this.waiting.delete(id);
  }

  /** Answers everyone who waits for a request. */
  settle(id: string, ruling: DeskRuling): void {
    for (const waiter of this.of(id)) waiter.answer(ruling);
  }
}
