/** The thread on which a window's entries are written. A program of its own, in a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.js';
import { Chain } from './chain.js';
import { Tree } from './tree.js';
import { decodeOrders, isSetting, type Written } from './writer-messages.js';

/** A checkpoint is signed at most so often where nobody asks for one. */
const restMs = 1_000;

/** As many entries go into the tree at once, so that the next one to write does not wait. */
const atOnce = 4_096;

const setting: unknown = workerData;
if (parentPort && isSetting(setting)) {
  const port = parentPort;
  const chain = new Chain({ ...setting, clock: systemClock });
  const tree = new Tree(setting.folder);
  let queued = decodeOrders([]);
  let resting: NodeJS.Timeout | undefined;
  port.on('message', (message: unknown) => {
    if (message === 'end') return end();
    if (queued.length === 0) setImmediate(write);
    queued = [...queued, ...decodeOrders(message)];
  });
  // Everything that has come meanwhile goes under one lock, with one sync.
  const write = (): void => {
    const orders = queued;
    queued = [];
    const entries = orders.flatMap((order) => ('body' in order ? [order] : []));
    const answers = entries.length === 0 ? [] : chain.append(entries.map(({ body }) => body));
    const written: readonly Written[] = entries.flatMap(({ id }, index) => {
      const answer = answers[index];
      return answer === undefined ? [] : [{ id, answer }];
    });
    // Whoever waits for an entry has its answer before the tree is looked at.
    if (written.length > 0) port.postMessage(written);
    const heads = orders.flatMap((order): readonly Written[] =>
      'since' in order ? [{ id: order.id, head: tree.headSince(order.since) }] : [],
    );
    if (heads.length > 0) port.postMessage(heads);
    follow();
  };
  const follow = (): void => {
    resting ??= setTimeout(() => {
      resting = undefined;
      const state = chain.knownEnd && tree.follow(chain.knownEnd, atOnce);
      if (state?.kind === 'current' && state.isBehind) follow();
    }, restMs);
  };
  const end = (): void => {
    clearTimeout(resting);
    chain.close();
    tree.close();
    port.close();
  };
}
