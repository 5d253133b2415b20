import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { chosenArchive } from '../node/archive/chosen.js';
import type { Home } from '../node/files/home.js';
import type { Clock } from '../ports/ports.js';

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
