/** Runs what is about one key one after the other, in the order in which it was asked for; other keys do not wait. */
export class InOrder {
  private readonly last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const done = before === undefined ? work() : before.then(work, work);
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(key, settled);
    void settled.then(() => {
      if (this.last.get(key) === settled) this.last.delete(key);
    });
    return done;
  }

  /** True while something about the key is running or waits to. */
  isBusy(key: string): boolean {
    return this.last.has(key);
  }

  /** Resolves once everything that was asked for so far is done. */
  async rest(): Promise<void> {
    while (this.last.size > 0) await Promise.all(this.last.values());
  }
}
