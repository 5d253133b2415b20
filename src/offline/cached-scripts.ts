import { isAscii } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** A digest in front of the code that V8 made of a script, so that nothing else than this very code is taken. */
const digestBytes = 32;

interface Loaded {
  readonly exports: unknown;
  readonly keep: () => void;
}

/**
 * Scripts of one folder, and those that they require of it, run with the code that V8 once made of each, where that stands
 * beside it (`NAME.cache`) and fits: the same script, runtime and bytes. Whatever does not fit is left out, and the script
 * is read anew.
 */
export class CachedScripts {
  private readonly loaded = new Map<string, Loaded>();

  constructor(private readonly folder: string) {}

  run(name: string): unknown {
    const known = this.loaded.get(name) ?? this.load(name);
    return known.exports;
  }

  /** Keeps the code of all that has run for the next time. */
  keep(): void {
    for (const { keep } of this.loaded.values()) keep();
  }

  private load(name: string): Loaded {
    const path = join(this.folder, name);
    const cachePath = path.replace(/\.js$/, '.cache');
    const source = readFileSync(path);
    const cachedData = cachedCode(source, cachePath);
    // A program's first line for the shell is none of its code.
    const code = textOf(source).replace(/^#!.*/, '');
    const script = new Script(wrap(code), {
      filename: path,
      ...(cachedData ? { cachedData } : {}),
    });
    const run: unknown = script.runInThisContext();
    if (typeof run !== 'function') throw new TypeError(path);
    const module = { exports: {} };
    const outside = createRequire(path);
    const require = (id: string): unknown => {
      const [, beside] = /^\.\/([\w-]+\.js)$/.exec(id) ?? [];
      return beside === undefined ? outside(id) : this.run(beside);
    };
    run(module.exports, require, module, path, this.folder);
    const loaded = {
      exports: module.exports,
      keep: () => keep(source, script.createCachedData(), cachePath),
    };
    this.loaded.set(name, loaded);
    return loaded;
  }
}

/** Bundles are ASCII, which is a string at once. */
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
