// What is bundled from what: the product's programs in dist/, and the tests in out/.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transform } from 'esbuild';
import { root } from './cache.mjs';
import { pack, packedFile, packedPostgres, packedScripts, packing, unpacking } from './packed.mjs';
import { quickBundle } from './quick-bundle.mjs';
import { workedOut } from './worked-out.mjs';

/** Knows the editor, which gives itself. */
const editor = { external: ['vscode'] };
/** Started often, or loaded whole and never debugged: small, whatever the build. */
const small = { minify: true, sourcemap: false };
/** Loaded by a call that waits, and ended after it. */
const quick = { sourcemap: false, minify: false, write: false };
/** Wanted by few calls, and large. */
const packed = { ...small, write: false };
/** By its second line a copy of the command line is known under any name. */
const command = { banner: { js: '#!/usr/bin/env node\n//! countersign' } };

/** The grammars bring what colours code with them. */
const withoutColours = {
  name: 'without-colours',
  setup(build) {
    build.onResolve({ filter: /^@lezer\/highlight$/ }, () => ({ path: 'colours', namespace: 'none' }));
    build.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents:
        'export const styleTags = () => () => null; export const tags = new Proxy(() => null, { get: (_, __, self) => self });',
    }));
  },
};
const browser = { platform: 'browser', format: 'iife', target: 'es2022', sourcemap: false };

/**
 * One line a bundle: dist/NAME.js, where it begins, how it is built, and of which files it gives all besides. Whoever says
 * `import('…')` to one of these files loads that bundle: a bundle is a program, or a part that most runs do without.
 */
const bundles = {
  extension: ['src/extension.ts', editor],
  house: ['src/house.ts', editor],
  later: ['src/house/later.ts', editor, 'src/vscode/team/team-flow.ts', 'src/vscode/record/record-items.ts'],
  engine: ['src/offline/engine.ts', quick, 'src/engine/engine.ts', 'src/offline/ring-offline.ts'],
  'engine-worker': ['src/engine/worker.ts'],
  'record-writer': ['src/node/record/writer.ts'],
  'outbox-sender': ['src/node/archive/outbox-sender.ts', small],
  'record-reader': ['src/node/record/reader.ts', small],
  'mysql-grammar': ['src/engine/mysql-grammar.ts', packed],
  couriers: ['src/node/couriers/couriers.ts', small],
  'program-grammars': ['src/engine/program-grammars.ts', packed],
  'nats-client': ['src/node/couriers/nats-client.ts', packed],
  hook: ['src/hook/main.ts', small],
  gateway: ['src/mcp/main.ts', small],
  launch: ['src/terminal/main.ts', small],
  offline: ['src/offline/main.ts', small],
  locked: ['src/offline/locked.ts', small],
  askpass: ['src/askpass/main.ts', small],
  drill: ['src/drill/main.ts'],
  cli: [
    'src/cli/main.ts',
    { ...command, minify: true },
    'src/offline/vouch-locked.ts',
    'src/mcp/gateway.ts',
    'src/node/archive/send-record-on.ts',
  ],
  webview: ['src/webview/main.ts', browser],
};

/** What lies in dist/ as it lies elsewhere. */
export const copies = {
  'warning.svg': 'node_modules/@vscode/codicons/src/icons/warning.svg',
  'alone.pl': 'src/native/alone.pl',
  'digest.pl': 'src/native/digest.pl',
  'hook.pl': 'src/native/hook.pl',
  'relay.pl': 'src/native/relay.pl',
  'terminal.pl': 'src/native/terminal.pl',
};

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  target: 'node20',
};

// Module builds first: some packages' CommonJS builds look for their parts only while running.
const node = { ...common, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };

const beginnings = new Map(
  Object.entries(bundles).flatMap(([name, [entry, , ...besides]]) =>
    [entry, ...besides].map((file) => [join(root, file), name]),
  ),
);

export const isPacked = (name) => bundles[name]?.[1] === packed;
/** What makes something else of what esbuild has built. */
const finishing = (name, how) =>
  isPacked(name) ? [packing(how)] : bundles[name][1] === quick ? [quickBundle] : [];

