import type { Answer } from '../protocol/answer.js';
import { decodeOfflineHeader, lineOfOffline } from '../protocol/offline.js';
import type { OfflineRing } from './ring-offline.js';

/**
 * A header and the agent's bytes on standard input, one answer on standard output, exit code 0. Everything else is no answer:
 * exit code 1 and nothing printed.
 */
export function answerInput(answerTo: (ring: OfflineRing) => Promise<Answer | undefined>): void {
  answered(answerTo).catch(() => process.exit(1));
}

async function answered(answerTo: (ring: OfflineRing) => Promise<Answer | undefined>): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const end = bytes.indexOf('\n');
  const header = decodeOfflineHeader(bytes.toString('utf8', 0, Math.max(0, end)));
  const payload = bytes.subarray(end + 1);
  if (header === undefined || payload.length !== header.bytes) process.exit(1);
  const answer = await answerTo({ ...header, payload });
  if (answer === undefined) process.exit(1);
  process.stdout.write(lineOfOffline(answer), () => process.exit(0));
}
