/** The thread on which a window's entries are written. A program of its own, in a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.js';
import { Chain } from './chain.js';
import { decodeOrders, isSetting, type Written } from './writer-messages.js';

const setting: unknown = workerData;
if (parentPort && isSetting(setting)) {
  const port = parentPort;
  const chain = new Chain({ ...setting, clock: systemClock });
  let queued = decodeOrders([]);
  port.on('message', (message: unknown) => {
    if (queued.length === 0) setImmediate(write);
    queued = [...queued, ...decodeOrders(message)];
  });
  // Everything that has come meanwhile goes under one lock, with one sync.
  const write = (): void => {
    const orders = queued;
    queued = [];
    const answers = chain.append(orders.map(({ body }) => body));
    const written: readonly Written[] = orders.flatMap(({ id }, index) => {
      const answer = answers[index];
      return answer === undefined ? [] : [{ id, answer }];
    });
    port.postMessage(written);
  };
}
