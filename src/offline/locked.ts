import { decodeOfflineHeader, lineOfOffline } from '../protocol/offline.js';

/**
 * The locked doorbell's own look at a call, after the gate's answer: a header and the agent's bytes on standard input. It prints `{}`
 * where the gate's answer may stand, and else the no in the agent's words. Everything else is no answer, and blocks.
 */
async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const end = bytes.indexOf('\n');
  const header = decodeOfflineHeader(bytes.toString('utf8', 0, Math.max(0, end)));
  const payload = bytes.subarray(end + 1);
  if (header === undefined || payload.length !== header.bytes) process.exit(1);
  const { vouchLocked } = await import('./vouch-locked.js');
  const answer = await vouchLocked({ ...header, payload });
  if (answer === undefined) process.exit(1);
  process.stdout.write(lineOfOffline(answer), () => process.exit(0));
}

main().catch(() => process.exit(1));
