import { systemClock } from '../clock.js';
import { homeAt } from '../files/home.js';
import { Outbox } from './outbox.js';
import { routesOf } from './routes.js';

const answerMs = 20_000;
const restMs = 5_000;
const afterFailureMs = 60_000;

/** Sends the record of a home to the archive that its person chose, until none is chosen any more. */
export async function sendRecordOn(root: string): Promise<void> {
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
