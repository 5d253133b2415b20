import { dayMs } from '../core/shared/durations.js';
import { pruneCopies } from '../node/copies/prune.js';
import type { Home } from '../node/files/home.js';
import { loadSettings } from '../node/files/settings-file.js';
import { letGoOf } from '../node/record/retention.js';
import type { Checkpoints, Clock, RecordStore } from '../ports/ports.js';

export interface KeepingParts {
  readonly home: Home;
  readonly record: RecordStore;
  readonly checkpoints: Checkpoints;
  readonly clock: Pick<Clock, 'now' | 'at'>;
}

/** A window's start does not wait for it. */
const firstMs = 10 * 60_000;
const againMs = dayMs;

/** Lets go once a day what is older than the record, and the copies, are kept. What cannot go stays, and is tried again. */
export function keepRecord({ home, record, checkpoints, clock }: KeepingParts): { dispose(): void } {
  let stop = (): void => undefined;
  const plan = (afterMs: number): void => {
    stop = clock.at(clock.now() + afterMs, () => {
      const months = loadSettings(home).keepMonths;
      const parts = { folder: home.record, record, checkpoints, months, now: clock.now() };
      void letGoOf(parts)
        .then(() => pruneCopies(home.copies, clock.now()))
        .catch(() => undefined)
        .finally(() => plan(againMs));
    });
  };
  plan(firstMs);
  return { dispose: () => stop() };
}
