// How the time for a hostile text grows with its length: the time for four times as much, over four times the time. 1.0 is
// linear, 4.0 is quadratic. Medians of three, in one process; commands are judged, never run.
//   npm run bench -- growth
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'countersign-growth-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const bundle = join(folder, 'growth.cjs');
await esbuild.build({
  stdin: {
    contents: `
      export { decodeRoster } from './src/core/countersign/decode-roster.js';
      export { decodeTeamPolicy } from './src/core/policy/decode-team-policy.js';
      export { settingsOfWorkspace } from './src/core/policy/workspace-settings.js';
      export { productionHints } from './src/core/countersign/production-hints.js';
      export { actionsOfWords } from './src/core/tool/sql/words-class.js';
      export { judged } from './test/support/judged.js';
      export { memoryWorld } from './test/support/world.js';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  outfile: bundle,
  logLevel: 'error',
});
const product = createRequire(import.meta.url)(bundle);

/** What runs on a text of `n` parts, and how many parts are the smaller text. */
const cases = {
  'commands in a row': [500, (n) => product.judged('git status; rm -f /tmp/a\n'.repeat(n))],
  'a long pipe': [2_000, (n) => product.judged(`rm -rf /srv${' | cat'.repeat(n)}`)],
  'one long word': [100_000, (n) => product.judged(`rm -rf /srv/${'a'.repeat(n)}`)],
  'open quotes': [5_000, (n) => product.judged('"'.repeat(2 * n + 1))],
  'nested substitutions': [500, (n) => product.judged(`${'echo $('.repeat(n)}rm -rf /srv${')'.repeat(n)}`)],
  'calls in Python': [1_500, (n) => product.judged(`python -c "${'os.system('.repeat(n)}"`)],
  braces: [10_000, (n) => product.judged(`rm -rf /srv ${'{a,b}'.repeat(n)}`)],
  'SQL: keywords': [20_000, (n) => product.actionsOfWords('drop '.repeat(n), 'postgres')],
  'SQL: brackets': [50_000, (n) => product.actionsOfWords('('.repeat(n), 'postgres')],
  'SQL: comments': [40_000, (n) => product.actionsOfWords('/*'.repeat(n), 'postgres')],
  'a kubeconfig of comments': [50_000, (n) => judgedWith('/home/ada/.kube/config', '# x\n'.repeat(n))],
  'an AWS configuration of blanks': [50_000, (n) => judgedWith('/home/ada/.aws/config', 'a = \n'.repeat(n))],
  'a policy of brackets': [5_000, (n) => product.decodeTeamPolicy(`{"version":1,"rules":${'['.repeat(n)}`)],
  'settings of braces': [20_000, (n) => product.settingsOfWorkspace('{"a":'.repeat(n))],
  'a roster of commas': [
    10_000,
    (n) => product.decodeRoster(`bob@example.com ${','.repeat(n)} ssh-ed25519 AAAA`),
  ],
  'lines that speak of production': [
    500,
    (n) => product.productionHints([{ path: 'a', text: 'h: a # prod\n'.repeat(n) }]),
  ],
};

function judgedWith(path, text) {
  const world = product.memoryWorld({ cwd: '/srv/app', home: '/home/ada', files: { [path]: text } });
  return product.judged('kubectl delete namespace shop; aws s3 rb s3://shop --force', world);
}

function median(run) {
  const times = [0, 1, 2].map(() => {
    const before = performance.now();
    run();
    return performance.now() - before;
  });
  return times.sort((left, right) => left - right)[1];
}

for (const [name, [size, run]] of Object.entries(cases)) {
  run(size);
  const [small, large] = [median(() => run(size)), median(() => run(4 * size))];
  const ratio = (large / (4 * small)).toFixed(2);
  console.log(
    `${name.padEnd(32)} ${small.toFixed(1).padStart(8)} ms, four times as much ${large.toFixed(1).padStart(8)} ms: ${ratio}`,
  );
}
