import { readCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import type { EntryBody } from '../../core/record/entry.js';
import { hourMs } from '../../core/shared/durations.js';
import type { Checkpoints, Clock } from '../../ports/ports.js';
import type { Home } from '../files/home.js';
import { anchorAt } from './anchoring.js';
import { WitnessNotes } from './witness-notes.js';

/** After a decision; several that come together are one checkpoint. */
const soonMs = 10_000;
const seldomMs = hourMs;

/** Entries that somebody may want to be gone later. */
const decisions = new Set<EntryBody['type']>([
  'call.approved',
  'call.denied',
  'call.released',
  'call.void',
  'call.slipped',
  'break-glass',
  'guard.drifted',
]);

export interface WitnessingParts {
  readonly home: Home;
  readonly checkpoints: Checkpoints;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  /** The remote of the team whose policy a person has accepted, where it is also the courier. */
  team(): string | undefined;
}

/** Has witnesses see the record: at each decision, and each hour. What cannot be put now is put the next time. */
export class Witnessing {
  private cancel: (() => void) | undefined;
  private due = Number.POSITIVE_INFINITY;
  private running: Promise<void> | undefined;

  constructor(private readonly parts: WitnessingParts) {
    this.plan(seldomMs);
  }

  /** An entry was written. */
  written({ type }: EntryBody): void {
    if (decisions.has(type)) this.plan(soonMs);
  }

  /** Puts a checkpoint to every remote that has not seen as much. Never rejects. */
  async now(): Promise<void> {
    this.running ??= this.put().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  dispose(): void {
    this.cancel?.();
  }

  private plan(afterMs: number): void {
    const at = this.parts.clock.now() + afterMs;
    if (at >= this.due) return;
    this.cancel?.();
    this.due = at;
    this.cancel = this.parts.clock.at(at, () => {
      this.due = Number.POSITIVE_INFINITY;
      void this.now();
      this.plan(seldomMs);
    });
  }

  private async put(): Promise<void> {
    const { home, checkpoints, clock } = this.parts;
    const noted = new WitnessNotes(home).remotes();
    const team = this.parts.team();
    const urls = new Set([...noted.map(({ url }) => url), ...(team === undefined ? [] : [team])]);
    if (urls.size === 0) return;
    const head = await checkpoints.checkpoint([]);
    const size = readCheckpoint(head?.checkpoint ?? '')?.size;
    if (head === undefined || size === undefined) return;
    for (const url of urls) {
      if (noted.some((one) => one.url === url && one.size === size)) continue;
      // A remote that is away is tried again; verify says what nobody has seen meanwhile.
      await anchorAt(url, head, home, clock.now()).catch(() => undefined);
    }
  }
}
