import { readdirSync, readFileSync, statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { levelHere } from '../agents/level-here.js';
import { decodeReceipt } from '../core/countersign/decode-receipt.js';
import type { Receipt } from '../core/countersign/receipt.js';
import { callerIds } from '../core/toolcall/toolcall.js';
import { vouch } from '../desk/vouch.js';
import { reasonText } from '../messages/answers/answer.js';
import { lockDisk } from '../node/agents/lock-disk.js';
import { systemClock } from '../node/clock.js';
import { diskText } from '../node/files/disk.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { decodeRequest } from '../node/requests/decode-request.js';
import { organisationFolder, organisationTrust } from '../node/trust/organisation-trust.js';
import { type Answer, answerIn } from '../protocol/answer.js';
import type { OfflineRing } from './ring-offline.js';

/** `{}` where the gate's answer may stand, and else the no in the agent's words; undefined where there is nothing to hold it against. */
export async function vouchLocked(ring: OfflineRing): Promise<Answer | undefined> {
  const agent = callerIds.find((id) => id === ring.agent);
  const trust = organisationTrust(organisationFolder);
  if (agent === undefined || trust === undefined) return undefined;
  const home = homeFrom(process.env);
  const { createJudge } = await import('../engine/engine.js');
  const ruling = await vouch(
    { ...ring, agent, budgetMs: 0 },
    {
      trust,
      judge: createJudge(),
      clock: systemClock,
      machine: hostname(),
      account: accountName(),
      level: async (caller) => levelHere(lockDisk)(caller),
      receipts: () => receiptsIn(home),
      request: (name) => requestIn(home, name),
    },
  );
  if (ruling === undefined) return { stdout: '{}\n', stderr: '', exitCode: 0 };
  return answerIn(
    agent,
    ruling.kind === 'no-opinion' ? ruling : { ...ruling, reason: reasonText(ruling.reason) },
  );
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
