import { CachedScripts } from './cached-scripts.js';

/**
 * Judges one call without a window, for a doorbell that kills this program when it takes too long. Started as `prepare` it
 * keeps, when the judge ends, the code that V8 made of it.
 */
const scripts = new CachedScripts(__dirname);
scripts.run('offline-judge.js');
if (process.argv[2] === 'prepare') process.once('exit', () => scripts.keep());
