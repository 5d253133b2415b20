import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './disk.js';
import { makeOnce } from './made-once.js';

/** A key of this home for one purpose, in hex: who knows it knows neither the home's secret nor another key. */
export function installationKey(
  folder: string,
  purpose: 'credentials' | 'entries' | 'requests' | 'places',
): string {
  return createHmac('sha256', installationSecret(folder)).update(purpose).digest('hex');
}

/** The secret of a home, in hex. Made once; of two processes that make it at once, the first one's stands. Throws when it cannot be had. */
export function installationSecret(folder: string): string {
  const path = join(folder, 'salt');
  try {
    return readSecret(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  makeOnce(path, `${randomBytes(32).toString('hex')}\n`);
  return readSecret(path);
}

function readSecret(path: string): string {
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error('the salt of this home cannot be read');
  return text;
}
