/** How many may be inside at once; whoever comes then waits for somebody to leave, in order, and nobody is sent away. */
export class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly room: number) {}

  /** Runs `serve` once there is room. It is told how to leave; leaving twice is leaving once. */
  enter(serve: (leave: () => void) => void): void {
    if (this.inside >= this.room) {
      this.waiting.push(() => this.enter(serve));
      return;
    }
    this.inside += 1;
    let isIn = true;
    serve(() => {
      if (!isIn) return;
      isIn = false;
      this.inside -= 1;
      this.waiting.shift()?.();
    });
  }
}
