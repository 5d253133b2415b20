/** The thread on which a record is counted: the editor's own does not wait for it. A program of its own, in a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { overviewOf } from './overview-of.js';

const folder: unknown = workerData;
if (parentPort && typeof folder === 'string') parentPort.postMessage(overviewOf(folder));
