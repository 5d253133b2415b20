/** The thread on which a window's record is sent to an archive. A program of its own, in a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.js';
import { homeAt } from '../files/home.js';
import { Outbox } from './outbox.js';
import { routesOf } from './routes.js';

const answerMs = 20_000;
const restMs = 5_000;
const afterFailureMs = 60_000;

/** Until nothing is chosen any more. */
async function sendOn(root: string): Promise<void> {
  const home = homeAt(root);
  const outbox = new Outbox({ home, openRoute: routesOf(home), now: () => systemClock.now() });
  for (;;) {
    const sent = await outbox.send(answerMs).catch(() => undefined);
    if (sent?.ok === false && sent.error.code === 'not-chosen') break;
    // What failed is tried again; outbox says meanwhile what waits.
    await new Promise((resolve) => setTimeout(resolve, sent?.ok === true ? restMs : afterFailureMs));
  }
  await outbox.close();
}

const root: unknown = workerData;
if (parentPort && typeof root === 'string') void sendOn(root);
