/** The engine's thread. It is ended from outside, at any moment: it keeps nothing that may not be lost. */
import { parentPort } from 'node:worker_threads';

// What a library prints would keep the program going that has started this thread.
for (const stream of [process.stdout, process.stderr]) stream.write = () => true;

if (parentPort) void run(parentPort);

async function run(port: NonNullable<typeof parentPort>): Promise<void> {
  const { createJudge, serve, warm } = await import('./engine.js');
  let isWanted = false;
  const judge = createJudge({ loading: () => port.postMessage({ kind: 'loading' }) });
  serve(port, judge);
  port.on('message', () => {
    isWanted = true;
  });
  await warm(judge, 40, () => isWanted);
}
