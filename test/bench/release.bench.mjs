// From a peer's signature to the release of the call on the requester's machine, by courier.
//   node test/bench/release.bench.mjs [ROUNDS]
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = Number(process.argv[2] ?? 15);
// Beside the packages, so that what stays outside of the bundle is found.
const bundle = join(root, 'out', 'bench', `release-${process.pid}.mjs`);
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/support/release-bench.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: bundle,
  logLevel: 'error',
});
try {
  const { releaseTimes } = await import(pathToFileURL(bundle).href);
  const found = await releaseTimes(rounds);

  for (const [name, times] of Object.entries(found)) {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
    console.log(`${name}: p50 ${at(0.5)} ms, most ${at(1)} ms, of ${sorted.length}`);
  }
} finally {
  rmSync(bundle, { force: true });
}
