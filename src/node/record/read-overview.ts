import { Worker } from 'node:worker_threads';
import type { Overview } from '../../core/record/overview/overview.js';

/** Counts a record on a thread that ends when it is done. `program` is the thread's bundle. Rejects where it cannot be read. */
export function readOverview(folder: string, program: string): Promise<Overview> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: folder });
    worker.unref();
    worker.once('message', (message: unknown) => {
      if (isOverview(message)) resolve(message);
      else reject(new Error('expected an overview from the thread, got something else'));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the reading thread has ended')));
  });
}

/** Both ends are one program: only that it is one is looked at. */
function isOverview(value: unknown): value is Overview {
  return typeof value === 'object' && value !== null && 'days' in value && value.days instanceof Map;
}
