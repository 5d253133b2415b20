// What the product's own sources say when they are run, worked out once while it is built.
import { build } from 'esbuild';
import { root } from './cache.mjs';

/** A function of the product's own sources, for a script that needs its answer: a bundle in memory. */
export function inMemory(entry) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    external: ['node:crypto'],
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'warning',
  };
}

/** The exports of a module of the product's sources that needs nothing of Node but hashing. */
export async function exportsOf(entry) {
  const built = await build(inMemory(entry));
  const source = Buffer.from(built.outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}

const programLines = 'src/core/tool/program-lines.ts';
let lines;

/** A bundle holds which table has which program, and so makes no table to find another. */
export const workedOut = {
  name: 'worked-out',
  setup(to) {
    to.onLoad({ filter: /core[\\/]tool[\\/]program-lines\.ts$/ }, async () => {
      lines ??= exportsOf(programLines).then((module) => module.programLines);
      return { contents: `export const programLines = ${JSON.stringify(await lines)};`, loader: 'js' };
    });
  },
};
