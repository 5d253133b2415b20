// A window's gate: calls a second, and how long the window's thread stands still under 50 holds, also with a disk whose sync
// takes 10 ms more; a hold with 5,000 stored requests against one with 5.
//   npm run bench -- gate
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'out', 'bench', 'gate-bench.mjs');
const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
if (run(join(root, 'scripts', 'build.mjs'), '--minify') !== 0) process.exit(1);
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/support/gate-bench.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: program,
  logLevel: 'warning',
});
const slow = ['--import', join(root, 'test', 'support', 'slow-sync.mjs')];
const parts = [
  [program, 'gate'],
  [program, 'stored'],
  [program, 'holds', '', 'plain'],
  [...slow, program, 'holds', '', 'a sync of 10 ms'],
];
process.exit(parts.map((part) => run(...part)).some((status) => status !== 0) ? 1 : 0);
