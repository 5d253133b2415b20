/** The thread on which a window's record is sent to an archive. A program of its own; what it does is the command line's. */
import { parentPort, workerData } from 'node:worker_threads';

const root: unknown = workerData;
if (parentPort && typeof root === 'string')
  void import('./send-record-on.js').then(({ sendRecordOn }) => sendRecordOn(root));
