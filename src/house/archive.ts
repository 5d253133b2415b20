import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { waitingFor } from '../core/record/archive/late.js';
import { dayMs } from '../core/shared/durations.js';
import { chosenArchive } from '../node/archive/chosen.js';
import { archiveStanding } from '../node/archive/standing.js';
import type { Home } from '../node/files/home.js';
import type { Clock, RecordStore } from '../ports/ports.js';

/** A window's start does not wait for it, and a choice made meanwhile is seen as late. */
const lookMs = 30_000;

/** Sends the record to the archive that a person chose, on a thread of its own for as long as one is chosen. `programs`: dist. */
export function sendRecord(
  home: Home,
  clock: Pick<Clock, 'now' | 'at'>,
  programs: string,
): { dispose(): void } {
  let worker: Worker | undefined;
  let stop = (): void => undefined;
  const start = (): void => {
    const begun = new Worker(join(programs, 'outbox-sender.js'), { workerData: home.root });
    begun.unref();
    worker = begun;
    const ended = (): void => {
      if (worker === begun) worker = undefined;
    };
    // It is started again at the next look.
    begun.on('error', ended);
    begun.on('exit', ended);
  };
  const plan = (): void => {
    stop = clock.at(clock.now() + lookMs, () => {
      const { url = '' } = chosenArchive(home) ?? {};
      if (url !== '' && worker === undefined) start();
      plan();
    });
  };
  plan();
  return {
    dispose: () => {
      stop();
      void worker?.terminate();
    },
  };
}

export interface LateArchiveParts {
  readonly home: Home;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly record: Pick<RecordStore, 'newest'>;
  tellAfterMs(): number;
  tell(url: string, waiting: { readonly entries: number; readonly forMs: number }): void;
}

const lookForLateMs = 10 * 60_000;

/** Tells once a day of an archive that has confirmed nothing for long while entries wait for it. */
export function tellOfLate({ home, clock, record, tellAfterMs, tell }: LateArchiveParts): {
  dispose(): void;
} {
  let stop = (): void => undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  const plan = (): void => {
    stop = clock.at(clock.now() + lookForLateMs, () => {
      const now = clock.now();
      const { url = '' } = chosenArchive(home) ?? {};
      const standing = url === '' ? undefined : archiveStanding(home, record);
      const waiting = standing && waitingFor(standing, now);
      if (waiting !== undefined && waiting.forMs >= tellAfterMs() && now - toldAt >= dayMs) {
        toldAt = now;
        tell(url, waiting);
      }
      plan();
    });
  };
  plan();
  return { dispose: () => stop() };
}
