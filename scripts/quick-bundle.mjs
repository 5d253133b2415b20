// A bundle for a process that a call waits for and that ends after it.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { transform } from 'esbuild';
import { withLazyConstants } from './lazy-constants.mjs';

const given = '(exports, require, module, __filename, __dirname)';

/**
 * A module for whoever requires it. Run as a script it gives the function that makes the module, so that nobody has to put
 * a function around a megabyte of text (`src/offline/cached-script.ts`).
 */
const asModuleAndScript = (code) =>
  `(typeof require === 'function' ? (make) => make${given} : (make) => make)(${given} => {${code}\n});`;

/**
 * A text in ASCII is a string at once, one with other letters is decoded and takes twice the memory. esbuild escapes them everywhere but in
 * regular expressions, where the same escape means the same letter.
 */
const inAscii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const quickBundle = {
  name: 'quick-bundle',
  setup(build) {
    build.onEnd(async ({ outputFiles }) => {
      for (const { path, text } of outputFiles ?? []) {
        const { code } = await transform(asModuleAndScript(withLazyConstants(text)), {
          minify: true,
          target: 'node20',
          sourcefile: basename(path),
        });
        writeFileSync(path, inAscii(code));
      }
    });
  },
};
