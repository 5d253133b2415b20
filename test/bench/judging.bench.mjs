// Judging beside a window's thread: how long that thread stands still, the first call against later ones, and the worst hostile
// command until it is an ask. Commands are judged, never run.
//   npm run bench -- judging
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'out', 'bench', 'judging-bench.mjs');
const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
if (run(join(root, 'scripts', 'build.mjs'), '--minify') !== 0) process.exit(1);
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/support/judging-bench.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: program,
  logLevel: 'warning',
});
process.exit(run(program));
