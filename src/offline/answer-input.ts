import { readFileSync, writeFileSync } from 'node:fs';
import type { Answer } from '../protocol/answer.js';
import { decodeOfflineHeader, lineOfOffline } from '../protocol/offline.js';
import type { OfflineRing } from './ring-offline.js';

/**
 * A header and the agent's bytes on standard input, one answer on standard output, exit code 0. Everything else is no answer:
 * exit code 1 and nothing printed. Read and written at once: Node's streams take longer to load than a call to judge, and whoever
 * waits ends this program when it takes too long.
 */
export function answerInput(answerTo: (ring: OfflineRing) => Promise<Answer | undefined>): void {
  answered(answerTo).catch(() => process.exit(1));
}

async function answered(answerTo: (ring: OfflineRing) => Promise<Answer | undefined>): Promise<void> {
  const bytes = readFileSync(0);
  const end = bytes.indexOf('\n');
  const header = decodeOfflineHeader(bytes.toString('utf8', 0, Math.max(0, end)));
  const payload = bytes.subarray(end + 1);
  if (header === undefined || payload.length !== header.bytes) process.exit(1);
  const answer = await answerTo({ ...header, payload });
  if (answer === undefined) process.exit(1);
  writeFileSync(1, lineOfOffline(answer));
  process.exit(0);
}
