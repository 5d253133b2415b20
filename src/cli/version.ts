import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export { version } from '../../package.json';

/** The first 12 hex digits of the SHA-256 of what judges, in this order: the same for the same bytes, wherever they lie. */
export function buildOf(folder: string): string {
  const hash = createHash('sha256');
  const packed = ['cli.js.br'].filter((name) => existsSync(join(folder, name)));
  for (const name of ['cli.js', ...packed, 'engine.js']) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}
