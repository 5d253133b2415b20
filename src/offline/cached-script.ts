import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** A digest in front of the code that V8 made of a script, so that nothing else than this very code is taken. */
const digestBytes = 32;

/**
 * Runs a script with the code that V8 once made of it, where that stands beside it and fits: the same script, runtime and
 * bytes. Whatever does not fit is left out, and the script is read anew. Returns what keeps the code for the next time.
 */
export function runCached(path: string, cachePath: string): () => void {
  const source = readFileSync(path);
  const cachedData = cachedCode(source, cachePath);
  const script = new Script(wrap(source.toString('utf8')), {
    filename: path,
    ...(cachedData ? { cachedData } : {}),
  });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new TypeError(path);
  const module = { exports: {} };
  run(module.exports, createRequire(path), module, path, dirname(path));
  return () => keep(source, script.createCachedData(), cachePath);
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
