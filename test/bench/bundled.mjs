// What benches share: the product's bundles as they are shipped, and a program of test/support/ in one file beside them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds dist/, minified as it is packed; ends the bench where that fails. */
export function buildProduct() {
  if (run(join(root, 'scripts', 'build.mjs'), '--minify') !== 0) process.exit(1);
}

/** Bundles test/support/NAME.ts, with packages left where they are; the path of what came out. */
export async function bundled(name, more = {}) {
  const outfile = join(root, 'out', 'bench', `${name}.${more.format === 'cjs' ? 'cjs' : 'mjs'}`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [`test/support/${name}.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
    ...more,
  });
  return outfile;
}

/** Runs a program of Node to its end; its exit code. */
export function run(...args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
