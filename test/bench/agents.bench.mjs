// A quiet call through each agent's installed hook, beside the same real agent without one: the time from one request of
// its model to the next, medians of interleaved runs; beside it a bare start of Node, in the same run.
//   node test/bench/agents.bench.mjs [ROUNDS [AGENT ...]]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = join(root, 'out', 'bench');
spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--minify'], {
  cwd: root,
  stdio: 'inherit',
});
const common = { absWorkingDir: root, bundle: true, platform: 'node', logLevel: 'warning' };
const program = join(outdir, 'agents-bench.mjs');
await esbuild.build({
  ...common,
  entryPoints: ['test/support/agents-bench.ts'],
  format: 'esm',
  packages: 'external',
  outfile: program,
});
await esbuild.build({
  ...common,
  entryPoints: ['test/support/gate-program.ts'],
  format: 'cjs',
  mainFields: ['module', 'main'],
  outfile: join(outdir, 'gate-program.cjs'),
});
const run = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(run.status ?? 1);
