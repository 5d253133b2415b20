// Activation, and a held call at the gate to its card on the screen, in a real window. The card's own clock and this
// one are of the same machine.
//   node test/bench/window.bench.mjs [RUNS]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'out', 'bench', 'window-bench.mjs');
spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--minify'], {
  cwd: root,
  stdio: 'inherit',
});
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/support/window-bench.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: program,
  logLevel: 'warning',
});
const run = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(run.status ?? 1);
