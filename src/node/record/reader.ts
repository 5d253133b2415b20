/** The thread on which a long record is read: the editor's own does not wait for it. A program of its own, in a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Overview } from '../../core/record/overview/overview.js';
import { entryAt, erasuresOf, findEntries, sameCallBefore } from './find-entries.js';
import { overviewParts, sumOfParts } from './overview-of.js';
import { isReaderAsk, type ReaderAsk, type ReaderTold } from './reader-messages.js';

/** What is found is told at this pace, so that it shows while the rest is looked through. */
const tellMilliseconds = 100;

/** What is counted is drawn at this pace: each time the whole page. */
const countedMilliseconds = 500;

const ask: unknown = workerData;
if (parentPort && isReaderAsk(ask)) {
  const port = parentPort;
  answer(ask, (told) => port.postMessage(told));
}

function answer(asked: ReaderAsk, tell: (told: ReaderTold) => void): void {
  if (asked.kind === 'overview') count(asked.folder, tell);
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

function count(folder: string, tell: (told: ReaderTold) => void): void {
  const parts: Overview[] = [];
  let toldAt = 0;
  for (const { part, isLast } of overviewParts(folder)) {
    parts.push(part);
    if (!isLast && Date.now() - toldAt < countedMilliseconds) continue;
    tell({ kind: 'overview', overview: sumOfParts(parts), isWhole: isLast });
    toldAt = Date.now();
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
