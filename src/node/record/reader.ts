/** The thread on which a long record is read: the editor's own does not wait for it. A program of its own, in a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { entryAt, erasuresOf, findEntries, sameCallBefore } from './find-entries.js';
import { overviewOf } from './overview-of.js';
import { isReaderAsk, type ReaderAsk, type ReaderTold } from './reader-messages.js';

/** What is found is told at this pace, so that it shows while the rest is looked through. */
const tellMilliseconds = 100;

const ask: unknown = workerData;
if (parentPort && isReaderAsk(ask)) {
  const port = parentPort;
  answer(ask, (told) => port.postMessage(told));
}

function answer(asked: ReaderAsk, tell: (told: ReaderTold) => void): void {
  if (asked.kind === 'overview') tell({ kind: 'overview', overview: overviewOf(asked.folder) });
  else if (asked.kind === 'find') find(asked, tell);
  else {
    const entry = entryAt(asked.folder, asked.seq, asked.seen);
    tell({ kind: 'entry', entry });
    tell({
      kind: 'before',
      lines: sameCallBefore(asked.folder, asked.seq, entry.line),
      erasures: erasuresOf(asked.folder, asked.seq, entry.line),
    });
  }
}

function find(
  { folder, query, before, limit }: Extract<ReaderAsk, { kind: 'find' }>,
  tell: (told: ReaderTold) => void,
): void {
  let lines: string[] = [];
  let count = 0;
  let toldAt = Date.now();
  for (const line of findEntries(folder, query, before)) {
    if (count >= limit) {
      tell({ kind: 'found', lines, isEnd: true, isWhole: false });
      return;
    }
    lines.push(line);
    count += 1;
    if (Date.now() - toldAt < tellMilliseconds) continue;
    tell({ kind: 'found', lines, isEnd: false, isWhole: false });
    lines = [];
    toldAt = Date.now();
  }
  tell({ kind: 'found', lines, isEnd: true, isWhole: true });
}
