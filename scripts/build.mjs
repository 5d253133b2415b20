// Bundles the product into dist/ and, with --tests, the test files into out/.
//   node scripts/build.mjs [--tests] [--minify] [--watch [--announce]]   --watch builds again at each change, one line a time
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, watchFile, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { buildBell, noBell } from './bell.mjs';
import { copies, isPacked, productJobs, testJobs } from './bundles.mjs';
import { root, say } from './cache.mjs';
import { writeNotices } from './notices.mjs';
import { packedFile, packPostgres } from './packed.mjs';
import { watch } from './watch.mjs';
import { exportsOf } from './worked-out.mjs';

const flags = new Set(process.argv.slice(2));
const product = productJobs({ minify: flags.has('--minify') });
const jobs = [...product.map(({ job }) => job), ...(flags.has('--tests') ? testJobs() : [])];

mkdirSync(join(root, 'dist'), { recursive: true });
const copyAll = () => {
  for (const [name, from] of Object.entries(copies)) copyFileSync(join(root, from), join(root, 'dist', name));
};
copyAll();
packPostgres({ minify: flags.has('--minify') });
await listGuardedPrograms();
await buildTheBell();
if (flags.has('--watch')) {
  for (const from of Object.values(copies)) watchFile(join(root, from), { interval: 1000 }, copyAll);
  await watch(jobs, { announce: flags.has('--announce') });
} else {
  if (flags.has('--tests'))
    for (const folder of ['out/test', 'out/host'])
      rmSync(join(root, folder), { recursive: true, force: true });
  const built = await Promise.all(jobs.map((job) => esbuild.build(job))).catch((error) => {
    // What is wrong in the sources has been printed already.
    if (error.errors === undefined) throw error;
    process.exit(1);
  });
  writeNotices(
    root,
    built.slice(0, product.length).map((result) => result.metafile),
  );
  chmodSync(join(root, 'dist/cli.js'), 0o755);
  forgetOthers();
}

/** What an earlier build made and this one does not, it would only pack. */
function forgetOthers() {
  const made = new Set([
    ...Object.keys(copies),
    ...product.flatMap(({ names, besides = [] }) => [
      ...names.flatMap((name) =>
        isPacked(name) ? [packedFile(`${name}.js`)] : [`${name}.js`, `${name}.js.map`],
      ),
      ...besides,
    ]),
    'guarded.txt',
    packedFile('libpg-query.wasm'),
    'THIRD-PARTY-NOTICES.txt',
  ]);
  for (const name of readdirSync(join(root, 'dist')))
    if (!made.has(name) && !name.startsWith('bell-linux-'))
      rmSync(join(root, 'dist', name), { recursive: true });
}

/** The doorbell in C, where this machine can build it; those of other machines stay where they were put. */
async function buildTheBell() {
  const why = (await buildBell(join(root, 'dist'))) ? undefined : noBell();
  if (why === undefined) return;
  if (process.env.CI === 'true' && process.platform === 'linux') throw new Error(why);
  say(`${why}; agents start the one in Perl`);
}

/** The terminal guard's programs are those of the engine's tables; the editor reads their names, not the tables. */
async function listGuardedPrograms() {
  const { guardedPrograms } = await exportsOf('src/core/tool/guarded.ts');
  writeFileSync(join(root, 'dist/guarded.txt'), `${guardedPrograms.join('\n')}\n`);
}
