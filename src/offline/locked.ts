import { readdirSync, readFileSync, statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { decodeReceipt } from '../core/countersign/decode-receipt.js';
import type { Receipt } from '../core/countersign/receipt.js';
import { callerIds } from '../core/toolcall/toolcall.js';
import { vouch } from '../desk/vouch.js';
import { reasonText } from '../messages/answers/answer.js';
import { systemClock } from '../node/clock.js';
import { diskText } from '../node/files/disk.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { decodeRequest } from '../node/requests/decode-request.js';
import { organisationFolder, organisationTrust } from '../node/trust/organisation-trust.js';
import { type Answer, answerIn } from '../protocol/answer.js';
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
  const agent = callerIds.find((id) => id === header?.agent);
  if (header === undefined || agent === undefined || payload.length !== header.bytes) process.exit(1);
  const trust = organisationTrust(organisationFolder);
  if (trust === undefined) process.exit(1);
  const home = homeFrom(process.env);
  const { createJudge } = await import('../engine/engine.js');
  const ruling = await vouch(
    { ...header, agent, payload, budgetMs: 0 },
    {
      trust,
      judge: createJudge(),
      clock: systemClock,
      machine: hostname(),
      account: accountName(),
      receipts: () => receiptsIn(home),
      request: (name) => requestIn(home, name),
    },
  );
  const answer: Answer =
    ruling === undefined
      ? { stdout: '{}\n', stderr: '', exitCode: 0 }
      : answerIn(
          agent,
          ruling.kind === 'no-opinion' ? ruling : { ...ruling, reason: reasonText(ruling.reason) },
        );
  process.stdout.write(lineOfOffline(answer), () => process.exit(0));
}

const mostReceipts = 50;
const longestReceipt = 4 * 1024 * 1024;

/** The newest first; what is no receipt is passed over. */
function receiptsIn(home: Home): readonly Receipt[] {
  const folder = join(home.root, 'receipts');
  const files = namesIn(folder).flatMap((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.size <= longestReceipt ? [{ name, at: stat.mtimeMs }] : [];
  });
  files.sort((a, b) => b.at - a.at);
  return files.slice(0, mostReceipts).flatMap(({ name }) => {
    const receipt = decodeReceipt(new Uint8Array(readFileSync(join(folder, name))));
    return receipt.ok ? [receipt.value] : [];
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function requestIn(home: Home, name: string) {
  if (!/^CS-[1-9]\d{0,8}$/.test(name)) return undefined;
  for (const folder of [home.requests, join(home.requests, 'decided')]) {
    const text = diskText(join(folder, `${name}.json`));
    const stored = text === undefined ? undefined : decodeRequest(text);
    if (stored?.kind === 'request') return stored.request;
  }
  return undefined;
}

/** A user whom the system has no name for still has a number. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}

main().catch(() => process.exit(1));
