import type { HomeFlaw } from '../core/toolcall/home-flaw.js';
import type { WatchFiles } from '../ports/ports.js';

export interface HomeWatchParts {
  /** Absolute paths at which a change is looked into. */
  readonly paths: readonly string[];
  readonly watch: WatchFiles;
  flaws(): readonly HomeFlaw[];
  told(flaw: HomeFlaw): void;
}

const everyMilliseconds = 15_000;

/** Tells once of each thing in the home that is not this user's extension's own, as long as it stays. */
export class HomeWatch {
  private readonly stop: () => void;
  private readonly beat: NodeJS.Timeout;
  private known: ReadonlySet<string> = new Set();

  constructor(private readonly parts: HomeWatchParts) {
    this.look();
    this.stop = parts.watch(parts.paths, () => this.look());
    this.beat = setInterval(() => this.look(), everyMilliseconds);
  }

  dispose(): void {
    clearInterval(this.beat);
    this.stop();
  }

  private look(): void {
    const flaws = this.parts.flaws();
    const before = this.known;
    this.known = new Set(flaws.map((flaw) => JSON.stringify(flaw)));
    for (const flaw of flaws) if (!before.has(JSON.stringify(flaw))) this.parts.told(flaw);
  }
}
