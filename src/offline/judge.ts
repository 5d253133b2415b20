import { answerInput } from './answer-input.js';

/** Judges one call without a window. */
answerInput(async (ring) => {
  const { ringOffline } = await import('./ring-offline.js');
  return ringOffline(ring);
});
