// Bundles the product into dist/ and, with --tests, the test files into out/.
//   node scripts/build.mjs [--tests] [--watch] [--minify]
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { writeNotices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const flags = new Set(process.argv.slice(2));
const minify = flags.has('--minify');

const common = {
  absWorkingDir: root,
  bundle: true,
  minify,
  sourcemap: minify ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
  target: 'node20',
};

// Module builds first: some packages' CommonJS builds look for their parts only while running.
const node = { ...common, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };

/** The front door lets the editor go on before it loads the house. */
const houseApart = {
  name: 'house-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/house\.js$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './house.js', external: true } : undefined,
    );
  },
};

/** The house loads the engine at its first call, from a bundle of its own: the editor's start does not wait for it. */
const engineApart = {
  name: 'engine-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/engine\.js$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './engine.js', external: true } : undefined,
    );
  },
};

/** The MySQL grammar is two megabytes that most commands never need: it stands beside the bundle that loads it. */
const grammarApart = {
  name: 'grammar-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/mysql-grammar\.js$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './mysql-grammar.js', external: true } : undefined,
    );
  },
};

/** The MCP gateway brings a protocol's schemas along: the command line loads it only for that. */
const gatewayApart = {
  name: 'gateway-apart',
  setup(build) {
    build.onResolve({ filter: /\/gateway\/main\.js$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './gateway.js', external: true } : undefined,
    );
  },
};

/** The client of NATS is loaded by the teams that have such a courier. */
const natsApart = {
  name: 'nats-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/nats-client\.js$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './nats-client.js', external: true } : undefined,
    );
  },
};

/** Setting up a team is done once: its questions and words stand beside the house. */
const teamApart = {
  name: 'team-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/team-flow\.js$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './team-flow.js', external: true } : undefined,
    );
  },
};

/** The package of the MySQL grammar names its files without their endings, so that only a bundler can load it. */
const grammarWithin = {
  name: 'grammar-within',
  setup(build) {
    build.onResolve({ filter: /^dt-sql-parser\// }, (args) => ({
      path: join(root, 'node_modules', args.path),
    }));
  },
};

/** Bundles that judge: they load further files by `require`. */
const judging = {
  ...node,
  plugins: [grammarApart, gatewayApart, natsApart],
  supported: { 'dynamic-import': false },
};

/** Each bundle is a program of its own; one whose entry does not exist yet is left out. */
const bundles = [
  {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    plugins: [houseApart],
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['src/house.ts'],
    outfile: 'dist/house.js',
    external: ['vscode'],
    plugins: [engineApart, natsApart, teamApart],
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['src/vscode/team-flow.ts'],
    outfile: 'dist/team-flow.js',
    external: ['vscode'],
  },
  { ...judging, entryPoints: ['src/node/engine.ts'], outfile: 'dist/engine.js' },
  // Never debugged, loaded whole: small, whatever the build.
  {
    ...node,
    entryPoints: ['src/node/mysql-grammar.ts'],
    outfile: 'dist/mysql-grammar.js',
    minify: true,
    sourcemap: false,
  },
  {
    ...node,
    entryPoints: ['src/node/couriers/nats-client.ts'],
    outfile: 'dist/nats-client.js',
    minify: true,
    sourcemap: false,
  },
  // Agents start it before every call: small, whatever the build.
  { ...node, entryPoints: ['src/hook/main.ts'], outfile: 'dist/hook.js', minify: true, sourcemap: false },
  // Stands in front of every MCP server, loaded whole: small, whatever the build.
  {
    ...node,
    entryPoints: ['src/gateway/main.ts'],
    outfile: 'dist/gateway.js',
    minify: true,
    sourcemap: false,
  },
  // Judges for the terminal guard where its launcher cannot ask the gate itself: small, whatever the build.
  { ...node, entryPoints: ['src/launch/main.ts'], outfile: 'dist/launch.js', minify: true, sourcemap: false },
  { ...node, entryPoints: ['src/drill/main.ts'], outfile: 'dist/drill.js' },
  {
    ...node,
    entryPoints: ['src/askpass/main.ts'],
    outfile: 'dist/askpass.js',
    minify: true,
    sourcemap: false,
  },
  {
    ...judging,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: ['src/webview/main.ts'],
    outfile: 'dist/webview.js',
    sourcemap: false,
  },
].filter((bundle) => existsSync(join(root, bundle.entryPoints[0])));

function walk(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Node suites run as ES modules. */
const tests = {
  ...common,
  platform: 'node',
  format: 'esm',
  entryPoints: ['unit', 'golden', 'contract', 'process', 'architecture', 'e2e', 'attacks'].flatMap((layer) =>
    walk(join('test', layer)),
  ),
  outbase: 'test',
  outdir: 'out/test',
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  plugins: [grammarWithin],
  splitting: true,
  sourcemap: 'linked',
};

/** Suites for the extension host are CommonJS, and get `vscode` and mocha from where they run. */
const hostTests = {
  ...node,
  entryPoints: [...walk(join('test', 'host')), { in: 'test/support/host-index.ts', out: 'index' }].map(
    (entry) => (typeof entry === 'string' ? { in: entry, out: basename(entry, '.ts') } : entry),
  ),
  outdir: 'out/host',
  external: ['vscode', 'mocha'],
  sourcemap: 'inline',
};

/** Programs around the tests: they start windows, or stand in for servers. */
const programs = {
  ...tests,
  entryPoints: [
    'test/support/host-suite.ts',
    'test/support/screenshot.ts',
    'test/support/mcp-raw-server.ts',
    'test/support/mcp-sdk-server.ts',
  ].filter((path) => existsSync(join(root, path))),
  outbase: 'test/support',
  outdir: 'out/support',
  splitting: false,
};

/** The terminal guard's programs are those of the engine's tables; the editor reads their names, not the tables. */
async function listGuardedPrograms() {
  const entryPoints = ['src/core/tool/guarded.ts'];
  const built = await esbuild.build({
    ...common,
    sourcemap: false,
    entryPoints,
    format: 'esm',
    write: false,
  });
  const { guardedPrograms } = await import(
    `data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`
  );
  writeFileSync(join(root, 'dist/guarded.txt'), `${guardedPrograms.join('\n')}\n`);
}

mkdirSync(join(root, 'dist'), { recursive: true });
copyFileSync(join(root, 'node_modules/@vscode/codicons/dist/codicon.ttf'), join(root, 'dist/codicon.ttf'));
// The PostgreSQL grammar looks for its code beside the bundle that loads it.
copyFileSync(
  join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'),
  join(root, 'dist/libpg-query.wasm'),
);
copyFileSync(join(root, 'src/launch/launcher.pl'), join(root, 'dist/launcher.pl'));
await listGuardedPrograms();
const jobs = [...bundles];
if (flags.has('--tests') && tests.entryPoints.length > 0) {
  for (const folder of ['out/test', 'out/host']) rmSync(join(root, folder), { recursive: true, force: true });
  jobs.push(tests, hostTests, programs);
}
if (flags.has('--watch')) {
  for (const job of jobs) await (await esbuild.context(job)).watch();
} else {
  const built = await Promise.all(jobs.map((job) => esbuild.build(job))).catch((error) => {
    // What is wrong in the sources has been printed already.
    if (error.errors === undefined) throw error;
    process.exit(1);
  });
  writeNotices(
    root,
    built.slice(0, bundles.length).map((result) => result.metafile),
  );
  if (existsSync(join(root, 'dist/cli.js'))) chmodSync(join(root, 'dist/cli.js'), 0o755);
}
