import { join } from 'node:path';
import type { Answer } from '../protocol/answer.js';
import { decodeAnswer } from '../protocol/ring.js';

/** What the command line's bundle exports for the doorbell. It is loaded only when no window is open. */
export interface OfflineRing {
  readonly agent: string;
  readonly payload: Uint8Array;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Judges with the same engine, without a window. Undefined when the bundle is missing or answers no answer. */
export async function ringOffline(ring: OfflineRing): Promise<Answer | undefined> {
  const loaded: unknown = require(join(__dirname, 'cli.js'));
  if (typeof loaded !== 'object' || loaded === null || !('ringOffline' in loaded)) return undefined;
  const { ringOffline: judge } = loaded;
  return typeof judge === 'function' ? decodeAnswer(await judge(ring)) : undefined;
}
