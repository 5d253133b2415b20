// What few calls want and is large (grammars, the client of NATS) lies in dist/ packed by Brotli, which makes a sixth to two fifths less
// of a download than a zip does of it; it is unpacked when it is first wanted, in some 10 ms.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { root } from './cache.mjs';

/** The name in dist/ of what is packed. */
export const packedFile = (name) => `${name}.br`;

/** Packs bytes into dist/. What is only built to be tried is packed quickly. */
export function pack(file, bytes, { minify }) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: minify ? constants.BROTLI_MAX_QUALITY : 4 };
  writeFileSync(join(root, 'dist', file), brotliCompressSync(bytes, { params }));
}

/** A bundle that is not written as it is. */
export const packing = (how) => ({
  name: 'packing',
  setup(build) {
    build.onEnd(({ outputFiles }) => {
      for (const { path, contents } of outputFiles ?? []) pack(packedFile(basename(path)), contents, how);
    });
  },
});

/** What unpacks a bundle of dist/ and runs it as a module of the folder that it lies in. */
export const unpacking = (name, file) => `
  const { readFileSync } = require('node:fs');
  const { wrap } = require('node:module');
  const { runInThisContext } = require('node:vm');
  const { brotliDecompressSync } = require('node:zlib');
  const filename = __dirname + '/${name}';
  const text = brotliDecompressSync(readFileSync(__dirname + '/${file}')).toString();
  runInThisContext(wrap(text), { filename })(exports, require, module, filename, __dirname);`;

/** Whoever imports a packed bundle unpacks it there. */
export const packedScripts = {
  name: 'packed-scripts',
  setup(build) {
    build.onLoad({ filter: /.*/, namespace: 'packed' }, ({ path }) => ({
      contents: unpacking(`${path}.js`, packedFile(`${path}.js`)),
      resolveDir: root,
    }));
  },
};

/** The PostgreSQL grammar looks for its WebAssembly beside the bundle that loads it. */
const wasm = 'libpg-query.wasm';

export const packedPostgres = {
  name: 'packed-postgres',
  setup(build) {
    build.onLoad({ filter: /libpg-query[\\/]wasm[\\/]libpg-query\.js$/ }, ({ path }) => {
      const changes = [
        [`locateFile("${wasm}")`, `locateFile("${packedFile(wasm)}")`],
        [
          'fs.readFileSync(filename,binary?undefined:"utf8")',
          'require("node:zlib").brotliDecompressSync(fs.readFileSync(filename))',
        ],
      ];
      let contents = readFileSync(path, 'utf8');
      for (const [from, to] of changes) {
        if (contents.split(from).length !== 2) throw new Error(`expected "${from}" once in ${path}`);
        contents = contents.replace(from, to);
      }
      return { contents, loader: 'js' };
    });
  },
};

export function packPostgres(how) {
  pack(packedFile(wasm), readFileSync(join(root, 'node_modules/libpg-query/wasm', wasm)), how);
}
