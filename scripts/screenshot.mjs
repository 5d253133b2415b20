// Takes the README's picture, media/screenshot.png, from the running product.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, run, say, Unavailable } from './cache.mjs';

/** The machine's name is in the picture: where Linux allows it, the picture's own processes see another one. */
const renamed = ['unshare', '--map-root-user', '--uts', 'sh', '-c', 'hostname laptop && exec "$@"', 'sh'];

function prefix() {
  const [program, ...args] = renamed;
  return spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0 ? renamed : [];
}

try {
  await run([process.execPath, 'scripts/build.mjs', '--tests'], { cwd: root });
  await run([...prefix(), process.execPath, join('out', 'support', 'screenshot.mjs')], { cwd: root });
  say(join('media', 'screenshot.png'));
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  process.exitCode = 1;
}
