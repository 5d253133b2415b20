/** All that judging a call needs and starting the editor does not: a bundle of its own, loaded at the first call. */
export { changeOf } from '../core/change/change-of.js';
export { createJudge } from './judge.js';
export { createWorlds } from './world.js';
