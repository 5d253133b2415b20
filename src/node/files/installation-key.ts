import { createHmac, randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallFile, secretLimitBytes } from '../../client/small-file.js';
import { makeOnce } from './made-once.js';

/** A key of this home for one purpose, in hex: who knows it knows neither the home's secret nor another key. */
export function installationKey(
  folder: string,
  purpose: 'copies' | 'credentials' | 'entries' | 'requests' | 'places' | 'reviews',
): string {
  return createHmac('sha256', installationSecret(folder)).update(purpose).digest('hex');
}

/** The secret of a home, in hex. Made once; of two processes that make it at once, the first one's stands. Throws when it cannot be had. */
export function installationSecret(folder: string): string {
  const path = join(folder, 'salt');
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined)
    makeOnce(path, `${randomBytes(32).toString('hex')}\n`);
  return readSecret(path);
}

/** From a regular file alone: another one may never end. */
function readSecret(path: string): string {
  const text = readSmallFile(path, secretLimitBytes)?.text.trim() ?? '';
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error('the salt of this home cannot be read');
  return text;
}
