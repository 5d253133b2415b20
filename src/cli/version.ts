import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export { version } from '../../package.json';

/** The first 12 hex digits of the SHA-256 of what judges, by name: the same for the same bytes, wherever they lie. */
export function buildOf(folder: string): string {
  const hash = createHash('sha256');
  const judging = readdirSync(folder).filter((name) => /^(?:cli|engine)\.js(?:\.br)?$/.test(name));
  for (const name of judging.sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}
