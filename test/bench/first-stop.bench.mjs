// How long somebody new needs until the first stop: from the package, in a fresh profile; and the command line's first verdict from its package.
//   node test/bench/first-stop.bench.mjs
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProduct, bundled, root, run } from './bundled.mjs';

buildProduct();
firstVerdict();
process.exit(run(await bundled('first-stop-bench')));

/** `npx` as a person types it, from the packed file, without the network; the second run is a warm one. */
function firstVerdict() {
  const folder = mkdtempSync(join(tmpdir(), 'cs-npx-'));
  try {
    const env = { ...process.env, HOME: folder };
    const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const [{ filename, size }] = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8', env }));
    console.log(`npm package ${(size / 1e6).toFixed(2)} MB (budget 3 MB)`);
    const judged = ['--yes', '--offline', '--package', join(folder, filename), 'countersign', 'check', '--'];
    const times = [1, 2].map(() => {
      const began = Date.now();
      const { status, stderr } = spawnSync('npx', [...judged, 'kubectl delete ns shop'], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      if (status !== 10) throw new Error(`expected a verdict that asks, got ${status}: ${stderr}`);
      return ((Date.now() - began) / 1000).toFixed(1);
    });
    console.log(`npx countersign check to its verdict: first ${times[0]} s, warm ${times[1]} s (budget 5 s)`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
