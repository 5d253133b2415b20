import { decodeOfflineHeader, lineOfOffline } from '../protocol/offline.js';

/**
 * A header and the agent's bytes on standard input, one answer on standard output, exit code 0. Everything else is no
 * answer.
 */
async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const end = bytes.indexOf('\n');
  const header = decodeOfflineHeader(bytes.toString('utf8', 0, Math.max(0, end)));
  const payload = bytes.subarray(end + 1);
  if (header === undefined || payload.length !== header.bytes) process.exit(1);
  const { ringOffline } = await import('./ring-offline.js');
  const answer = await ringOffline({ ...header, payload });
  process.stdout.write(lineOfOffline(answer), () => process.exit(0));
}

main().catch(() => process.exit(1));