const otherBundles = {
  name: 'other-bundles',
  setup(build) {
    const { outfile, entryPoints } = build.initialOptions;
    const own = outfile === undefined ? Object.keys(entryPoints) : [basename(outfile, '.js')];
    build.onResolve({ filter: /^\..*\.js$/ }, ({ kind, resolveDir, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = beginnings.get(join(resolveDir, path.replace(/\.js$/, '.ts')));
      // One of several that are built together goes by where it begins.
      if (outfile === undefined && own.includes(name)) return { path: join(root, bundles[name][0]) };
      if (name === undefined || own.includes(name)) return undefined;
      return isPacked(name) ? { path: name, namespace: 'packed' } : { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * The MySQL parser's nodes have methods for whoever walks them by names, half of its bytes. Nodes are read by rule and place alone
 * (`engine/decode-mysql-tree.ts`), so that only what makes a node is kept of each. Its two automata are lists of numbers, which
 * pack into half as texts of their lower and higher bytes.
 */
const smallMysqlParser = {
  name: 'small-mysql-parser',
  setup(build) {
    build.onLoad({ filter: /dt-sql-parser[\\/].*MySql(?:Parser|Lexer)\.js$/ }, ({ path }) => {
      const text = packedNumbers(readFileSync(path, 'utf8'), path);
      return { contents: path.endsWith('Parser.js') ? withoutNames(text, path) : text, loader: 'js' };
    });
  },
};

function withoutNames(text, path) {
  const nodes = text.indexOf('\nexport class ProgramContext ');
  if (nodes < 0) throw new Error(`expected the nodes of the MySQL parser in ${path}, got none`);
  const member =
    /^ {4}(?! |\}|constructor\(|get ruleIndex\(|copyFrom\()[^\n]*\{\n(?: {5,}[^\n]*\n|\n)* {4}\}\n/gm;
  return text.slice(0, nodes) + text.slice(nodes).replace(member, '');
}

/** Codes from here on need no escape in a text of JavaScript, but for one. */
const firstCode = 35;

function packedNumbers(text, path) {
  const list = /(?<=_serializedATN = )\[[\d,\s-]+\]/.exec(text);
  if (list === null) throw new Error(`expected the automaton of the MySQL parser in ${path}, got none`);
  const numbers = JSON.parse(list[0].replace(/,\s*\]$/, ']'));
  if (numbers.some((number) => number < -1 || number > 0xffff))
    throw new Error(`expected numbers from -1 to 65535 in ${path}`);
  const part = (of) =>
    JSON.stringify(numbers.map((number) => String.fromCharCode(of(number + 1) + firstCode)).join(''));
  const code = (name) => `(${name}.charCodeAt(at) - ${firstCode})`;
  const unpacked = `((low, high) => Array.from(low, (_, at) => ${code('high')} * 256 + ${code('low')} - 1))`;
  const packed = `${unpacked}(${part((number) => number & 255)}, ${part((number) => number >> 8)})`;
  return text.slice(0, list.index) + packed + text.slice(list.index + list[0].length);
}

/** `import()` becomes `require`, which an editor's host gives as well. */
const apart = {
  plugins: [otherBundles, withoutColours, smallMysqlParser, packedScripts, packedPostgres, workedOut],
  supported: { 'dynamic-import': false },
};

/** Two bundles of one program: what both have is in a third, dist/shared.js. */
const sharing = ['house', 'later'];

/** What is loaded when an editor stands, or seldom: each unpacks itself. What ends in .br is installed beside the doorbell. */
const aside = ['later', 'drill', 'record-writer', 'cli'];
const asideFile = (name) => (name === 'cli' ? packedFile('cli.js') : `${name}.packed`);

/** A file of the bundle's name that unpacks it, and begins with the same line for a shell. */
async function writeAside(name, text) {
  const [beginning = ''] = /^#!.*\n\/\/!.*\n/.exec(text) ?? [];
  pack(asideFile(name), text.slice(beginning.length), { minify: true });
  const unpacks = await transform(unpacking(`${name}.js`, asideFile(name)), { minify: true });
  writeFileSync(join(root, 'dist', `${name}.js`), `${beginning}${unpacks.code}`);
}

const writingAside = {
  name: 'writing-aside',
  setup(build) {
    build.onEnd(async ({ outputFiles }) => {
      for (const { path, text } of outputFiles ?? []) await writeAside(basename(path, '.js'), text);
    });
  },
};

/** esbuild finds what bundles share in ES modules alone; an editor loads CommonJS. */
const asCommonJs = ({ minify, sourcemap }) => ({
  name: 'as-common-js',
  setup(build) {
    build.onEnd(async ({ outputFiles }) => {
      for (const { path, text } of outputFiles) {
        const { target, charset, legalComments, logLevel } = common;
        const { code, map } = await transform(text, {
          ...{ target, charset, legalComments, logLevel, minify, platform: 'node', format: 'cjs' },
          supported: apart.supported,
          sourcemap: sourcemap ? 'external' : false,
        });
        const name = basename(path, '.js');
        if (minify && aside.includes(name)) {
          await writeAside(name, code);
          continue;
        }
        const end = sourcemap ? `//# sourceMappingURL=${basename(path)}.map\n` : '';
        writeFileSync(path, `${code}${end}`);
        if (sourcemap) writeFileSync(`${path}.map`, map);
      }
    });
  },
});

/** The product's jobs for esbuild, with the names of the bundles that each makes. */
export function productJobs({ minify = false } = {}) {
  const sourcemap = minify ? false : 'linked';
  const how = { ...node, ...apart, minify, sourcemap };
  const alone = Object.entries(bundles).filter(([name]) => !sharing.includes(name));
  return [
    ...alone.map(([name, [entry, more]]) => {
      const isAside = minify && aside.includes(name);
      return {
        names: [name],
        besides: isAside ? [asideFile(name)] : [],
        job: {
          ...how,
          plugins: [...how.plugins, ...finishing(name, { minify }), ...(isAside ? [writingAside] : [])],
          entryPoints: [entry],
          outfile: `dist/${name}.js`,
          ...more,
          ...(isAside ? { write: false } : {}),
        },
      };
    }),
    {
      names: [...sharing, 'shared'],
      besides: minify ? [asideFile('later')] : [],
      job: {
        ...how,
        ...editor,
        plugins: [...apart.plugins, asCommonJs({ minify, sourcemap })],
        sourcemap: sourcemap && 'inline',
        entryPoints: Object.fromEntries(sharing.map((name) => [name, bundles[name][0]])),
        outdir: 'dist',
        format: 'esm',
        splitting: true,
        chunkNames: 'shared',
        write: false,
      },
    },
  ];
}

/** Layers whose suites run in plain Node; those of `host` run inside an editor. */
const layers = ['unit', 'golden', 'contract', 'architecture', 'process', 'attacks', 'windows', 'e2e'];

/** The package of the MySQL grammar names its files without their endings, so that only a bundler can load it. */
const grammarWithin = {
  name: 'grammar-within',
  setup(build) {
    build.onResolve({ filter: /^dt-sql-parser\// }, ({ path }) => ({
      path: join(root, 'node_modules', path),
    }));
  },
};

/** The tests' jobs for esbuild: suites for Node as ES modules, suites for an editor's host, programs around them. */
export function testJobs() {
  const tests = {
    ...common,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    plugins: [grammarWithin],
  };
  return [
    {
      ...tests,
      entryPoints: layers.flatMap(suitesIn),
      outbase: 'test',
      outdir: 'out/test',
      splitting: true,
    },
    {
      ...node,
      entryPoints: [
        ...suitesIn('host').map((path) => ({ in: path, out: basename(path, '.ts') })),
        { in: 'test/support/host-index.ts', out: 'index' },
      ],
      outdir: 'out/host',
      external: ['vscode', 'mocha'],
      sourcemap: 'inline',
    },
    {
      ...tests,
      entryPoints: [
        'host-suite',
        'screenshot',
        'film',
        'mcp-raw-server',
        'mcp-sdk-server',
        'gate-program',
        'windows-driver',
      ].map((name) => `test/support/${name}.ts`),
      outbase: 'test/support',
      outdir: 'out/support',
    },
    {
      ...tests,
      entryPoints: ['test/fuzz/main.ts'],
      outdir: 'out/fuzz',
    },
  ];
}

function suitesIn(layer) {
  const folder = join(root, 'test', layer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
