import { answerInput } from './answer-input.js';

/**
 * The locked doorbell's own look at a call, after the gate's answer: `{}` where that may stand, and else the no in the agent's
 * words. What is no answer blocks.
 */
answerInput(async (ring) => {
  const { vouchLocked } = await import('./vouch-locked.js');
  return vouchLocked(ring);
});
