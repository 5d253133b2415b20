// Takes the README's picture, media/screenshot.png, from the running product.
import { join } from 'node:path';
import { root, run, say, Unavailable } from './cache.mjs';

try {
  await run([process.execPath, 'scripts/build.mjs', '--tests'], { cwd: root });
  await run([process.execPath, join('out', 'support', 'screenshot.mjs')], { cwd: root });
  say(join('media', 'screenshot.png'));
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  process.exitCode = 1;
}
