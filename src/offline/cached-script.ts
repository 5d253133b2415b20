import { isAscii } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** A digest in front of the code that V8 made of a script, so that nothing else than this very code is taken. */
const digestBytes = 32;

interface Loaded {
  readonly exports: unknown;
  /** Keeps the code of what has run for the next time. */
  readonly keep: () => void;
}

/**
 * A bundle that is made to be loaded quickly (`scripts/quick-bundle.mjs`), run with the code that V8 once made of it, where
 * that stands beside it (`NAME.cache`) and fits: the same script, runtime and bytes. What does not fit is left out, and the
 * script is read anew. Nothing is put around the script, which would copy all of it.
 */
export function loadCached(path: string): Loaded {
  const cachePath = path.replace(/\.js$/, '.cache');
  const source = readFileSync(path);
  const cachedData = cachedCode(source, cachePath);
  const script = new Script(textOf(source), { filename: path, ...(cachedData ? { cachedData } : {}) });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new TypeError(path);
  const module = { exports: {} };
  run(module.exports, createRequire(path), module, path, dirname(path));
  return { exports: module.exports, keep: () => keep(source, script.createCachedData(), cachePath) };
}

/** Such bundles are ASCII, which is a string at once. */
function textOf(source: Buffer): string {
  return source.toString(isAscii(source) ? 'latin1' : 'utf8');
}

function cachedCode(source: Buffer, cachePath: string): Buffer | undefined {
  try {
    const file = readFileSync(cachePath);
    const code = file.subarray(digestBytes);
    return timingSafeEqual(file.subarray(0, digestBytes), digestOf(source, code)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function keep(source: Buffer, code: Buffer, cachePath: string): void {
  const fresh = `${cachePath}.${process.pid}.new`;
  writeFileSync(fresh, Buffer.concat([digestOf(source, code), code]), { mode: 0o600 });
  renameSync(fresh, cachePath);
}

/** V8 itself looks only at its own version and at the length of the script. */
function digestOf(source: Buffer, code: Buffer): Buffer {
  const runtime = `${process.version} ${process.versions.v8} ${process.arch}`;
  return createHash('sha256').update(runtime).update(source).update(code).digest();
}
