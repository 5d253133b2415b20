import { join } from 'node:path';
import type { Answer } from '../protocol/answer.js';
import { decodeAnswer } from '../protocol/ring.js';
import { answerInput } from './answer-input.js';
import { loadCached } from './cached-script.js';
import type { OfflineRing } from './ring-offline.js';

/**
 * Judges one call without a window, for a doorbell that kills this program when it takes too long. Started as `prepare` it
 * keeps, when the judge ends, the code that V8 made of the engine, which then has followed a record that was there before.
 */
answerInput(async (ring) => {
  const { exports, keep } = loadCached(join(__dirname, 'engine.js'));
  if (process.argv[2] === 'prepare') {
    await ringIn(exports, ring);
    process.once('exit', keep);
  }
  return ringIn(exports, ring);
});

/** The engine's bundle has it; anything else is no engine. */
async function ringIn(engine: unknown, ring: OfflineRing): Promise<Answer | undefined> {
  if (typeof engine !== 'object' || engine === null || !('ringOffline' in engine)) return undefined;
  const { ringOffline } = engine;
  if (typeof ringOffline !== 'function') return undefined;
  const answer: unknown = await ringOffline(ring);
  return decodeAnswer(answer);
}
