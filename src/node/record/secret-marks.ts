import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MarkOf } from '../../core/record/redact.js';
import { sha256 } from '../../core/shared/digest.js';
import { errorCode } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { makeOnce } from '../files/made-once.js';

/** Hexadecimal digits: few enough that many secrets share each, so that nobody finds one by trying. */
const digits = 6;

/** What seals a digest of a secret for one home: the same to the same, and nothing to whoever has not its salt. */
export function sealAt(folder: string): MarkOf {
  let salt: string | undefined;
  return (digest) => {
    salt ??= saltAt(folder);
    return createHmac('sha256', salt).update(digest).digest('hex').slice(0, digits);
  };
}

/** What stands in a secret's place in what this home sends. */
export function marksAt(home: Home): MarkOf {
  const seal = sealAt(home.root);
  return (secret) => `‹secret ${seal(sha256(secret))}›`;
}

/** Made once a home; of two processes that make it at once, the first one's stands. */
function saltAt(folder: string): string {
  const path = join(folder, 'salt');
  try {
    return readSalt(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  makeOnce(path, `${randomBytes(32).toString('hex')}\n`);
  return readSalt(path);
}

function readSalt(path: string): string {
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error('the salt of this home cannot be read');
  return text;
}
