/** All that judging a call needs and starting the editor does not: a bundle of its own, loaded apart. */
export { createJudge } from './judge.js';
export { serve } from './serve.js';
export { warm } from './warm.js';
export { worldsHere } from './world.js';
