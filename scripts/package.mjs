// Packs the extension: countersign-VERSION.vsix at the top, or the file that --out names; --pre-release marks it as one.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { root, run, say, Unavailable } from './cache.mjs';

/** A marketplace visitor waits for every byte of it, on every update. */
const mostBytes = 1_800_000;
/** What an editor loads before the first call. */
const mostAtFirst = 500_000;

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const at = process.argv.indexOf('--out');
const out = at < 0 ? join(root, `countersign-${version}.vsix`) : resolve(root, process.argv[at + 1] ?? '');
mkdirSync(dirname(out), { recursive: true });

try {
  await run([process.execPath, 'scripts/build.mjs', '--minify'], { cwd: root });
  const house = ['extension', 'house', 'shared']
    .map((name) => statSync(join(root, 'dist', `${name}.js`)).size)
    .reduce((sum, size) => sum + size);
  if (house > mostAtFirst)
    throw new Unavailable(
      `extension.js, house.js and shared.js may have ${mostAtFirst} bytes together, since an editor loads them at its start; they have ${house}`,
    );
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // The bundles hold what they need of other packages.
  const early = process.argv.includes('--pre-release') ? ['--pre-release'] : [];
  const node = [process.execPath, '--require', join(root, 'scripts', 'deflate-well.cjs')];
  await run([...node, vsce, 'package', '--no-dependencies', ...early, '--out', out], { cwd: root });
  const { size } = statSync(out);
  say(`${out}: ${Math.round(size / 1024)} kB`);
  if (size > mostBytes)
    throw new Unavailable(`the package may have at most ${mostBytes} bytes; it has ${size}`);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  process.exitCode = 1;
}
