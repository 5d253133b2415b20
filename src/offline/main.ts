import { join } from 'node:path';
import { runCached } from './cached-script.js';

/**
 * Judges one call without a window, for a doorbell that kills this program when it takes too long. Started as `prepare` it
 * keeps, when the judge ends, the code that V8 made of it.
 */
const keep = runCached(join(__dirname, 'offline-judge.js'), join(__dirname, 'offline-judge.cache'));
if (process.argv[2] === 'prepare') process.once('exit', keep);
