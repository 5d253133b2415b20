import type { Copies } from '../../ports/ports.js';

/** Copies whose keeper is loaded at the first one. */
export class LateCopies implements Copies {
  private opened: Promise<Copies> | undefined;

  constructor(private readonly open: () => Promise<Copies>) {}

  async keep(...asked: Parameters<Copies['keep']>): ReturnType<Copies['keep']> {
    this.opened ??= this.open();
    return (await this.opened).keep(...asked);
  }
}
